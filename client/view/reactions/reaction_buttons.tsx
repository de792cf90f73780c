/**
 * The buttons that send a reaction: in a popup of their own, or in the menu of
 * a narrow control bar.
 *
 * @module
 */
import type { JSX } from "preact";
import {
  REACTION_EMOJI,
  REACTION_KEYS,
} from "../../engine/reactions/reaction_keys.ts";
import type { Actions } from "../context/actions.ts";
import { useText } from "../context/i18n.ts";
import { Button } from "../ui/button.tsx";
import { Popup, PopupList } from "../ui/popup.tsx";
import { REACTION_NAME_KEYS } from "./reaction_text.ts";

/** A row with a button for each reaction. */
export function ReactionButtons(
  { actions, onChosen }: {
    readonly actions: Actions;
    /** Called after a press. */
    readonly onChosen?: () => void;
  },
): JSX.Element {
  const text = useText();
  return (
    <div class="reaction-buttons">
      {REACTION_KEYS.map((key) => {
        const name = text(REACTION_NAME_KEYS[key]);
        return (
          <Button
            key={key}
            variant="bare"
            class="reaction-button"
            testId={`react-${key}`}
            aria-label={name}
            title={name}
            onClick={() => {
              actions.sendReaction(key);
              onChosen?.();
            }}
          >
            {REACTION_EMOJI[key]}
          </Button>
        );
      })}
    </div>
  );
}

/** The button of the control bar; its popup stays open for more reactions. */
export function ReactionMenu(
  { actions }: { readonly actions: Actions },
): JSX.Element {
  const text = useText();
  const label = text("reactions");
  return (
    <Popup button={{ icon: "smile", label, testId: "reactions" }}>
      {() => (
        <PopupList label={label} class="reaction-list">
          <ReactionButtons actions={actions} />
        </PopupList>
      )}
    </Popup>
  );
}
