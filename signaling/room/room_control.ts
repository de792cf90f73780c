/**
 * Who may do what in a room: whether it is locked, who its hosts are, and how
 * both outlive a restart of the server in the members' own tokens.
 *
 * The default room has no rules: it is open, and nobody's.
 *
 * @module
 */
import type { RoomRules } from "../protocol.ts";
import type { SeatClaim } from "./resume_token.ts";

/** For how long after the start of the process old members are waited for. */
export const RECOVERY_WINDOW_MS = 120_000;

/** When the process began, and what time it is; both of the wall clock. */
export interface ProcessTimes {
  readonly startedAtMs: number;
  readonly nowMs: number;
}

/** What the token of a member whose seat is gone is worth to a room. */
export type TokenTrust =
  /** It belongs to this room as it is. */
  | "known"
  /** It knows the room from before a restart better than who is in it now. */
  | "rightful"
  /** The room that it was made in is over, or went on without it. */
  | "stranger";

/** The rules of one room. */
export class RoomAccessControl {
  isLocked = false;
  /**
   * Number of the room's circle of members. It grows when one is removed, so
   * that the tokens of before are worth nothing even after a restart.
   */
  epoch = 0;
  /**
   * What the room's tokens weigh against those of another of that name after a
   * restart. Unlike the epoch it never changes while the room lasts.
   */
  generation = 0;
  /** Number of the last turn of the lock; a token with a higher one knows better. */
  lockVersion = 0;
  /** Members who are hosts for good. */
  readonly #namedHosts = new Set<string>();

  /** Ids of the hosts among `seated`; the first of them where nobody is named. */
  hostIds(seated: Iterable<{ readonly id: string }>): readonly string[] {
    if (this.#namedHosts.size > 0) return [...this.#namedHosts];
    for (const { id } of seated) return [id];
    return [];
  }

  /**
   * Begins a room that nobody's token knows.
   *
   * @param mark Higher than all earlier ones.
   */
  initialize(
    id: string,
    mark: number,
    { startedAtMs, nowMs }: ProcessTimes,
  ): void {
    this.epoch = this.lockVersion = mark;
    // Its members may still be on their way: less than theirs, whenever it was.
    const isEarly = nowMs - startedAtMs < RECOVERY_WINDOW_MS;
    this.generation = isEarly ? -startedAtMs : mark;
    this.addHost(id);
  }

  /** Makes a member a host. */
  addHost(id: string): void {
    this.#namedHosts.add(id);
  }

  /** True for a host for good, not for one who only stands in. */
  isNamedHost(id: string): boolean {
    return this.#namedHosts.has(id);
  }

  /** A seat ended; true when it was that of the last host who was named. */
  removeHost(id: string): boolean {
    return this.#namedHosts.delete(id) && this.#namedHosts.size === 0;
  }

  /** The rules as the members are told. */
  rules(seated: Iterable<{ readonly id: string }>): RoomRules {
    return { locked: this.isLocked, hosts: this.hostIds(seated) };
  }

  /** What a member's token is worth here. */
  assessTrust(
    { epoch, generation }: SeatClaim,
    times: ProcessTimes,
  ): TokenTrust {
    if (epoch === this.epoch) return "known";
    const { startedAtMs, nowMs } = times;
    const isOld = epoch < startedAtMs;
    if (!isOld || nowMs - startedAtMs >= RECOVERY_WINDOW_MS) return "stranger";
    // A room of another rank is another room; else one of them is the newer.
    const yields = this.generation < generation ||
      (this.generation === generation && this.epoch < epoch);
    return yields ? "rightful" : "stranger";
  }

  /** Locks or opens; `mark` is higher than all earlier ones. */
  setLocked(isLocked: boolean, mark: number): void {
    this.isLocked = isLocked;
    this.lockVersion = mark;
  }

  /** True when a known member's token tells of a lock that is not known here. */
  hasNewerLock({ isLocked, lockVersion }: SeatClaim): boolean {
    return isLocked && !this.isLocked && lockVersion > this.lockVersion;
  }

  /** Takes over what a known member's token says. */
  mergeClaim(claim: SeatClaim): void {
    if (claim.lockVersion > this.lockVersion) {
      this.lockVersion = claim.lockVersion;
      this.isLocked = claim.isLocked;
    }
    if (claim.isHost) this.addHost(claim.id);
  }

  /** Takes over the whole room that a token knows. */
  adoptClaim(claim: SeatClaim): void {
    this.#namedHosts.clear();
    this.epoch = claim.epoch;
    this.generation = claim.generation;
    this.lockVersion = claim.lockVersion;
    this.isLocked = claim.isLocked;
    if (claim.isHost) this.addHost(claim.id);
  }
}
