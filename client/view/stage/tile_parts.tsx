/**
 * Parts of the tiles of members and of the self view.
 *
 * @module
 */
import type { JSX } from "preact";
import { useText } from "../context/i18n.ts";
import { useHueClass } from "../context/member_hues.ts";
import { Icon } from "../ui/icon.tsx";
import { initialsOf } from "../ui/initials.ts";

/** Initials in a circle, visible while there is no video. */
export function TileAvatar(
  { id, name }: { readonly id: string; readonly name: string },
): JSX.Element {
  const hue = useHueClass(id);
  return (
    <div class="tile-avatar" aria-hidden="true">
      <span class={`avatar ${hue}`}>{initialsOf(name)}</span>
    </div>
  );
}

/** Name, with an icon while muted. */
export function TileName(
  { name, isMuted }: { readonly name: string; readonly isMuted: boolean },
): JSX.Element {
  const text = useText();
  return (
    <span class="tile-name">
      {isMuted && (
        <span class="tile-muted" role="img" aria-label={text("muted")}>
          <Icon name="microphoneOff" />
        </span>
      )}
      <span class="tile-name-text" dir="auto">{name}</span>
    </span>
  );
}
