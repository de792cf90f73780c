/**
 * Memory per allocation, and CPU time per unauthenticated packet before and after
 * many of them.
 *
 * @module
 */
import { setTimeout as sleepMs } from "node:timers/promises";
import { mintCredential } from "../../ice/credentials/turn_credential.ts";
import {
  ATTRIBUTE,
  CLASS,
  METHOD,
  PROTOCOL_UDP,
} from "../../ice/stun/iana_registry.ts";
import { StunMessageWriter } from "../../ice/stun/message_writer.ts";
import type { UdpEngine, UdpSocket } from "../../ice/transport/udp_engine.ts";
import { TurnClient } from "../../ice/turn/client/turn_client.ts";
import { readResidentKib } from "../process_usage.ts";
import { BENCH_SECRET, readCpuSeconds, type TurnTarget } from "./targets.ts";

const HOSTNAME = "127.0.0.1";

/** Measures the resident bytes per allocation over `count` of them. */
export async function measureBytesPerAllocation(
  engine: UdpEngine,
  target: TurnTarget,
  count: number,
): Promise<number> {
  const server = { hostname: HOSTNAME, port: target.port };
  const sockets: UdpSocket[] = [];
  const beforeKib = readResidentKib(target.pid);
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
      mintCredential(BENCH_SECRET, `a${index % 50}`, 3600, Date.now()),
    );
    const relayed = await client.allocate(AbortSignal.timeout(5000));
    // 437: the port had an allocation in an earlier run.
    if (typeof relayed === "number" && relayed !== 437) {
      throw new Error(`Allocate: ${relayed}`);
    }
  }
  await sleepMs(500);
  const addedKib = readResidentKib(target.pid) - beforeKib;
  for (const socket of sockets) socket.close();
  return addedKib * 1024 / count;
}

/**
 * Measures the server CPU microseconds per Allocate without credentials: over the
 * first 10,000, and over 10,000 more after `count`.
 */
export async function measureUnauthenticatedCost(
  engine: UdpEngine,
  target: TurnTarget,
  count: number,
): Promise<{ readonly firstUs: number; readonly laterUs: number }> {
  const sample = 10_000;
  const firstUs = await runUnauthenticatedRequests(engine, target, sample);
  await runUnauthenticatedRequests(engine, target, count - sample);
  const laterUs = await runUnauthenticatedRequests(engine, target, sample);
  return { firstUs, laterUs };
}

async function runUnauthenticatedRequests(
  engine: UdpEngine,
  target: TurnTarget,
  count: number,
): Promise<number> {
  const server = { hostname: HOSTNAME, port: target.port };
  let responses = 0;
  const socket = engine.bind(
    { hostname: HOSTNAME, port: 0 },
    "any",
    () => responses++,
  );
  if (typeof socket === "string") throw new Error(`bind: ${socket}`);
  const id = new Uint8Array(12);
  const cpu = readCpuSeconds(target.pid);
  for (let sent = 0; sent < count;) {
    const expected = responses + 64;
    for (let burst = 0; burst < 64; burst++, sent++) {
      new DataView(id.buffer).setUint32(0, sent);
      const request = new StunMessageWriter(METHOD.allocate, CLASS.request, id)
        .u32(ATTRIBUTE.requestedTransport, PROTOCOL_UDP << 24).finish();
      socket.send(request, 0, request.length, server);
    }
    for (let waits = 0; responses < expected && waits < 20; waits++) {
      await sleepMs(1);
    }
  }
  const us = (readCpuSeconds(target.pid) - cpu) / count * 1e6;
  socket.close();
  return us;
}
