/**
 * A backplane of several hubs in one process, and the storage they share. It
 * can be made to be away, and its clock is set by the test.
 *
 * @module
 */
import {
  type Backplane,
  type BackplaneEvents,
  type ClaimResult,
  type HeldLease,
  LEASE_MS,
  type RenewalOutcome,
  type RenewalRequest,
  type RenewalResult,
  type RoomOwner,
  type StoredChange,
} from "../../signaling/scale_out/backplane.ts";

interface Lease extends RoomOwner {
  expiresMs: number;
}

/** What Redis is to real processes. */
export class MemoryBackplaneStorage {
  readonly leases = new Map<string, Lease>();
  readonly fences = new Map<string, number>();
  readonly fields = new Map<string, Map<string, string>>();
  readonly lives = new Map<string, number>();
  readonly receivers = new Map<string, BackplaneEvents>();
  isAway = false;
  /** True to lose the next entry. */
  losesNextEntry = false;

  constructor(readonly nowMs: () => number) {}

  /** Loses everything, as a Redis without persistence when it restarts. */
  lose(): void {
    this.leases.clear();
    this.fences.clear();
    this.fields.clear();
    this.lives.clear();
  }

  leaseOf(room: string): Lease | null {
    const lease = this.leases.get(room);
    return lease && lease.expiresMs > this.nowMs() ? lease : null;
  }
}

/** The backplane of one process. */
export class MemoryBackplane implements Backplane {
  readonly #storage: MemoryBackplaneStorage;
  #isKilled = false;

  constructor(storage: MemoryBackplaneStorage, readonly processId: string) {
    this.#storage = storage;
  }

  start(events: BackplaneEvents): Promise<void> {
    this.#storage.receivers.set(this.processId, events);
    return Promise.resolve();
  }

  async claim(room: string, mayTake: boolean): Promise<ClaimResult> {
    await this.#answer();
    const { leases, fences, fields, nowMs } = this.#storage;
    const owner = this.#ownerOf(room);
    if (owner) return { kind: "held", owner };
    if (!mayTake) return { kind: "unowned" };
    const fence = (fences.get(room) ?? 0) + 1;
    fences.set(room, fence);
    leases.set(room, {
      process: this.processId,
      fence,
      expiresMs: nowMs() + LEASE_MS,
    });
    return {
      kind: "taken",
      fence,
      stored: Object.fromEntries(fields.get(room) ?? []),
    };
  }

  async renew(
    { held, watched, peers }: RenewalRequest,
  ): Promise<RenewalResult> {
    await this.#answer();
    const { lives, nowMs } = this.#storage;
    lives.set(this.processId, nowMs() + LEASE_MS);
    return {
      held: held.map((lease) => this.#renewOne(lease)),
      owners: watched.map((room) => this.#ownerOf(room)),
      alive: peers.map((peer) => (lives.get(peer) ?? 0) > nowMs()),
    };
  }

  release({ room, fence }: HeldLease): void {
    if (this.#isOurs(room, fence)) this.#storage.leases.delete(room);
  }

  store({ room, fence }: HeldLease, { set, remove }: StoredChange): void {
    if (!this.#isOurs(room, fence)) return;
    const { fields } = this.#storage;
    const of = fields.get(room) ?? new Map<string, string>();
    fields.set(room, of);
    for (const [name, text] of Object.entries(set)) of.set(name, text);
    for (const name of remove) of.delete(name);
  }

  send(process: string, entry: string): void {
    if (this.#isUnreachable) {
      const own = this.#storage.receivers.get(this.processId);
      return queueMicrotask(() => own?.interrupted());
    }
    if (this.#storage.losesNextEntry) {
      this.#storage.losesNextEntry = false;
      return;
    }
    queueMicrotask(() => this.#storage.receivers.get(process)?.receive(entry));
  }

  close(): Promise<void> {
    this.#storage.receivers.delete(this.processId);
    this.#storage.lives.delete(this.processId);
    return Promise.resolve();
  }

  /** The process is killed: nothing of it is heard any more. */
  kill(): void {
    this.#isKilled = true;
    this.#storage.receivers.delete(this.processId);
  }

  get #isUnreachable(): boolean {
    return this.#isKilled || this.#storage.isAway;
  }

  #ownerOf(room: string): RoomOwner | null {
    const lease = this.#storage.leaseOf(room);
    return lease && { process: lease.process, fence: lease.fence };
  }

  #renewOne({ room, fence }: HeldLease): RenewalOutcome {
    const { leases, fences, nowMs } = this.#storage;
    const lease = this.#storage.leaseOf(room);
    const wasHeld = lease !== null;
    const isOurs = lease?.process === this.processId && lease.fence === fence;
    if (wasHeld && !isOurs) return "lost";
    if (!wasHeld && (fences.get(room) ?? fence) !== fence) return "lost";
    fences.set(room, fence);
    leases.set(room, {
      process: this.processId,
      fence,
      expiresMs: nowMs() + LEASE_MS,
    });
    return wasHeld ? "kept" : "restored";
  }

  #isOurs(room: string, fence: number): boolean {
    const lease = this.#storage.leaseOf(room);
    return !this.#isUnreachable && lease?.process === this.processId &&
      lease.fence === fence;
  }

  #answer(): Promise<void> {
    return this.#isUnreachable
      ? Promise.reject(new Error("Away"))
      : Promise.resolve();
  }
}
