/**
 * The round button that raises and lowers the own hand.
 *
 * @module
 */
import type { JSX } from "preact";
import type { CallState } from "../../engine/call/call_state.ts";
import type { Actions } from "../context/actions.ts";
import { useText } from "../context/i18n.ts";
import { IconButton } from "../ui/button.tsx";
import { classNames } from "../ui/class_names.ts";

/** True while the own hand is raised. */
export function isOwnHandRaised(
  { hands, room }: Pick<CallState, "hands" | "room">,
): boolean {
  return hands.includes(room.selfId);
}

/** True in a room that has raised hands: the default room has none. */
export function hasHands({ room }: Pick<CallState, "room">): boolean {
  return room.hosts.length > 0;
}

/** The toggle; nothing in a room without raised hands. */
export function HandToggle(
  { state, actions }: { readonly state: CallState; readonly actions: Actions },
): JSX.Element | null {
  const text = useText();
  if (!hasHands(state)) return null;
  const isRaised = isOwnHandRaised(state);
  return (
    <IconButton
      icon="hand"
      class={classNames(isRaised && "is-open")}
      label={text(isRaised ? "lowerHand" : "raiseHand")}
      testId="toggle-hand"
      data-on={isRaised}
      onClick={() => actions.setHandRaised(!isRaised)}
    />
  );
}
