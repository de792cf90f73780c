/**
 * Entries of the menu for what a narrow control bar has no room for.
 *
 * @module
 */
import type { JSX } from "preact";
import type { CallState } from "../../engine/call/call_state.ts";
import type { Actions } from "../context/actions.ts";
import { useText } from "../context/i18n.ts";
import { hasHands, isOwnHandRaised } from "../reactions/hand_toggle.tsx";
import { ReactionButtons } from "../reactions/reaction_buttons.tsx";
import { type ClosePopup, PopupEntry } from "../ui/popup.tsx";

/** Reactions, the raised hand and files. */
export function NarrowBarEntries(
  { state, actions, chooseFiles, close }: {
    readonly state: CallState;
    readonly actions: Actions;
    readonly chooseFiles: () => void;
    readonly close: ClosePopup;
  },
): JSX.Element {
  const text = useText();
  const isRaised = isOwnHandRaised(state);
  return (
    <>
      <ReactionButtons actions={actions} onChosen={close} />
      {hasHands(state) && (
        <PopupEntry
          icon="hand"
          testId="toggle-hand"
          close={close}
          onChoose={() => actions.setHandRaised(!isRaised)}
        >
          {text(isRaised ? "lowerHand" : "raiseHand")}
        </PopupEntry>
      )}
      <PopupEntry
        icon="clip"
        testId="choose-files"
        close={close}
        onChoose={chooseFiles}
      >
        {text("sendFiles")}
      </PopupEntry>
    </>
  );
}
