/**
 * The attacks of `deno task soak`. Each keeps within what one address may open
 * and ends by itself: it is bounded in connections, in bytes and in time.
 *
 * @module
 */
import { setTimeout as sleep } from "node:timers/promises";
import { encodeClientFrame } from "../../tools/websocket_frames.ts";
import { ATTACKER_ADDRESS, AttackSocket } from "./attack_socket.ts";
import {
  knock,
  openBurst,
  requestUnauthorized,
  sendEndlessFragments,
  sendEveryMessage,
  speakHttp2,
} from "./protocol_attacks.ts";
import { repeat } from "./repeat.ts";

/** Attacks the server at loopback ports for about `seconds`. */
export type Attack = (
  port: number,
  seconds: number,
  icePort: number,
) => Promise<void>;

/** Connections that one address may open (`MAX_CONNECTIONS_PER_IP`). */
const CONNECTIONS = 64;
const MESSAGE_BYTES = 60_000;
/** One burst of `BYTES_PER_SECOND`. */
const BURST_MESSAGES = 16;

/**
 * Names of the rows that send all that an address may send at once, 64 MB.
 * Deno's TLS reads whatever has arrived on a connection in one turn, which
 * takes longer than other rows may delay the pair.
 */
export const BURST_ATTACKS: ReadonlySet<string> = new Set([
  "broadcast in one room",
  "broadcast in 16 rooms",
  "broadcast to members that do not read",
]);

/** Every attack by the name of its row. */
export const ATTACKS: Readonly<Record<string, Attack>> = {
  "no attack": (_port, seconds) => sleep(seconds * 1000),
  "broadcast in one room": (port, seconds) =>
    broadcast(port, seconds, { rooms: 1, areReading: true }),
  "broadcast in 16 rooms": (port, seconds) =>
    broadcast(port, seconds, { rooms: 16, areReading: true }),
  "broadcast to members that do not read": (port, seconds) =>
    broadcast(port, seconds, { rooms: 1, areReading: false }),
  "small messages": sendSmallMessages,
  "join and leave": joinAndLeave,
  "requests with large headers": sendRequests,
  "responses that are not read": leaveResponsesUnread,
  "5,000 connections in a burst": openBurst,
  "endless fragments": sendEndlessFragments,
  "HTTP/2 rapid reset and zero windows": speakHttp2,
  "every message, right and wrong": sendEveryMessage,
  "Allocate without a credential": requestUnauthorized,
  "knocks": knock,
};

/** Members that send the largest messages in bursts, as often as they may. */
async function broadcast(
  port: number,
  seconds: number,
  { rooms, areReading }: { rooms: number; areReading: boolean },
): Promise<void> {
  const members = await joinAll(port, (i) => `attacked-${i % rooms}`);
  if (!areReading) { for (const member of members) member.stopReading(); }
  const frame = encodeClientFrame(
    JSON.stringify({ event: "x", data: "y".repeat(MESSAGE_BYTES) }),
  );
  await repeat(seconds, 4_000, async () => {
    for (let i = 0; i < BURST_MESSAGES; i++) {
      for (const member of members) member.write(frame);
    }
    await replaceClosed(port, members, (i) => `attacked-${i % rooms}`);
  });
  for (const member of members) member.destroy();
}

/** Members that send as many small messages as they may. */
async function sendSmallMessages(port: number, seconds: number): Promise<void> {
  const members = await joinAll(port, () => "attacked");
  const frame = encodeClientFrame(JSON.stringify({ event: "x", data: 1 }));
  await repeat(seconds, 100, async () => {
    for (const member of members) {
      for (let i = 0; i < 5; i++) member.write(frame);
    }
    await Promise.resolve();
  });
  for (const member of members) member.destroy();
}

/** Members with large infos that join a full room again and again. */
async function joinAndLeave(port: number, seconds: number): Promise<void> {
  const info = encodeClientFrame(
    JSON.stringify({ event: "info", data: { name: "n".repeat(2_000) } }),
  );
  const members = await joinAll(port, () => "attacked");
  for (const member of members) member.write(info);
  await repeat(seconds, 50, async () => {
    for (const member of members.splice(0, 8)) member.destroy();
    const joined = await Promise.all(
      Array.from(
        { length: 8 },
        () => AttackSocket.join(port, "attacked"),
      ),
    );
    for (const member of joined) {
      member?.write(info);
      if (member?.isOpen) members.push(member);
    }
  });
  for (const member of members) member.destroy();
}

/** 550 requests a second, each with 12 KB of headers. */
async function sendRequests(port: number, seconds: number): Promise<void> {
  const head = [
    "GET /livez HTTP/1.1",
    `Host: localhost:${port}`,
    ...Array.from({ length: 60 }, (_, i) => `X-${i}: ${"h".repeat(200)}`),
    "\r\n",
  ].join("\r\n");
  const sockets = await openAll(port, CONNECTIONS);
  await repeat(seconds, 100, async () => {
    for (let i = 0; i < 55; i++) sockets[i % sockets.length]?.write(head);
    await reopenClosed(port, sockets);
  });
  for (const socket of sockets) socket.destroy();
}

/** Many requests for the page on each connection, of which nothing is read. */
async function leaveResponsesUnread(
  port: number,
  seconds: number,
): Promise<void> {
  const sockets = await openAll(port, 90);
  const request = `GET / HTTP/1.1\r\nHost: localhost:${port}\r\n\r\n`;
  for (const socket of sockets) socket.stopReading();
  await repeat(seconds, 1_000, async () => {
    for (const socket of sockets) socket.write(request.repeat(200));
    await Promise.resolve();
  });
  for (const socket of sockets) socket.destroy();
}

async function joinAll(
  port: number,
  roomOf: (index: number) => string,
): Promise<AttackSocket[]> {
  const members: AttackSocket[] = [];
  for (let i = 0; i < CONNECTIONS; i++) {
    const member = await AttackSocket.join(port, roomOf(i), ATTACKER_ADDRESS);
    if (member !== null) members.push(member);
  }
  return members;
}

async function replaceClosed(
  port: number,
  members: AttackSocket[],
  roomOf: (index: number) => string,
): Promise<void> {
  for (const [i, member] of members.entries()) {
    if (member.isOpen) continue;
    const next = await AttackSocket.join(port, roomOf(i));
    if (next !== null) members[i] = next;
  }
}

async function openAll(port: number, count: number): Promise<AttackSocket[]> {
  const opened = await Promise.all(
    Array.from({ length: count }, () => AttackSocket.open(port)),
  );
  return opened.filter((socket) => socket !== null);
}

async function reopenClosed(
  port: number,
  sockets: AttackSocket[],
): Promise<void> {
  for (const [i, socket] of sockets.entries()) {
    if (socket.isOpen) continue;
    const next = await AttackSocket.open(port);
    if (next !== null) sockets[i] = next;
  }
}

if (import.meta.main) {
  const [name = "", port, seconds, icePort] = Deno.args;
  await ATTACKS[name]?.(Number(port), Number(seconds), Number(icePort));
  Deno.exit(0);
}
