/**
 * PING to a Redis server (RESP), without a client library: the doctor sends two
 * commands.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import net from "node:net";
import tls from "node:tls";

const TIMEOUT_MS = 3_000;

/** Why the server did not answer; null when it did. */
export function pingRedis(text: string): Promise<string | null> {
  if (!URL.canParse(text)) return Promise.resolve("REDIS_URL is not a URL");
  const url = new URL(text);
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const port = Number(url.port || 6379);
  return new Promise((resolve) => {
    const socket = url.protocol === "rediss:"
      ? tls.connect({ host, port, servername: host })
      : net.connect({ host, port });
    const finish = (reason: string | null): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(reason);
    };
    const timer = setTimeout(() => finish("no answer in time"), TIMEOUT_MS);
    let answer = "";
    socket.on("error", ({ message }: Error) => finish(message));
    socket.on("close", () => finish("it closed the connection"));
    socket.on("data", (chunk: Buffer) => {
      answer += chunk.toString("latin1");
      const failure = /^-(.*)\r\n/m.exec(answer)?.[1];
      if (failure !== undefined) finish(failure);
      else if (answer.includes("+PONG\r\n")) finish(null);
    });
    socket.once(
      url.protocol === "rediss:" ? "secureConnect" : "connect",
      () => {
        socket.write(formatCommands(url));
      },
    );
  });
}

function formatCommands({ username, password }: URL): string {
  const credentials = [username, password].filter((part) => part !== "").map(
    decodeURIComponent,
  );
  return (credentials.length > 0 ? encode(["AUTH", ...credentials]) : "") +
    encode(["PING"]);
}

function encode(words: readonly string[]): string {
  return `*${words.length}\r\n` +
    words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join("");
}
