/**
 * The speaker on which a member is played, such as one of several in a room.
 *
 * @module
 */
import type { JSX } from "preact";
import { useContext } from "preact/hooks";
import type { Actions } from "../context/actions.ts";
import { useText } from "../context/i18n.ts";
import { MemberMarksContext, useMemberMarks } from "../context/member_marks.ts";
import { Icon } from "../ui/icon.tsx";

/** The field; nothing with one speaker, or where the browser cannot select any. */
export function MemberSpeaker(
  { id, name, actions }: {
    readonly id: string;
    readonly name: string;
    readonly actions: Actions;
  },
): JSX.Element | null {
  const text = useText();
  const speaker = useContext(MemberMarksContext)?.devices.speaker;
  const { speakerId } = useMemberMarks(id);
  if (!speaker?.canChoose || speaker.choices.length < 2) return null;
  return (
    <label class="member-speaker">
      <span class="visually-hidden">{text("speakerOf", { name })}</span>
      <span class="select">
        <Icon name="sound" />
        <select
          data-testid="member-speaker"
          value={speakerId ?? ""}
          onChange={({ currentTarget }) =>
            actions.setMemberSpeaker(id, currentTarget.value || null)}
        >
          <option value="">{text("sameSpeaker")}</option>
          {speaker.choices.map((choice, i) => (
            <option key={choice.id} value={choice.id}>
              {choice.label || text("speakerNumber", { n: i + 1 })}
            </option>
          ))}
        </select>
      </span>
    </label>
  );
}
