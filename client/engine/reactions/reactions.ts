/**
 * Reactions: an emoji over the tile of its sender for a few seconds. A message
 * is `{ kind: "reaction", reaction }` with a key of the fixed set, to each
 * member. One of each member is shown at a time.
 *
 * @module
 */
import * as v from "valibot";
import type { Clock } from "../clock.ts";
import type {
  ChannelHandler,
  SendChannelMessage,
} from "../peer/channel_multiplexer.ts";
import type { StateSlice } from "../store.ts";
import { REACTION_KEYS, type ReactionKey } from "./reaction_keys.ts";

/** A reaction that is shown. */
export interface ShownReaction {
  readonly id: number;
  /** Id of the member; null is this browser. */
  readonly from: string | null;
  readonly reaction: ReactionKey;
}

/** State of the reactions. */
export interface ReactionsState {
  readonly reactions: readonly ShownReaction[];
}

/** How long a reaction is shown. */
export const REACTION_MS = 5_000;
/** Least time between two reactions of one member; others are dropped. */
export const MIN_REACTION_INTERVAL_MS = 300;
/** Longest message, in UTF-16 code units of its JSON. */
export const MAX_REACTION_MESSAGE_CHARS = 64;

/** A reaction of another member. */
export const REACTION_MESSAGE_SCHEMA = v.object({
  reaction: v.picklist(REACTION_KEYS),
});

/** Dependencies of {@linkcode Reactions}. */
export interface ReactionsOptions {
  readonly state: StateSlice<ReactionsState>;
  readonly clock: Clock;
  readonly peerIds: () => Iterable<string>;
  readonly send: SendChannelMessage;
}

/** Reactions of one call. */
export class Reactions implements ChannelHandler {
  readonly maxChars = MAX_REACTION_MESSAGE_CHARS;
  readonly #options: ReactionsOptions;
  readonly #shownAtMs = new Map<string | null, number>();
  #nextId = 1;

  constructor(options: ReactionsOptions) {
    this.#options = options;
  }

  /** Shows a reaction here and on the pages of all members. */
  send(reaction: ReactionKey): void {
    if (!this.#show(null, reaction)) return;
    const { peerIds, send } = this.#options;
    const message = { kind: "reaction", reaction };
    for (const peerId of peerIds()) send(peerId, message);
  }

  receive(peerId: string, message: unknown): void {
    const { success, output } = v.safeParse(REACTION_MESSAGE_SCHEMA, message);
    if (success) this.#show(peerId, output.reaction);
  }

  /** A reaction is about the moment: nothing is repeated. */
  onChannelOpen(): void {}

  /** Forgets a member that left. */
  removePeer(peerId: string): void {
    this.#shownAtMs.delete(peerId);
    this.#remove((shown) => shown.from === peerId);
  }

  /** False for a reaction that comes too soon after another. */
  #show(from: string | null, reaction: ReactionKey): boolean {
    const { state, clock } = this.#options;
    const nowMs = clock.nowMs();
    const shownAtMs = this.#shownAtMs.get(from) ?? -Infinity;
    if (nowMs - shownAtMs < MIN_REACTION_INTERVAL_MS) return false;
    this.#shownAtMs.set(from, nowMs);
    const id = this.#nextId++;
    this.#remove((shown) => shown.from === from);
    const { reactions } = state.get();
    state.set({ reactions: [...reactions, { id, from, reaction }] });
    clock.after(REACTION_MS, () => this.#remove((shown) => shown.id === id));
    return true;
  }

  #remove(isRemoved: (shown: ShownReaction) => boolean): void {
    const { state } = this.#options;
    const { reactions } = state.get();
    if (!reactions.some(isRemoved)) return;
    state.set({ reactions: reactions.filter((shown) => !isRemoved(shown)) });
  }
}
