/**
 * What connects the processes of one Maru: leases of rooms, the stored state of
 * rooms, and messages from process to process. Redis implements it
 * (`server/redis/`), and memory in the tests; both pass one contract.
 *
 * @module
 */

/** Time after which the lease of a process that does not renew it runs out. */
export const LEASE_MS = 3_000;

/** Interval at which a process renews its leases and watches those of others. */
export const RENEW_INTERVAL_MS = 500;

/** The process that has the lease of a room. */
export interface RoomOwner {
  /** Id of the process. */
  readonly process: string;
  /** Fencing number: greater than that of every earlier lease of the room. */
  readonly fence: number;
}

/** State of a room as texts by field name. */
export type StoredFields = Readonly<Record<string, string>>;

/** Answer to the claim of a room. */
export type ClaimResult =
  /** This process is the owner now. */
  | {
    readonly kind: "taken";
    readonly fence: number;
    /** What the last owner stored. */
    readonly stored: StoredFields;
  }
  /** A process has the lease already; it may be this one. */
  | { readonly kind: "held"; readonly owner: RoomOwner }
  /** No process has the lease, and the claim did not ask to take it. */
  | { readonly kind: "unowned" };

/** A lease of this process. */
export interface HeldLease {
  /** Key of the room. */
  readonly room: string;
  /** Its fencing number. */
  readonly fence: number;
}

/** What one renewal asks for. */
export interface RenewalRequest {
  /** Leases of this process. */
  readonly held: readonly HeldLease[];
  /** Rooms whose owners this process wants to know. */
  readonly watched: readonly string[];
  /** Processes of which it wants to know whether they live. */
  readonly peers: readonly string[];
}

/**
 * What became of a lease: `restored` had run out, but no other process has had
 * the room since; its stored state may be lost.
 */
export type RenewalOutcome = "kept" | "restored" | "lost";

/** Answers in the order of the request. */
export interface RenewalResult {
  /** For each lease. */
  readonly held: readonly RenewalOutcome[];
  /** For each watched room its owner. */
  readonly owners: readonly (RoomOwner | null)[];
  /** For each peer whether it lives. */
  readonly alive: readonly boolean[];
}

/** A change of the stored state of a room. */
export interface StoredChange {
  /** Fields to set. */
  readonly set: StoredFields;
  /** Names of fields to delete. */
  readonly remove: readonly string[];
  /** Time for which the state of an empty room is kept at least. */
  readonly keepMs?: number;
}

/** What the backplane reports. */
export interface BackplaneEvents {
  /** An entry of another process arrived. */
  receive(entry: string): void;
  /** Entries may be lost. */
  interrupted(): void;
}

/**
 * The backplane. A method that returns nothing does not fail: what it sends is
 * lost when the backplane is away. Calls take effect in their order.
 */
export interface Backplane {
  /** Id of this process; no other has or had it. */
  readonly processId: string;
  /** Starts to receive. */
  start(events: BackplaneEvents): Promise<void>;
  /** The owner of a room; takes a free lease if `mayTake`. */
  claim(room: string, mayTake: boolean): Promise<ClaimResult>;
  /** Renews leases and the sign of life of this process. */
  renew(request: RenewalRequest): Promise<RenewalResult>;
  /** Gives a lease back. */
  release(lease: HeldLease): void;
  /** Changes the stored state, unless another process has had the room since. */
  store(lease: HeldLease, change: StoredChange): void;
  /** Sends an entry to another process. */
  send(process: string, entry: string): void;
  /** Ends the sign of life and every connection. */
  close(): Promise<void>;
}
