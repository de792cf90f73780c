/**
 * Lets one member draw on our shared screen, or keeps it from doing so.
 *
 * @module
 */
import type { JSX } from "preact";
import { useContext } from "preact/hooks";
import type { Actions } from "../context/actions.ts";
import { useText } from "../context/i18n.ts";
import { MemberMarksContext, useMemberMarks } from "../context/member_marks.ts";
import { Switch } from "../ui/switch.tsx";

/** The switch; nothing while we share no screen. */
export function DrawingSwitch(
  { id, name, actions }: {
    readonly id: string;
    readonly name: string;
    readonly actions: Actions;
  },
): JSX.Element | null {
  const text = useText();
  const isSharing = useContext(MemberMarksContext)?.self.sharing ?? false;
  const { mayAnnotate } = useMemberMarks(id);
  if (!isSharing) return null;
  return (
    <div class="member-drawing">
      <Switch
        label={text("letMemberDraw", { name })}
        hint={text("letMemberDrawHint")}
        isOn={mayAnnotate}
        testId="let-member-draw"
        onChange={(isAllowed) => actions.setAnnotatableBy(id, isAllowed)}
      />
    </div>
  );
}
