/**
 * A few emoji, and the keys that open the picker of the system.
 *
 * @module
 */
import type { JSX } from "preact";
import { useText } from "../context/i18n.ts";
import { Button } from "../ui/button.tsx";
import { PopupList } from "../ui/popup.tsx";
import { pickerKeysOf } from "./emoji_keys.ts";

const EMOJI = [
  ..."😀😄😂🙂😉😊😍😘🤔😮😢😭😅😎🙄😴👍👎👏🙏👋💪👌🙌🎉🔥💡✅❌⭐",
  "❤️",
  "☕",
];

/** The grid; screen readers read each emoji by its name. */
export function EmojiGrid(
  { insert }: { readonly insert: (emoji: string) => void },
): JSX.Element {
  const text = useText();
  const keys = pickerKeysOf(navigator.userAgent);
  return (
    <PopupList label={text("insertEmoji")} class="emoji-menu">
      <div class="emoji-grid" data-testid="emoji-grid">
        {EMOJI.map((emoji) => (
          <Button
            key={emoji}
            variant="bare"
            class="emoji"
            onClick={() => insert(emoji)}
          >
            {emoji}
          </Button>
        ))}
      </div>
      {keys && <p class="emoji-hint">{text("moreEmoji", { keys })}</p>}
    </PopupList>
  );
}
