/**
 * One case of the RFC 6455 suite: sends bytes to a running Maru and collects
 * what the server does. The last frame of a case that stays open is a marker,
 * so nothing has to be waited for by time.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { encodeClientFrame } from "../../../../tools/websocket_frames.ts";
import { RawWebSocket } from "../../../fakes/raw_websocket.ts";
import {
  HAS_SERVER_PERMISSIONS,
  runMaru,
  type RunningMaru,
} from "../../../fakes/running_maru.ts";

/** Bytes of a client, and what the server must do with them. */
export interface FrameCase {
  readonly name: string;
  /** Each is written by itself, without Nagle's algorithm. */
  readonly chunks: readonly Uint8Array[];
  /** `data` of the messages that the other member receives; default: none. */
  readonly relayed?: readonly unknown[];
  /** Error codes that the client receives; default: none. */
  readonly errors?: readonly string[];
  /** Payload of the last pong, in Latin-1; default: no pong. */
  readonly lastPong?: string;
  /** Close code of the server; default: the connection stays open. */
  readonly close?: number;
  /** Reason of `peer-left`; undefined when the seat is kept for a return. */
  readonly left?: string;
}

/** Reason of `peer-left` for a member that broke a rule. */
export const BROKE_A_RULE = "policy";

const LIFTED_LIMITS = {
  TLS: "off",
  MAX_MESSAGE_BYTES: "200000",
  MESSAGES_PER_SECOND: "100000",
  BYTES_PER_SECOND: "100000000",
  MAX_CONNECTIONS: "1000",
  MAX_CONNECTIONS_PER_IP: "1000",
  MAX_ROOMS: "1000",
};

/** Declares a test with one step per case, all against one server. */
export function testFrameCases(
  name: string,
  cases: readonly FrameCase[],
  env: Readonly<Record<string, string>> = {},
): void {
  Deno.test({
    name,
    ignore: !HAS_SERVER_PERMISSIONS,
    fn: async (t) => {
      await using maru = await runMaru({ ...LIFTED_LIMITS, ...env });
      for (const [index, frameCase] of cases.entries()) {
        await t.step(
          frameCase.name,
          () => runFrameCase(maru, frameCase, `case-${index}`),
        );
      }
    },
  });
}

async function runFrameCase(
  maru: RunningMaru,
  frameCase: FrameCase,
  room: string,
): Promise<void> {
  const { relayed = [], errors = [], lastPong, close, left } = frameCase;
  const target = `/socket?room=${room}`;
  const client = await RawWebSocket.open({ ...maru, target });
  await client.waitForEvent("welcome");
  const other = await RawWebSocket.open({ ...maru, target });
  await other.waitForEvent("welcome");
  await client.waitForEvent("peer-joined");
  for (const chunk of frameCase.chunks) await writeChunk(client, chunk);
  let lastEvent = "marker";
  if (close === undefined) client.send({ event: "marker" });
  else {
    assertEquals(await client.waitForClose(), close);
    other.send({ event: "ping" });
    lastEvent = left === undefined ? "pong" : "peer-left";
  }
  const received: unknown[] = [];
  for (;;) {
    const { event, data } = await other.nextMessage();
    if (event === lastEvent) {
      if (left !== undefined) assertEquals(data?.reason, left);
      break;
    }
    if (event !== "pong") received.push(data);
  }
  if (close === undefined) {
    client.send({ event: "ping" });
    await client.waitUntil(() =>
      client.messages.some((text) => JSON.parse(text).event === "pong")
    );
  }
  assertEquals(received, [...relayed]);
  assertEquals(errorCodesOf(client), [...errors]);
  assertEquals(client.pongs.at(-1), lastPong);
  assertEquals(client.closeCode, close ?? null);
  await client.destroy();
  await other.destroy();
}

/** Writes one chunk and lets the server read it before the next. */
async function writeChunk(
  { stream }: RawWebSocket,
  chunk: Uint8Array,
): Promise<void> {
  if (stream.writable) stream.write(chunk);
  await new Promise((resolve) => setImmediate(resolve));
}

function errorCodesOf({ messages }: RawWebSocket): unknown[] {
  return messages.map((text) => JSON.parse(text))
    .filter(({ event }) => event === "error")
    .map(({ data }) => data.code);
}

/** Text of a message that other members receive. */
export function relayText(data: string): string {
  return JSON.stringify({ event: "x", data });
}

/** Data that makes {@linkcode relayText} `bytes` bytes long. */
export function relayDataOf(bytes: number): string {
  return "y".repeat(bytes - relayText("").length);
}

/** The bytes of a relayed message, for a payload that is not one string. */
export function relayBytes(...data: readonly number[]): Uint8Array {
  const [before = "", after = ""] = relayText("#").split("#");
  const encoder = new TextEncoder();
  return Uint8Array.of(
    ...encoder.encode(before),
    ...data,
    ...encoder.encode(after),
  );
}

/** Each byte as a chunk of its own. */
export function splitBytes(bytes: Uint8Array): Uint8Array[] {
  return Array.from(bytes, (byte) => Uint8Array.of(byte));
}

/** A text message in fragments, each of them a frame. */
export function encodeFragments(
  pieces: readonly (string | Uint8Array)[],
): Uint8Array[] {
  return pieces.map((piece, i) =>
    encodeClientFrame(piece, {
      opcode: i === 0 ? 1 : 0,
      isFinal: i === pieces.length - 1,
    })
  );
}
