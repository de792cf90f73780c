/**
 * Refusals that are counted and reported.
 *
 * @module
 */
import type { StunErrorCode } from "../../stun/iana_registry.ts";
import type { FiveTuple } from "../allocation/allocation.ts";
import type { RelayRefusal } from "../allocation/relay_refusal.ts";
import type { TurnContext } from "./turn_context.ts";

/** Reports a refusal and returns the error to answer with. */
export function refuse<E extends StunErrorCode>(
  context: TurnContext,
  fiveTuple: FiveTuple,
  cause: RelayRefusal,
  error: E,
): { readonly error: E } {
  reportRefusal(context, fiveTuple, cause);
  return { error };
}

/** Counts a refusal and reports it for the log. */
export function reportRefusal(
  { counters, effects }: TurnContext,
  { remote }: FiveTuple,
  cause: RelayRefusal,
): void {
  counters.countRefusal(cause);
  effects.onRefusal(cause, remote.hostname);
}
