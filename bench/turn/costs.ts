/**
 * What an allocation costs in memory, and an unauthenticated packet in time
 * after many of them.
 *
 * @module
 */
import { mintCredential } from "../../ice/credentials/turn_credential.ts";
import { CLASS, METHOD } from "../../ice/stun/iana_registry.ts";
import { MessageWriter } from "../../ice/stun/message_writer.ts";
import type { UdpEngine, UdpSocket } from "../../ice/transport/udp_engine.ts";
import { TurnClient } from "../../ice/turn/client/turn_client.ts";
import { pause } from "./load.ts";
import { cpuSeconds, residentBytes, SECRET, type Target } from "./targets.ts";

const HOSTNAME = "127.0.0.1";

/** Resident bytes that each of `count` allocations adds. */
export async function bytesPerAllocation(
  engine: UdpEngine,
  target: Target,
  count: number,
): Promise<number> {
  const server = { hostname: HOSTNAME, port: target.port };
  const sockets: UdpSocket[] = [];
  const before = residentBytes(target.pid);
  for (let index = 0; index < count; index++) {
    let client: TurnClient | null = null;
    const socket = engine.bind(
      { hostname: HOSTNAME, port: 0 },
      "any",
      (bytes, start, end) => client?.receive(bytes.slice(start, end)),
    );
    if (typeof socket === "string") throw new Error(`bind: ${socket}`);
    sockets.push(socket);
    client = new TurnClient(
      { send: (bytes) => socket.send(bytes, 0, bytes.length, server) },
      mintCredential(SECRET, `a${index % 50}`, 3600, Date.now()),
    );
    const relayed = await client.allocate(AbortSignal.timeout(5000));
    // 437: the port had an allocation in an earlier run.
    if (typeof relayed === "number" && relayed !== 437) {
      throw new Error(`Allocate: ${relayed}`);
    }
  }
  await pause(500);
  const bytes = (residentBytes(target.pid) - before) / count;
  for (const socket of sockets) socket.close();
  return bytes;
}

/**
 * Server CPU microseconds per Allocate without credentials: of the first
 * 10,000, and of 10,000 more after `count`.
 */
export async function unprovenCost(
  engine: UdpEngine,
  target: Target,
  count: number,
): Promise<{ readonly firstUs: number; readonly laterUs: number }> {
  const sample = 10_000;
  const firstUs = await unprovenRun(engine, target, sample);
  await unprovenRun(engine, target, count - sample);
  const laterUs = await unprovenRun(engine, target, sample);
  return { firstUs, laterUs };
}

async function unprovenRun(
  engine: UdpEngine,
  target: Target,
  count: number,
): Promise<number> {
  const server = { hostname: HOSTNAME, port: target.port };
  let answers = 0;
  const socket = engine.bind(
    { hostname: HOSTNAME, port: 0 },
    "any",
    () => answers++,
  );
  if (typeof socket === "string") throw new Error(`bind: ${socket}`);
  const id = new Uint8Array(12);
  const cpu = cpuSeconds(target.pid);
  for (let sent = 0; sent < count;) {
    const wanted = answers + 64;
    for (let burst = 0; burst < 64; burst++, sent++) {
      new DataView(id.buffer).setUint32(0, sent);
      const request = new MessageWriter(METHOD.allocate, CLASS.request, id)
        .u32(0x0019, 17 << 24).finish();
      socket.send(request, 0, request.length, server);
    }
    for (let waits = 0; answers < wanted && waits < 20; waits++) await pause(1);
  }
  const us = (cpuSeconds(target.pid) - cpu) / count * 1e6;
  socket.close();
  return us;
}
