/**
 * Raised hands of the room. The server keeps their order, so all pages show
 * the same one, also to newcomers.
 *
 * @module
 */
import type { ServerEvents } from "../../../signaling/protocol.ts";
import type { Clock } from "../clock.ts";
import type { StateSlice } from "../store.ts";
import type { Notices } from "./notices.ts";

/** State of the raised hands. */
export interface HandsState {
  /** Ids of the members with a raised hand, in the order in which they raised it. */
  readonly hands: readonly string[];
}

/** Least time between two notices about the hand of one member. */
export const HAND_NOTICE_MS = 10_000;

/** Dependencies of {@linkcode RaisedHands}. */
export interface RaisedHandsOptions {
  readonly state: StateSlice<HandsState>;
  readonly clock: Clock;
  readonly notices: Notices;
  readonly selfId: () => string;
  readonly nameOf: (id: string) => string;
  readonly send: (event: string, data?: unknown) => void;
}

/** Position of a member among the raised hands, from 1; 0 while its hand is down. */
export function handPosition({ hands }: HandsState, id: string): number {
  return hands.indexOf(id) + 1;
}

/** Raised hands of one call. */
export class RaisedHands {
  readonly #options: RaisedHandsOptions;
  readonly #noticedAtMs = new Map<string, number>();

  constructor(options: RaisedHandsOptions) {
    this.#options = options;
  }

  /** Raises or lowers our own hand; the server answers with the new order. */
  setRaised(raised: boolean): void {
    this.#options.send("hand", { raised });
  }

  /** Lowers the hand of another member; only for hosts. */
  lower(id: string): void {
    this.#options.send("lower-hand", { id });
  }

  /** Applies the state of a welcome. */
  applyWelcome({ id, hands, resumed }: ServerEvents["welcome"]): void {
    const wasRaised = this.#hands.includes(id);
    this.#options.state.set({ hands });
    // A server that was restarted does not know the hands of before.
    if (wasRaised && !resumed && !hands.includes(id)) this.setRaised(true);
  }

  /** A hand was raised or lowered. */
  onChange({ hands, by }: ServerEvents["hands"]): void {
    const { state, notices, selfId, nameOf } = this.#options;
    const self = selfId();
    const before = this.#hands;
    state.set({ hands });
    for (const id of hands) {
      const isNew = !before.includes(id) && id !== self;
      if (isNew && this.#mayNotify(id)) notices.post("hand-raised", nameOf(id));
    }
    const isLowered = before.includes(self) && !hands.includes(self);
    if (isLowered && by !== self) notices.post("hand-lowered", nameOf(by));
  }

  get #hands(): readonly string[] {
    return this.#options.state.get().hands;
  }

  #mayNotify(id: string): boolean {
    const nowMs = this.#options.clock.nowMs();
    const noticedAtMs = this.#noticedAtMs.get(id) ?? -Infinity;
    if (nowMs - noticedAtMs < HAND_NOTICE_MS) return false;
    for (const [otherId, atMs] of this.#noticedAtMs) {
      if (nowMs - atMs >= HAND_NOTICE_MS) this.#noticedAtMs.delete(otherId);
    }
    this.#noticedAtMs.set(id, nowMs);
    return true;
  }
}
