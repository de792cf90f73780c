/**
 * What the page of a room takes from the page around its frame; little, since
 * the rest is loaded in a frame only.
 *
 * @module
 */
import type { Call } from "../engine/call/call.ts";
import type { CallState } from "../engine/call/call_state.ts";
import type { Store } from "../engine/store.ts";
import type { Actions } from "../view/context/actions.ts";
import type { Preferences } from "../view/context/preferences.ts";

/** A call that is connected with the page around it. */
export interface EmbeddedCall {
  readonly call: Pick<Call, "setName">;
  readonly store: Store<CallState>;
  readonly actions: Actions;
}

/** What the page of the room takes from its frame. */
export interface Embedding {
  readonly preferences: Preferences;
  /** Connects the call with the page around it. */
  connect(embedded: EmbeddedCall): void;
}

/** A page that is not embedded. */
export function notEmbedded(preferences: Preferences): Embedding {
  return { preferences, connect: () => {} };
}
