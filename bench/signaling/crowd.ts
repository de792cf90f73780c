/**
 * The members of one run in their rooms: sends, checks and counts messages for
 * every kind of load.
 *
 * @module
 */
import { DeliveryChecker } from "./delivery_checker.ts";
import { Histogram } from "./histogram.ts";
import { LoadMember } from "./member.ts";
import { type Marker, readMarkers, StampedFrame } from "./message.ts";

/** A server to load. */
export interface SignalingTarget {
  readonly port: number;
  /** Port of the server of a member; default: `port` for all. */
  readonly portOf?: (member: number, room: number) => number;
  readonly isTls: boolean;
  readonly subprotocol: string | null;
  /** True when members join after their handshake: waits for each `welcome`. */
  readonly joinsLater?: boolean;
}

/** Rooms of equal size. */
export interface LoadShape {
  readonly rooms: number;
  readonly membersPerRoom: number;
  /** Bytes of each message. */
  readonly messageBytes: number;
}

const MAX_CONCURRENT_HANDSHAKES = 32;
const MAX_FAULTS = 5;
const JOIN_TIMEOUT_MS = 20_000;
const POLL_MS = 20;
const DRAIN_TIMEOUT_MS = 5_000;

/** Microseconds of a monotonic clock. */
export function nowUs(): number {
  return Math.floor(performance.now() * 1000);
}

/** Opens `count` members, 32 at a time. */
export async function openMembers<T>(
  count: number,
  open: (index: number) => Promise<T>,
): Promise<T[]> {
  const opened: T[] = [];
  for (let at = 0; at < count; at += MAX_CONCURRENT_HANDSHAKES) {
    const left = Math.min(MAX_CONCURRENT_HANDSHAKES, count - at);
    const batch = Array.from({ length: left }, (_, i) => open(at + i));
    opened.push(...await Promise.all(batch));
  }
  return opened;
}

/** Sends marked messages and checks their deliveries. */
export class LoadGenerator {
  readonly shape: LoadShape;
  readonly latenciesUs: Histogram = new Histogram();
  /** Called when every receiver of a sender's message has it. */
  onComplete: (sender: number) => void = () => {};
  #checker: DeliveryChecker;
  #members: LoadMember[] = [];
  #frames: StampedFrame[] = [];
  #nextSequences: number[] = [];
  #pendingReceivers: Map<number, number>[] = [];
  #delivered = 0;
  #sent = 0;
  #welcomed = 0;
  #faults: string[] = [];

  private constructor(shape: LoadShape) {
    this.shape = shape;
    this.#checker = new DeliveryChecker(shape.rooms, shape.membersPerRoom);
  }

  /** Connects all members. Room names are unique to the run. */
  static async open(
    target: SignalingTarget,
    shape: LoadShape,
  ): Promise<LoadGenerator> {
    const crowd = new LoadGenerator(shape);
    const run = crypto.randomUUID().slice(0, 8);
    const count = shape.rooms * shape.membersPerRoom;
    crowd.#members = await openMembers(count, (index) => {
      const room = Math.floor(index / shape.membersPerRoom);
      return LoadMember.open({
        ...target,
        port: target.portOf?.(index, room) ?? target.port,
        room: `bench-${run}-${room}`,
        onText: (payload) => crowd.#onText(index, payload),
        onLost: (reason) => crowd.#faults.push(`Member ${index} ${reason}`),
      });
    });
    if (target.joinsLater) await crowd.#waitForWelcomes(count);
    for (let i = 0; i < count; i++) {
      crowd.#frames.push(new StampedFrame(shape.messageBytes, i));
      crowd.#nextSequences.push(0);
      crowd.#pendingReceivers.push(new Map());
    }
    return crowd;
  }

  /** Deliveries so far. */
  get delivered(): number {
    return this.#delivered;
  }

  /** Messages sent so far. */
  get sent(): number {
    return this.#sent;
  }

  /** Sends one message of this member to the others of its room. */
  send(sender: number): void {
    const sequence = this.#nextSequences[sender] ?? 0;
    this.#nextSequences[sender] = sequence + 1;
    this.#pendingReceivers[sender]?.set(
      sequence,
      this.shape.membersPerRoom - 1,
    );
    this.#sent++;
    const bytes = this.#frames[sender]?.stamp(sequence, nowUs());
    if (bytes) this.#members[sender]?.send(bytes);
  }

  #onText(receiver: number, payload: Uint8Array): void {
    const count = readMarkers(payload, (marker) => {
      this.#onMarker(receiver, marker);
    });
    if (count > 0) return;
    const text = new TextDecoder().decode(payload);
    if (text.includes('"event":"welcome"')) this.#welcomed++;
    if (text.includes('"event":"error"')) this.#faults.push(text);
  }

  async #waitForWelcomes(count: number): Promise<void> {
    const endMs = performance.now() + JOIN_TIMEOUT_MS;
    while (this.#welcomed < count) {
      if (performance.now() > endMs) throw new Error("Not all members joined");
      await sleep(POLL_MS);
    }
  }

  #onMarker(receiver: number, { sender, sequence, sentUs }: Marker): void {
    if (this.#checker.recordDelivery(receiver, sender, sequence) !== null) {
      return;
    }
    this.#delivered++;
    this.latenciesUs.add(nowUs() - sentUs);
    const left = this.#pendingReceivers[sender];
    const rest = (left?.get(sequence) ?? 0) - 1;
    if (rest > 0) left?.set(sequence, rest);
    else {
      left?.delete(sequence);
      this.onComplete(sender);
    }
  }

  /** Waits for the messages under way and returns the faults. */
  async drain(timeoutMs = DRAIN_TIMEOUT_MS): Promise<readonly string[]> {
    const end = performance.now() + timeoutMs;
    const isMissing = () =>
      this.#pendingReceivers.some((left) => left.size > 0);
    while (isMissing() && performance.now() < end) await sleep(10);
    const faults = this.#faults.slice(0, MAX_FAULTS);
    for (const [fault, count] of this.#checker.faultCounts) {
      faults.push(`${count} deliveries: ${fault}`);
    }
    const missing = this.#pendingReceivers.reduce(
      (sum, left) => sum + left.size,
      0,
    );
    if (missing > 0) {
      faults.push(`${missing} messages did not reach every member`);
    }
    return faults;
  }

  /** Closes every connection. */
  async close(): Promise<void> {
    await Promise.all(this.#members.map((member) => member.close()));
  }
}

/** Resolves after `ms`. */
export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
