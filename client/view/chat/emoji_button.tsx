/**
 * Button of the composer with a few emoji, for computers: the keyboard of a
 * phone has them. No Web API opens the emoji picker of the system, so its keys
 * are named below.
 *
 * @module
 */
import type { JSX, RefObject } from "preact";
import { useText } from "../context/i18n.ts";
import { Popup } from "../ui/popup.tsx";
import { useModule } from "../ui/use_module.ts";

/** The button; `write` gets the text of the field with the emoji. */
export function EmojiButton(
  { inputRef, write }: {
    readonly inputRef: RefObject<HTMLTextAreaElement | null>;
    readonly write: (text: string) => void;
  },
): JSX.Element {
  const text = useText();
  return (
    <Popup
      class="emoji-popup"
      button={{
        icon: "smile",
        variant: "plain",
        label: text("insertEmoji"),
        testId: "emoji-toggle",
      }}
    >
      {(close) => (
        <LazyGrid
          insert={(emoji) => {
            const input = inputRef.current;
            close();
            if (!input) return;
            const { selectionStart, selectionEnd } = input;
            input.setRangeText(emoji, selectionStart, selectionEnd, "end");
            write(input.value);
            input.focus();
          }}
        />
      )}
    </Popup>
  );
}

/** A file of its own: many chats have no emoji. */
function LazyGrid(
  props: { readonly insert: (emoji: string) => void },
): JSX.Element {
  const module = useModule(() => import("./emoji_grid.tsx"));
  return module ? <module.EmojiGrid {...props} /> : <div class="menu" />;
}
