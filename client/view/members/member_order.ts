/**
 * Order of the members in the panel.
 *
 * @module
 */
import {
  handPosition,
  type HandsState,
} from "../../engine/call/raised_hands.ts";

/** Raised hands first, in the order in which they were raised; the others as they are. */
export function sortByHand<M extends { readonly id: string }>(
  members: readonly M[],
  state: HandsState,
): M[] {
  const rank = ({ id }: M) => handPosition(state, id) || Infinity;
  return [...members].sort((a, b) =>
    rank(a) === rank(b) ? 0 : rank(a) - rank(b)
  );
}
