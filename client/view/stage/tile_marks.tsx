/**
 * Reaction, raised hand and volume of a member over its tile.
 *
 * @module
 */
import type { JSX } from "preact";
import { REACTION_EMOJI } from "../../engine/reactions/reaction_keys.ts";
import { useText } from "../context/i18n.ts";
import { useMemberMarks } from "../context/member_marks.ts";
import { Icon } from "../ui/icon.tsx";

/** Marks of the member `id`; `LiveRegion` announces them to screen readers. */
export function TileMarks({ id }: { readonly id: string }): JSX.Element {
  const text = useText();
  const { handPosition, reaction, volume, isUnverified, verification } =
    useMemberMarks(id);
  return (
    <>
      {reaction && (
        <span
          key={reaction.id}
          class="tile-reaction"
          data-testid="reaction"
          data-reaction={reaction.reaction}
          aria-hidden="true"
        >
          {REACTION_EMOJI[reaction.reaction]}
        </span>
      )}
      <span class="tile-marks">
        {handPosition > 0 && (
          <span
            class="tile-mark is-hand"
            data-testid="hand"
            role="img"
            aria-label={text("handRaised", { n: handPosition })}
          >
            <Icon name="hand" />
            {handPosition}
          </span>
        )}
        {verification?.isVerified && (
          <span
            class="tile-mark"
            data-testid="verified"
            role="img"
            aria-label={text("verified")}
            title={text("verified")}
          >
            <Icon name="lock" />
          </span>
        )}
        {isUnverified && !verification?.isVerified && (
          <span class="tile-mark" data-testid="unverified">
            <Icon name="lockOpen" />
            {text("notVerified")}
          </span>
        )}
        {volume === 0 && (
          <span
            class="tile-mark"
            data-testid="muted-for-me"
            role="img"
            aria-label={text("mutedForMe")}
          >
            <Icon name="soundOff" />
          </span>
        )}
      </span>
    </>
  );
}
