/**
 * The tools of one row of the members panel: volume, the permission to draw on
 * our screen, and for a host the actions on this member.
 *
 * @module
 */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { MemberProfile } from "../../engine/call/member_profile.ts";
import type { Actions } from "../context/actions.ts";
import { useText } from "../context/i18n.ts";
import { useMemberMarks } from "../context/member_marks.ts";
import { Button } from "../ui/button.tsx";
import { Confirm, type ConfirmChoice } from "../ui/confirm.tsx";
import { DrawingSwitch } from "./drawing_switch.tsx";
import { MemberSpeaker } from "./member_speaker.tsx";
import { VoiceCode } from "./voice_code.tsx";
import { VolumeControl } from "./volume_control.tsx";

/** Input of the tools. */
export interface MemberToolsProps {
  readonly id: string;
  readonly name: string;
  readonly info: MemberProfile;
  readonly isHost: boolean;
  /** True while the room is locked. */
  readonly isLocked?: boolean;
  /** True when the user may moderate this member. */
  readonly canModerate: boolean;
  readonly actions: Actions;
  readonly close: () => void;
}

/** Volume, speaker, drawing, and for a host the actions on this member. */
export function MemberTools(props: MemberToolsProps): JSX.Element {
  return (
    <>
      <VolumeControl {...props} />
      <MemberSpeaker {...props} />
      <DrawingSwitch {...props} />
      {isSecureContext && <VoiceCode {...props} />}
      {props.canModerate && <HostTools {...props} />}
    </>
  );
}

function HostTools(props: MemberToolsProps): JSX.Element {
  const { id, name, info, isHost, actions, close } = props;
  const text = useText();
  const { handPosition } = useMemberMarks(id);
  const [isAsking, setAsking] = useState(false);
  if (isAsking) return <RemoveConfirm {...props} />;
  return (
    <div class="member-tools" role="group" aria-label={name}>
      {!info.muted && (
        <Button
          size="small"
          testId="mute-member"
          onClick={() => actions.muteMember(id)}
        >
          {text("muteMember")}
        </Button>
      )}
      {handPosition > 0 && (
        <Button
          size="small"
          testId="lower-hand"
          onClick={() => actions.lowerHand(id)}
        >
          {text("lowerHand")}
        </Button>
      )}
      {!isHost && (
        <Button
          size="small"
          testId="make-host"
          onClick={() => {
            close();
            actions.makeHost(id);
          }}
        >
          {text("makeHost")}
        </Button>
      )}
      <Button
        size="small"
        variant="danger"
        testId="remove-member"
        onClick={() => setAsking(true)}
      >
        {text("removeMember")}
      </Button>
    </div>
  );
}

function RemoveConfirm(
  { id, name, isLocked = false, actions, close }: MemberToolsProps,
): JSX.Element {
  const text = useText();
  const remove = (andLock: boolean): ConfirmChoice => ({
    label: text(andLock ? "removeAndLock" : "removeMember"),
    testId: andLock ? "remove-and-lock" : "remove-sure",
    isDanger: true,
    run: () => actions.removeMember(id, andLock),
  });
  return (
    <Confirm
      question={text("removeAsk", { name })}
      hint={isLocked ? undefined : text("removeOpenHint")}
      choices={isLocked ? [remove(false)] : [remove(true), remove(false)]}
      close={close}
    />
  );
}
