/**
 * The backplane in Redis or Valkey: one connection for commands, one that
 * receives on the channel of this process.
 *
 * @module
 */
import { createHmac, randomBytes } from "node:crypto";
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
import { EMPTY_ROOM_TTL_MS } from "../../signaling/room/room_store.ts";
import { wallMs } from "../net/clock.ts";
import { type RedisConnection, withTimeout } from "./redis_connection.ts";
import {
  CLAIM_SCRIPT,
  RELEASE_SCRIPT,
  RENEW_SCRIPT,
  STORE_SCRIPT,
} from "./redis_scripts.ts";

const LEASE_PREFIX = "maru:lease:";
const ROOM_PREFIX = "maru:room:";
const LIFE_PREFIX = "maru:life:";
const CHANNEL_PREFIX = "maru:to:";
const EMPTY_ROOMS_KEY = "maru:empty";
const FIELD_PREFIX = "field:";

/** Rooms without members that are kept, of all processes. */
const MAX_EMPTY_ROOMS = 100_000;

/** Leases that one script renews: a script holds up all other commands. */
const LEASES_PER_SCRIPT = 200;

/** Time limit of a claim and of a renewal: a part of a lease. */
const COMMAND_TIMEOUT_MS = 1_500;

/** Bytes that Redis has not taken; beyond it entries are dropped. */
const MAX_UNSENT_BYTES = 64 * 1024 * 1024;

/** Hashes of room names that are kept. */
const MAX_CACHED_HASHES = 10_000;

const OUTCOMES: Readonly<Record<number, RenewalOutcome>> = {
  0: "lost",
  1: "kept",
  2: "restored",
};

/** Connections and keys of a backplane. */
export interface RedisBackplaneOptions {
  /** For commands. */
  readonly commands: RedisConnection;
  /** For the channel of this process. */
  readonly subscriber: RedisConnection;
  /** HMAC key of room names, the same in all processes. */
  readonly nameKey: string;
}

/** A backplane on open connections, which it closes at the end. */
export class RedisBackplane implements Backplane {
  readonly processId: string = randomBytes(9).toString("base64url");
  readonly #commands: RedisConnection;
  readonly #subscriber: RedisConnection;
  readonly #nameKey: string;
  readonly #hashes = new Map<string, string>();
  #events: BackplaneEvents | null = null;
  #unsentBytes = 0;
  #isClosed = false;

  /** See {@linkcode RedisBackplaneOptions}. */
  constructor({ commands, subscriber, nameKey }: RedisBackplaneOptions) {
    this.#commands = commands;
    this.#subscriber = subscriber;
    this.#nameKey = nameKey;
  }

  /** Subscribes to the channel of this process. */
  async start(events: BackplaneEvents): Promise<void> {
    this.#events = events;
    await this.#subscriber.subscribe(CHANNEL_PREFIX + this.processId, {
      onMessage: (entry) => events.receive(entry),
      onLost: () => this.#interrupt(),
    });
  }

  /** The owner of a room; takes a free lease if `mayTake`. */
  async claim(room: string, mayTake: boolean): Promise<ClaimResult> {
    const hash = this.#hashOf(room);
    const keys = [LEASE_PREFIX + hash, ROOM_PREFIX + hash, EMPTY_ROOMS_KEY];
    const answer = await withTimeout(
      this.#commands.runScript(CLAIM_SCRIPT, keys, [
        this.processId,
        mayTake ? "1" : "0",
        LEASE_MS,
        EMPTY_ROOM_TTL_MS,
        hash,
      ]),
      COMMAND_TIMEOUT_MS,
    );
    const [lease, fields]: unknown[] = Array.isArray(answer) ? answer : [];
    const owner = readLease(lease);
    if (owner === null) return { kind: "unowned" };
    return fields === undefined
      ? { kind: "held", owner }
      : { kind: "taken", fence: owner.fence, stored: readFields(fields) };
  }

  /** Renews leases and the sign of life of this process. */
  async renew(
    { held, watched, peers }: RenewalRequest,
  ): Promise<RenewalResult> {
    const answers = Promise.all([
      this.#renewLeases(held),
      this.#commands.getAll(
        watched.map((room) => LEASE_PREFIX + this.#hashOf(room)),
      ),
      this.#commands.getAll(peers.map((peer) => LIFE_PREFIX + peer)),
      this.#commands.setFor(LIFE_PREFIX + this.processId, "1", LEASE_MS),
    ]);
    const [outcomes, owners, lives] = await withTimeout(
      answers,
      COMMAND_TIMEOUT_MS,
    );
    return {
      held: outcomes,
      owners: owners.map(readLease),
      alive: lives.map((life) => life !== null),
    };
  }

  /** Gives a lease back. */
  release(lease: HeldLease): void {
    const hash = this.#hashOf(lease.room);
    const keys = [LEASE_PREFIX + hash, EMPTY_ROOMS_KEY];
    ignoreFailure(this.#commands.runScript(RELEASE_SCRIPT, keys, [
      this.#leaseText(lease),
      hash,
      wallMs(),
      MAX_EMPTY_ROOMS,
      LEASE_PREFIX,
      ROOM_PREFIX,
    ]));
  }

  /** Changes the stored state of a room whose lease we have. */
  store(lease: HeldLease, { set, remove, keepMs = 0 }: StoredChange): void {
    const hash = this.#hashOf(lease.room);
    const keys = [LEASE_PREFIX + hash, ROOM_PREFIX + hash];
    ignoreFailure(this.#commands.runScript(STORE_SCRIPT, keys, [
      this.#leaseText(lease),
      Math.max(EMPTY_ROOM_TTL_MS, keepMs),
      Object.keys(set).length,
      ...Object.entries(set).flat(),
      ...remove,
    ]));
  }

  /** Publishes an entry on the channel of another process. */
  send(process: string, entry: string): void {
    if (this.#unsentBytes > MAX_UNSENT_BYTES) return;
    this.#unsentBytes += entry.length;
    this.#commands.publish(CHANNEL_PREFIX + process, entry).then(
      () => this.#unsentBytes -= entry.length,
      () => {
        this.#unsentBytes -= entry.length;
        this.#interrupt();
      },
    );
  }

  /** Ends the sign of life and both connections, after all commands. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const lastCommand = this.#commands.delete(LIFE_PREFIX + this.processId);
    await withTimeout(lastCommand, COMMAND_TIMEOUT_MS).catch(() => {});
    await Promise.all([this.#commands.close(), this.#subscriber.close()]);
  }

  /** Entries to us or from us may be lost. */
  #interrupt(): void {
    if (!this.#isClosed) this.#events?.interrupted();
  }

  async #renewLeases(
    held: readonly HeldLease[],
  ): Promise<readonly RenewalOutcome[]> {
    const parts: Promise<unknown>[] = [];
    for (let at = 0; at < held.length; at += LEASES_PER_SCRIPT) {
      const part = held.slice(at, at + LEASES_PER_SCRIPT);
      const keys = part.flatMap(({ room }) => {
        const hash = this.#hashOf(room);
        return [LEASE_PREFIX + hash, ROOM_PREFIX + hash];
      });
      const fences = part.map(({ fence }) => fence);
      parts.push(this.#commands.runScript(RENEW_SCRIPT, keys, [
        this.processId,
        LEASE_MS,
        EMPTY_ROOM_TTL_MS,
        ...fences,
      ]));
    }
    return (await Promise.all(parts)).flat().map((code) =>
      OUTCOMES[Number(code)] ?? "lost"
    );
  }

  #leaseText({ fence }: HeldLease): string {
    return `${this.processId} ${fence}`;
  }

  #hashOf(room: string): string {
    const cached = this.#hashes.get(room);
    if (cached !== undefined) return cached;
    if (this.#hashes.size >= MAX_CACHED_HASHES) this.#hashes.clear();
    const hash = createHmac("sha256", this.#nameKey).update(room)
      .digest("base64url");
    this.#hashes.set(room, hash);
    return hash;
  }
}

/** A lease is the id of the process, a space and the fencing number. */
function readLease(text: unknown): RoomOwner | null {
  if (typeof text !== "string") return null;
  const [process, fence] = text.split(" ");
  return process && fence ? { process, fence: Number(fence) } : null;
}

function readFields(pairs: unknown): Record<string, string> {
  const fields: Record<string, string> = {};
  const texts: unknown[] = Array.isArray(pairs) ? pairs : [];
  for (let i = 0; i + 1 < texts.length; i += 2) {
    const name = String(texts[i]);
    if (!name.startsWith(FIELD_PREFIX)) continue;
    fields[name.slice(FIELD_PREFIX.length)] = String(texts[i + 1]);
  }
  return fields;
}

/** A lost command is noticed by the next renewal. */
function ignoreFailure(answer: Promise<unknown>): void {
  answer.catch(() => {});
}
