/**
 * Attacks on the protocols: connections, frames, HTTP/2, messages, STUN and
 * knocks. Bounded like those of `attacks.ts`.
 *
 * @module
 */
import { setTimeout as sleep } from "node:timers/promises";
import net from "node:net";
import tls from "node:tls";
import {
  ATTRIBUTE,
  CLASS,
  METHOD,
  PROTOCOL_UDP,
} from "../../ice/stun/iana_registry.ts";
import { StunMessageWriter } from "../../ice/stun/message_writer.ts";
import { CLIENT_EVENTS } from "../../signaling/message/client_messages.ts";
import { encodeClientFrame, OPCODE } from "../../tools/websocket_frames.ts";
import { ATTACKER_ADDRESS, AttackSocket } from "./attack_socket.ts";
import { repeat } from "./repeat.ts";

const BURST_CONNECTIONS = 5_000;
const BURST_ADDRESSES = 100;
const BURST_HOLD_MS = 2_000;
const MEMBERS = 32;
const KNOCK_ADDRESSES = 8;
const KNOCKS_PER_ADDRESS = 4;

/** Opens 5,000 connections at once from 100 addresses, and closes them. */
export async function openBurst(port: number): Promise<void> {
  const sockets = Array.from({ length: BURST_CONNECTIONS }, (_, i) => {
    const localAddress = `127.0.1.${1 + i % BURST_ADDRESSES}`;
    const socket = net.connect({ host: "127.0.0.1", port, localAddress });
    socket.on("error", () => socket.destroy());
    return socket;
  });
  await sleep(BURST_HOLD_MS);
  for (const socket of sockets) socket.destroy();
}

/** Members that begin a message and never end it: small and large fragments. */
export async function sendEndlessFragments(
  port: number,
  seconds: number,
): Promise<void> {
  const first = encodeClientFrame("{", { isFinal: false });
  const next = (text: string) =>
    encodeClientFrame(text, { opcode: OPCODE.continuation, isFinal: false });
  const [small, large] = [next("a"), next("a".repeat(1_000))];
  const members: (AttackSocket | null)[] = Array(MEMBERS).fill(null);
  await repeat(seconds, 100, async () => {
    for (const [i, member] of members.entries()) {
      if (member?.isOpen) {
        for (let n = 0; n < 50; n++) member.write(i % 2 === 0 ? small : large);
      } else {
        members[i] = await AttackSocket.join(port, "attacked");
        members[i]?.write(first);
      }
    }
  });
  for (const member of members) member?.destroy();
}

/** HTTP/2 that the server does not offer: rapid reset and zero windows. */
export async function speakHttp2(
  port: number,
  seconds: number,
): Promise<void> {
  const bytes = createHttp2Flood();
  await repeat(seconds, 200, async () => {
    await Promise.all(
      Array.from({ length: 16 }, () => sendHttp2(port, bytes)),
    );
  });
}

/** Preface, SETTINGS with windows of zero, and 500 streams that are reset. */
function createHttp2Flood(): Uint8Array {
  const frame = (
    type: number,
    flags: number,
    stream: number,
    body: number[],
  ) => [
    0,
    0,
    body.length,
    type,
    flags,
    0,
    0,
    stream >> 8,
    stream & 255,
    ...body,
  ];
  const preface = new TextEncoder().encode("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
  const frames = frame(4, 0, 0, [0, 4, 0, 0, 0, 0]);
  for (let i = 0; i < 500; i++) {
    // HEADERS with GET / and https from the static table, then RST_STREAM.
    frames.push(...frame(1, 5, 2 * i + 1, [0x82, 0x84, 0x87]));
    frames.push(...frame(3, 0, 2 * i + 1, [0, 0, 0, 8]));
  }
  return new Uint8Array([...preface, ...frames]);
}

/** Fails when the server answers in HTTP/2. */
async function sendHttp2(port: number, bytes: Uint8Array): Promise<void> {
  const closed = Promise.withResolvers<void>();
  const refused = Promise.withResolvers<void>();
  const connection = net.connect({
    host: "127.0.0.1",
    port,
    localAddress: ATTACKER_ADDRESS,
  });
  connection.on("error", () => connection.destroy());
  const socket = tls.connect({
    socket: connection,
    servername: "localhost",
    ALPNProtocols: ["h2"],
    rejectUnauthorized: false,
  }, () => {
    if (socket.alpnProtocol === "h2") {
      refused.reject(new Error("The server agreed to HTTP/2"));
    }
    socket.write(bytes);
  });
  socket.on("data", (chunk: Uint8Array) => {
    const text = new TextDecoder("latin1").decode(chunk.subarray(0, 8));
    if (text !== "HTTP/1.1") {
      refused.reject(new Error("The server spoke HTTP/2"));
    }
  });
  socket.on("error", () => socket.destroy());
  socket.on("close", () => closed.resolve());
  await Promise.race([closed.promise, refused.promise, sleep(1_000)]);
  socket.destroy();
}

/** Every message of the protocol with right and wrong data, as often as allowed. */
export async function sendEveryMessage(
  port: number,
  seconds: number,
): Promise<void> {
  const data = [
    null,
    {},
    [],
    1,
    "x".repeat(500),
    { id: "x" },
    { locked: true },
    { locked: false },
    { raised: true },
    { name: "n".repeat(200) },
    { received: 1e9 },
    { room: "other", resume: "x.y", received: "none", max: 2 },
  ];
  const events = [...CLIENT_EVENTS, "welcome", "error", "x", ""];
  const frames = events.flatMap((event) =>
    data.map((value) =>
      encodeClientFrame(JSON.stringify({ event, data: value, to: "nobody" }))
    )
  );
  const members: (AttackSocket | null)[] = Array(MEMBERS).fill(null);
  let next = 0;
  await repeat(seconds, 100, async () => {
    for (const [i, member] of members.entries()) {
      if (!member?.isOpen) {
        members[i] = await AttackSocket.join(port, `attacked-${i % 4}`);
      }
      for (let n = 0; n < 5; n++) {
        const frame = frames[next++ % frames.length];
        if (frame) members[i]?.write(frame);
      }
    }
  });
  for (const member of members) member?.destroy();
}

/** Allocate requests without a credential, 4,000 a second. */
export async function requestUnauthorized(
  _port: number,
  seconds: number,
  icePort: number,
): Promise<void> {
  const sockets = Array.from(
    { length: 8 },
    () =>
      Deno.listenDatagram({ transport: "udp", hostname: "127.0.0.1", port: 0 }),
  );
  const target: Deno.NetAddr = {
    transport: "udp",
    hostname: "127.0.0.1",
    port: icePort,
  };
  await repeat(seconds, 20, async () => {
    for (const socket of sockets) {
      for (let i = 0; i < 10; i++) {
        const id = crypto.getRandomValues(new Uint8Array(12));
        await socket.send(createAllocate(id), target);
      }
    }
  });
  for (const socket of sockets) socket.close();
}

function createAllocate(transactionId: Uint8Array): Uint8Array {
  return new StunMessageWriter(METHOD.allocate, CLASS.request, transactionId)
    .bytes(
      ATTRIBUTE.requestedTransport,
      Uint8Array.of(PROTOCOL_UDP, 0, 0, 0),
    ).finish();
}

/** Knocks at a locked room from eight addresses, again and again. */
export async function knock(port: number, seconds: number): Promise<void> {
  const host = await AttackSocket.join(port, "locked");
  host?.write(encodeClientFrame('{"event":"lock","data":{"locked":true}}'));
  const name = encodeClientFrame(
    JSON.stringify({ event: "knock", data: { name: "n".repeat(100) } }),
  );
  await repeat(seconds, 100, async () => {
    const knockers = await Promise.all(
      Array.from(
        { length: KNOCK_ADDRESSES * KNOCKS_PER_ADDRESS },
        (_, i) =>
          AttackSocket.join(
            port,
            "locked",
            `127.0.2.${1 + i % KNOCK_ADDRESSES}`,
          ),
      ),
    );
    for (const knocker of knockers) knocker?.write(name);
    await sleep(50);
    for (const knocker of knockers) knocker?.destroy();
  });
  host?.destroy();
}
