/**
 * Script of `/learn/sandbox`, a document with an opaque origin: runs the code
 * that the page around it sends, once, and sends back what it logs. It has no
 * access to the page, to storage, to devices or to the network but WebRTC.
 *
 * @module
 */
import { MAX_LINE_LENGTH, type SandboxMessage } from "./sandbox_message.ts";

const AsyncFunction: FunctionConstructor = Object.getPrototypeOf(
  async () => {},
).constructor;

function post(message: SandboxMessage): void {
  parent.postMessage(message, "*");
}

function log(...values: readonly unknown[]): void {
  const text = values.map(textOf).join(" ").slice(0, MAX_LINE_LENGTH);
  post({ kind: "log", text });
}

function textOf(value: unknown): string {
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  if (typeof value !== "object" || value === null) return String(value);
  try {
    return JSON.stringify(value, null, 2);
  } catch {
    return String(value);
  }
}

async function run(code: string, iceServers: unknown): Promise<void> {
  try {
    await AsyncFunction("log", "iceServers", code)(log, iceServers);
    post({ kind: "done" });
  } catch (error) {
    log(error);
    post({ kind: "failed" });
  }
}

addEventListener("message", ({ source, data }: MessageEvent<unknown>) => {
  if (source !== parent || typeof data !== "object" || data === null) return;
  if (!("code" in data) || typeof data.code !== "string") return;
  void run(data.code, "iceServers" in data ? data.iceServers : []);
}, { once: true });
addEventListener("unhandledrejection", ({ reason }) => log(reason));
addEventListener("error", ({ message }) => log(message));
post({ kind: "ready" });
