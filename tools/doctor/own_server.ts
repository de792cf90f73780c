/**
 * Requests to the own server. Its certificate is not verified: that is a check
 * of its own.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import net from "node:net";
import tls from "node:tls";
import type { Config } from "../../server/config/config.ts";
import { FrameSplitter, OPCODE } from "../websocket_frames.ts";
import type { OwnResponse } from "./machine.ts";

const TIMEOUT_MS = 3_000;
/** Longest response that is read. */
const MAX_RESPONSE_BYTES = 262_144;
const WEBSOCKET_HEADERS = {
  "Connection": "Upgrade",
  "Upgrade": "websocket",
  "Sec-WebSocket-Version": "13",
  "Sec-WebSocket-Key": "AAECAwQFBgcICQoLDA0ODw==",
};

/** Settings by which the own server is reached. */
export type OwnServer = Pick<Config, "host" | "port" | "tls">;

/** Address on which to reach the own server. */
export function listeningHost(host: string | undefined): string {
  if (host === undefined || host === "0.0.0.0") return "127.0.0.1";
  return host === "::" ? "::1" : host;
}

/** Sends a GET request; null without an answer. */
export function askOwnServer(
  server: OwnServer,
  path: string,
  headers: Readonly<Record<string, string>>,
): Promise<OwnResponse | null> {
  return new Promise((resolve) => {
    let bytes: Buffer = Buffer.alloc(0);
    const finish = (): void => {
      clearTimeout(timer);
      stream.destroy();
      resolve(parseResponse(bytes.toString("utf8")));
    };
    const timer = setTimeout(finish, TIMEOUT_MS);
    const stream = connect(server, () => {
      const { Connection = "close", ...rest } = headers;
      stream.write(formatRequest(server, path, { ...rest, Connection }));
    });
    stream.on("error", finish);
    stream.on("close", finish);
    stream.on("data", (chunk: Buffer) => {
      bytes = Buffer.concat([bytes, chunk]);
      const isUpgraded = bytes.subarray(0, 12).toString() === "HTTP/1.1 101";
      if (isUpgraded || bytes.length > MAX_RESPONSE_BYTES) finish();
    });
  });
}

/** A seat of a room. */
export interface DoctorSeat {
  /** The first message of the server, parsed. */
  readonly message: { readonly event?: unknown; readonly data?: unknown };
  /** Leaves. */
  close(): void;
}

/** Joins a room; null without a message in time. */
export function joinOwnServer(
  server: OwnServer,
  room: string,
): Promise<DoctorSeat | null> {
  return new Promise((resolve) => {
    const fail = (): void => {
      clearTimeout(timer);
      stream.destroy();
      resolve(null);
    };
    const timer = setTimeout(fail, TIMEOUT_MS);
    const stream = connect(server, () => {
      const path = `/socket?room=${room}`;
      stream.write(formatRequest(server, path, WEBSOCKET_HEADERS));
    });
    stream.on("error", fail);
    stream.on("close", fail);
    const splitter = new FrameSplitter((opcode, payload) => {
      if (opcode !== OPCODE.text) return;
      clearTimeout(timer);
      resolve({
        message: JSON.parse(new TextDecoder().decode(payload)),
        close: () => stream.destroy(),
      });
    });
    let head: Buffer | null = Buffer.alloc(0);
    stream.on("data", (chunk: Buffer) => {
      if (head === null) return splitter.push(chunk);
      head = Buffer.concat([head, chunk]);
      const end = head.indexOf("\r\n\r\n");
      if (end < 0) return;
      if (!head.toString("latin1").startsWith("HTTP/1.1 101")) return fail();
      const rest = head.subarray(end + 4);
      head = null;
      splitter.push(rest);
    });
  });
}

function connect(
  { host, port, tls: { kind } }: OwnServer,
  onReady: () => void,
): net.Socket {
  const where = { host: listeningHost(host), port };
  if (kind === "off") return net.connect(where, onReady);
  return tls.connect({
    ...where,
    servername: "localhost",
    rejectUnauthorized: false,
  }, onReady);
}

function formatRequest(
  { port }: OwnServer,
  path: string,
  headers: Readonly<Record<string, string>>,
): string {
  const fields = { "Host": `localhost:${port}`, ...headers };
  const lines = Object.entries(fields).map(([name, value]) =>
    `${name}: ${value}\r\n`
  );
  return `GET ${path} HTTP/1.1\r\n${lines.join("")}\r\n`;
}

function parseResponse(text: string): OwnResponse | null {
  const [head = "", body = ""] = text.split("\r\n\r\n", 2);
  const status = /^HTTP\/1\.1 (\d{3})/.exec(head)?.[1];
  if (status === undefined) return null;
  const date = Date.parse(/^date: *(.*)$/im.exec(head)?.[1] ?? "");
  return {
    status: Number(status),
    body,
    dateMs: Number.isNaN(date) ? null : date,
  };
}
