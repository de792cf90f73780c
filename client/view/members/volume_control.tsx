/**
 * How loud a member is played on this page: a slider, and a button that mutes
 * the member for this person only.
 *
 * @module
 */
import type { JSX } from "preact";
import type { Actions } from "../context/actions.ts";
import { useText } from "../context/i18n.ts";
import { useMemberMarks } from "../context/member_marks.ts";
import { IconButton } from "../ui/button.tsx";
import { canSetVolume } from "../ui/media_elements.tsx";

const STEP_PERCENT = 5;

/** Button and slider; no slider where only the system sets the volume (iOS). */
export function VolumeControl(
  { id, name, actions }: {
    readonly id: string;
    readonly name: string;
    readonly actions: Actions;
  },
): JSX.Element {
  const text = useText();
  const { volume } = useMemberMarks(id);
  const isMuted = volume === 0;
  return (
    <div class="volume">
      <IconButton
        icon={isMuted ? "soundOff" : "sound"}
        variant="plain"
        label={text(isMuted ? "unmuteForMe" : "muteForMe", { name })}
        testId="mute-for-me"
        onClick={() => actions.setMemberVolume(id, isMuted ? 1 : 0)}
      />
      {canSetVolume() && (
        <input
          type="range"
          class="volume-slider"
          data-testid="volume"
          min={0}
          max={100}
          step={STEP_PERCENT}
          value={Math.round(volume * 100)}
          aria-label={text("volumeOf", { name })}
          aria-valuetext={`${Math.round(volume * 100)}%`}
          onInput={({ currentTarget }) =>
            actions.setMemberVolume(id, currentTarget.valueAsNumber / 100)}
        />
      )}
    </div>
  );
}
