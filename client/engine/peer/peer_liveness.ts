/**
 * Whether anything arrives from a member: a policy without timers. Evidence is
 * a message on the data channel or a growing count of received bytes, so a
 * muted member without a camera counts too, and so does one whose page is busy.
 *
 * @module
 */
import type { PathActivity } from "./path_activity.ts";

/** `unknown` for a page that does not know pings. */
export type Liveness = "unknown" | "alive" | "stalled";

/** Silence after which the counters of the connection are read. */
export const PROBE_AFTER_MS = 700;
/** Silence after which a connection is stalled. */
export const STALLED_AFTER_MS = 1_250;
/**
 * How long connectivity checks alone count for a stalled connection. A data
 * channel repeats lost messages up to 3 s late (RFC 9260 §6.3.3).
 */
export const CHECK_GRACE_MS = 4_000;

/** Liveness of one member. */
export class PeerLiveness {
  #heardAtMs: number;
  /** Silence counts from here at the earliest. */
  #excusedUntilMs = -Infinity;
  #activity: PathActivity | null = null;
  #answersPings = false;
  #isStalled = false;
  #trustsChecks = true;
  #isConfirmed = false;

  constructor(nowMs: number) {
    this.#heardAtMs = nowMs;
  }

  /** When something arrived last. */
  get heardAtMs(): number {
    return this.#heardAtMs;
  }

  /** True when the counters have not grown during the silence. */
  get isConfirmed(): boolean {
    return this.#isConfirmed;
  }

  /** A message of the member arrived. */
  onMessage(nowMs: number): void {
    this.#hear(nowMs);
    // The counters before this silence are no evidence.
    this.#activity = null;
  }

  /** The member's page knows pings: from now on its silence means something. */
  onPingOrPong(): void {
    this.#answersPings = true;
  }

  /** Applies the counters of the connection in use. */
  applyActivity(activity: PathActivity, nowMs: number): void {
    const before = this.#activity;
    this.#activity = activity;
    if (before === null) return;
    if (activity.bytes > before.bytes) return this.#hear(nowMs);
    this.#isConfirmed = true;
    if (this.#isStalled && this.#trustsChecks) {
      if (activity.checks <= before.checks) return;
      this.#trustsChecks = false;
      this.#excusedUntilMs = nowMs + CHECK_GRACE_MS;
    }
  }

  /** Our own page was not running: counts silence from now on only, unless it is stalled already. */
  excuseSilence(nowMs: number): void {
    if (this.#isStalled) return;
    this.#excusedUntilMs = Math.max(this.#excusedUntilMs, nowMs);
  }

  /** True when only the counters can tell whether something arrives. */
  needsActivity(nowMs: number): boolean {
    return this.#answersPings && nowMs - this.#heardAtMs >= PROBE_AFTER_MS;
  }

  /** Judges the silence until now. */
  update(nowMs: number): Liveness {
    if (!this.#answersPings) return "unknown";
    const sinceMs = Math.max(this.#heardAtMs, this.#excusedUntilMs);
    this.#isStalled = nowMs - sinceMs >= STALLED_AFTER_MS;
    return this.#isStalled ? "stalled" : "alive";
  }

  #hear(nowMs: number): void {
    this.#heardAtMs = nowMs;
    this.#trustsChecks = true;
    this.#isConfirmed = false;
  }
}
