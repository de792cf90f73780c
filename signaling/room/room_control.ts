/**
 * Who may do what in a room: whether it is locked, who its hosts are, and
 * which resume tokens are those of its members.
 *
 * The default room has no rules: it is open and has no hosts.
 *
 * @module
 */
import type { RoomRules } from "../protocol.ts";
import {
  issueTimeOf,
  RESUME_TOKEN_TTL_MS,
  type SeatClaim,
} from "./resume_token.ts";
import type { RoomRecord } from "./room_store.ts";

/** Named hosts that a room keeps at most; the earliest named loses the role. */
const MAX_NAMED_HOSTS = 256;

/** A seat, as far as its id matters. */
export interface Identified {
  /** Id of the seat. */
  readonly id: string;
}

/** Lock, hosts and token rules of one room. */
export class RoomAccessControl {
  /** True when newcomers have to knock. */
  isLocked: boolean;
  /**
   * Until when members from before a restart may still come back; 0 in a room
   * that was opened since. Until then the room does not count as empty.
   */
  awaitedUntilMs: number;
  /** Null in a room that nobody has opened yet. */
  #membersSinceMs: number | null;
  #keptMembers: ReadonlySet<string>;
  #endedUntilMs: number;
  /** Includes hosts without a seat, who are hosts again when they return. */
  readonly #namedHosts: Set<string>;

  /**
   * Restores a room from its record, or creates one that nobody has opened.
   *
   * @param awaitedUntilMs See {@linkcode RoomAccessControl.awaitedUntilMs}.
   */
  constructor(record: RoomRecord | null = null, awaitedUntilMs = 0) {
    this.isLocked = record?.isLocked ?? false;
    this.awaitedUntilMs = awaitedUntilMs;
    this.#membersSinceMs = record?.membersSinceMs ?? null;
    this.#keptMembers = new Set(record?.keptMembers);
    this.#endedUntilMs = record?.endedUntilMs ?? 0;
    this.#namedHosts = new Set(record?.hosts);
  }

  /**
   * Opens the room for a newcomer, who becomes its host.
   *
   * @param issueMs Later than the issue time of every token so far.
   */
  open(id: string, issueMs: number): void {
    this.isLocked = false;
    this.awaitedUntilMs = 0;
    this.#membersSinceMs = issueMs;
    this.#keptMembers = new Set();
    this.#namedHosts.clear();
    this.addHost(id);
  }

  /**
   * Ends the room for all who hold a token of it.
   *
   * @param issueMs Later than the issue time of every token so far.
   */
  end(issueMs: number): void {
    this.awaitedUntilMs = 0;
    this.#endedUntilMs = issueMs + RESUME_TOKEN_TTL_MS;
  }

  /**
   * Treats members without a seat as newcomers from now on.
   *
   * @param issueMs Later than the issue time of every token so far.
   */
  keepOnly(seats: Iterable<Identified>, issueMs: number): void {
    this.#membersSinceMs = issueMs;
    // Their tokens stay good: they may not receive new ones before a restart.
    this.#keptMembers = new Set([...seats].map(({ id }) => id));
  }

  /** A time that no token of the room issued from now on may precede. */
  get earliestIssueMs(): number {
    return Math.max(
      this.#membersSinceMs ?? 0,
      this.#endedUntilMs - RESUME_TOKEN_TTL_MS,
    );
  }

  /** True when a host has ended the room that the token belongs to. */
  hasEndedFor(claim: SeatClaim): boolean {
    return claim.expiresMs <= this.#endedUntilMs;
  }

  /** True when the token belongs to a member of the room as it is now. */
  isMember(claim: SeatClaim): boolean {
    return this.#membersSinceMs !== null &&
      (issueTimeOf(claim) >= this.#membersSinceMs ||
        this.#keptMembers.has(claim.id));
  }

  /** Names a host. One who is a host already moves to the end of the list. */
  addHost(id: string): void {
    this.#namedHosts.delete(id);
    this.#namedHosts.add(id);
    if (this.#namedHosts.size <= MAX_NAMED_HOSTS) return;
    for (const oldest of this.#namedHosts) {
      this.#namedHosts.delete(oldest);
      return;
    }
  }

  /** Ends the role of a host who will not return. */
  removeHost(id: string): void {
    this.#namedHosts.delete(id);
  }

  /** True for a named host, not for a member who only stands in for one. */
  isNamedHost(id: string): boolean {
    return this.#namedHosts.has(id);
  }

  /**
   * Ids of the hosts among `seats`. Where none of them is named, the first of
   * them stands in.
   */
  hostIds(seats: Iterable<Identified>): readonly string[] {
    const ids = [...seats].map(({ id }) => id);
    const present = new Set(ids);
    const named = [...this.#namedHosts].filter((id) => present.has(id));
    return named.length > 0 ? named : ids.slice(0, 1);
  }

  /** The rules as members receive them. */
  rules(seats: Iterable<Identified>): RoomRules {
    return { locked: this.isLocked, hosts: this.hostIds(seats) };
  }

  /** What the store keeps; null for a room that nobody has opened. */
  toRecord(emptyAtMs: number | null): RoomRecord | null {
    return this.#membersSinceMs === null ? null : {
      isLocked: this.isLocked,
      hosts: [...this.#namedHosts],
      membersSinceMs: this.#membersSinceMs,
      keptMembers: [...this.#keptMembers],
      endedUntilMs: this.#endedUntilMs,
      emptyAtMs,
    };
  }
}
