/**
 * Load client: members that each keep a number of packets in flight through the
 * server to a peer and back. Sends and receives in batches, so that one core
 * saturates the server's.
 *
 * @module
 */
import { setTimeout as sleepMs } from "node:timers/promises";
import type { TransportAddress } from "../../server/net/ip_address.ts";
import { mintCredential } from "../../ice/credentials/turn_credential.ts";
import { createFfiUdpEngine } from "../../ice/transport/ffi/ffi_udp.ts";
import type { UdpEngine, UdpSocket } from "../../ice/transport/udp_engine.ts";
import { TurnClient } from "../../ice/turn/client/turn_client.ts";
import { StunMessageWriter } from "../../ice/stun/message_writer.ts";
import { ATTRIBUTE, CLASS, METHOD } from "../../ice/stun/iana_registry.ts";
import { BENCH_SECRET, readCpuSeconds, type TurnTarget } from "./targets.ts";

/** Load of one run. */
export interface TurnLoadOptions {
  readonly members: number;
  readonly payloadBytes: number;
  /** Packets in flight per member. */
  readonly window: number;
  readonly seconds: number;
  readonly encapsulation: "channel" | "indication";
}

/** Result of one run. */
export interface TurnLoadResult {
  /** Packets relayed per second, both directions together. */
  readonly packetsPerSecond: number;
  readonly cpuSecondsPerMillion: number;
  /** Fraction of packets that did not return. */
  readonly lossRatio: number;
  readonly p50Us: number;
  readonly p99Us: number;
}

const HOSTNAME = "127.0.0.1";
const CHANNEL = 0x4001;
const STALLED_MS = 200;

/** A member's socket and the message that it repeats. */
interface LoadMember {
  readonly socket: UdpSocket;
  readonly message: Uint8Array;
  /** Offset of the payload in a returned message; below 0 until it is known. */
  payloadOffset: number;
  /** Payload of the message; its first 8 bytes are the time of sending. */
  readonly payloadView: DataView;
  inFlight: number;
  lastMs: number;
}

/** Creates an engine for the load; the caller closes it. */
export function createLoadEngine(): UdpEngine {
  return createFfiUdpEngine({
    onDrop: () => {},
    onError: (error) => {
      throw error;
    },
    nowMs: () => performance.now(),
  });
}

/** Runs one load against one target. */
export async function runTurnLoad(
  engine: UdpEngine,
  target: TurnTarget,
  options: TurnLoadOptions,
): Promise<TurnLoadResult> {
  const run = new LoadRun(engine, target, options);
  try {
    return await run.measure();
  } finally {
    run.close();
  }
}

class LoadRun {
  readonly #engine: UdpEngine;
  readonly #target: TurnTarget;
  readonly #options: TurnLoadOptions;
  readonly #server: TransportAddress;
  readonly #peer: UdpSocket;
  readonly #sockets: UdpSocket[] = [];
  readonly #latencies: number[] = [];
  readonly #clients: TurnClient[] = [];
  #sentPackets = 0;
  #receivedPackets = 0;

  constructor(engine: UdpEngine, target: TurnTarget, options: TurnLoadOptions) {
    this.#engine = engine;
    this.#target = target;
    this.#options = options;
    this.#server = { hostname: HOSTNAME, port: target.port };
    this.#peer = this.#bind((bytes, start, end, hostname, port) => {
      this.#peer.send(bytes, start, end, { hostname, port });
    });
  }

  async measure(): Promise<TurnLoadResult> {
    const members: LoadMember[] = [];
    for (let index = 0; index < this.#options.members; index++) {
      members.push(await this.#addMember(index));
    }
    for (const member of members) this.#fillWindow(member);
    await sleepMs(300);
    this.#sentPackets = this.#receivedPackets = this.#latencies.length = 0;
    const cpu = readCpuSeconds(this.#target.pid);
    const startMs = performance.now();
    const endMs = startMs + this.#options.seconds * 1000;
    while (performance.now() < endMs) {
      await sleepMs(50);
      for (const member of members) this.#restartStalled(member);
    }
    const seconds = (performance.now() - startMs) / 1000;
    const relayed = this.#receivedPackets * 2;
    const used = readCpuSeconds(this.#target.pid) - cpu;
    const latencies = this.#latencies.sort((a, b) => a - b);
    const percentileUs = (share: number) =>
      Math.round((latencies[Math.floor(latencies.length * share)] ?? 0) * 1000);
    return {
      packetsPerSecond: relayed / seconds,
      cpuSecondsPerMillion: used / relayed * 1e6,
      lossRatio: Math.max(0, 1 - this.#receivedPackets / this.#sentPackets),
      p50Us: percentileUs(0.5),
      p99Us: percentileUs(0.99),
    };
  }

  /** Ends the allocations, without waiting for the responses. */
  close(): void {
    for (const client of this.#clients) {
      client.refresh(0, AbortSignal.timeout(1000)).catch(() => {});
    }
    for (const socket of this.#sockets) socket.close();
  }

  #bind(receiver: Parameters<UdpEngine["bind"]>[2]): UdpSocket {
    const local = { hostname: HOSTNAME, port: 0 };
    const socket = this.#engine.bind(local, "any", receiver);
    if (typeof socket === "string") throw new Error(`bind: ${socket}`);
    this.#sockets.push(socket);
    return socket;
  }

  async #addMember(index: number): Promise<LoadMember> {
    let onData: (data: Uint8Array) => void = () => {};
    let member: LoadMember | null = null;
    const socket = this.#bind((bytes, start, end) => {
      if (member) this.#handlePacket(member, bytes, start);
      else onData(bytes.slice(start, end));
    });
    const setReceiver = (receiver: typeof onData) => onData = receiver;
    if (this.#target.isTurn) await this.#allocate(socket, index, setReceiver);
    else await this.#connectBare(socket, setReceiver);
    return member = this.#createMember(socket);
  }

  async #allocate(
    socket: UdpSocket,
    index: number,
    setReceiver: (receiver: (data: Uint8Array) => void) => void,
  ): Promise<void> {
    const credential = mintCredential(
      BENCH_SECRET,
      `m${index}`,
      3600,
      Date.now(),
    );
    const client = new TurnClient({
      send: (message) => socket.send(message, 0, message.length, this.#server),
    }, credential);
    setReceiver((data) => client.receive(data));
    this.#clients.push(client);
    const signal = AbortSignal.timeout(5000);
    const relayed = await client.allocate(signal);
    if (typeof relayed === "number") throw new Error(`Allocate: ${relayed}`);
    const peer = { hostname: HOSTNAME, port: this.#peer.port };
    const error = this.#options.encapsulation === "channel"
      ? await client.bindChannel(CHANNEL, peer, signal)
      : await client.createPermission(peer, signal);
    if (error !== null) throw new Error(`Permission: ${error}`);
  }

  async #connectBare(
    socket: UdpSocket,
    setReceiver: (receiver: (data: Uint8Array) => void) => void,
  ): Promise<void> {
    const answered = new Promise<void>((resolve) =>
      setReceiver(() => resolve())
    );
    const hello = new Uint8Array(2);
    new DataView(hello.buffer).setUint16(0, this.#peer.port);
    socket.send(hello, 0, 2, this.#server);
    await answered;
  }

  #createMember(socket: UdpSocket): LoadMember {
    const { payloadBytes, encapsulation } = this.#options;
    const payload = new Uint8Array(payloadBytes);
    let message = payload;
    if (this.#target.isTurn && encapsulation === "channel") {
      message = new Uint8Array(4 + payloadBytes);
      new DataView(message.buffer).setUint16(0, CHANNEL);
      new DataView(message.buffer).setUint16(2, payloadBytes);
    } else if (this.#target.isTurn) {
      const peer = { hostname: HOSTNAME, port: this.#peer.port };
      const id = new Uint8Array(12);
      message = new StunMessageWriter(METHOD.send, CLASS.indication, id)
        .xorAddress(ATTRIBUTE.xorPeerAddress, peer)
        .bytes(ATTRIBUTE.data, payload).finish().slice();
    }
    const payloadAt = message.length - payloadBytes;
    const view = new DataView(message.buffer, payloadAt);
    return {
      socket,
      message,
      payloadOffset: -1,
      payloadView: view,
      inFlight: 0,
      lastMs: 0,
    };
  }

  #handlePacket(member: LoadMember, bytes: Uint8Array, start: number): void {
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    if (member.payloadOffset < 0) {
      member.payloadOffset = this.#findPayload(view, start) - start;
    }
    const nowMs = performance.now();
    const sentMs = view.getFloat64(start + member.payloadOffset);
    this.#receivedPackets++;
    if (this.#receivedPackets % 8 === 0) this.#latencies.push(nowMs - sentMs);
    member.lastMs = nowMs;
    if (member.inFlight > 0) member.inFlight--;
    this.#fillWindow(member);
  }

  /** Offset of the payload in a returned message. */
  #findPayload(view: DataView, start: number): number {
    if (!this.#target.isTurn) return start;
    if (view.getUint8(start) >= 0x40) return start + 4;
    let at = start + 20;
    while (view.getUint16(at) !== ATTRIBUTE.data) {
      at += 4 + ((view.getUint16(at + 2) + 3) & ~3);
    }
    return at + 4;
  }

  #fillWindow(member: LoadMember): void {
    while (member.inFlight < this.#options.window) {
      member.payloadView.setFloat64(0, performance.now());
      const { message, socket } = member;
      socket.send(message, 0, message.length, this.#server);
      member.inFlight++;
      this.#sentPackets++;
    }
  }

  /** Fills the window again when nothing has returned for a while. */
  #restartStalled(member: LoadMember): void {
    if (performance.now() - member.lastMs < STALLED_MS) return;
    member.inFlight = 0;
    this.#fillWindow(member);
  }
}
