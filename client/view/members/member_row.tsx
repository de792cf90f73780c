/**
 * One row of the members panel: name, state of the devices, and for a host the
 * actions on this member.
 *
 * @module
 */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { MemberProfile } from "../../engine/call/member_profile.ts";
import type { StringKey } from "../../strings/en.ts";
import type { Actions } from "../context/actions.ts";
import { useText } from "../context/i18n.ts";
import { useHueClass } from "../context/member_hues.ts";
import { useMemberMarks } from "../context/member_marks.ts";
import { Button, IconButton } from "../ui/button.tsx";
import { Confirm, type ConfirmChoice } from "../ui/confirm.tsx";
import { Icon, type IconName } from "../ui/icon.tsx";
import { initialsOf } from "../ui/initials.ts";

/** Input of a row. */
export interface MemberRowProps {
  readonly id: string;
  readonly name: string;
  readonly info: MemberProfile;
  readonly isSelf?: boolean;
  readonly isHost: boolean;
  /** True while the room is locked. */
  readonly isLocked?: boolean;
  /** Null for the own row, and where the user is not a host. */
  readonly actions: Actions | null;
}

/** A member, with a menu for hosts. */
export function MemberRow(props: MemberRowProps): JSX.Element {
  const { id, name, info, isSelf = false, actions } = props;
  const text = useText();
  const hue = useHueClass(id);
  const { handPosition } = useMemberMarks(id);
  const [isOpen, setOpen] = useState(false);
  return (
    <li class="member" data-testid="person" data-peer-id={id}>
      <span class={`avatar ${hue}`} aria-hidden="true">
        {initialsOf(name)}
      </span>
      <span class="member-name">
        <bdi>{name}</bdi>
        {isSelf && <span class="member-you">({text("you")})</span>}
      </span>
      {props.isHost && (
        <span class="host-chip" data-testid="host-mark">{text("host")}</span>
      )}
      {handPosition > 0 && (
        <span
          class="hand-chip"
          role="img"
          data-testid="hand-mark"
          aria-label={text("handRaised", { n: handPosition })}
        >
          <Icon name="hand" />
          {handPosition}
        </span>
      )}
      {info.recording && <MediaStateIcon icon="record" label="recording" />}
      {info.muted && <MediaStateIcon icon="microphoneOff" label="muted" />}
      {info.cameraOff && (
        <MediaStateIcon icon="cameraOff" label="cameraIsOffShort" />
      )}
      {actions && (
        <IconButton
          icon="more"
          variant="plain"
          label={text("memberActions", { name })}
          testId="person-menu"
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        />
      )}
      {actions && isOpen && (
        <HostTools
          {...props}
          actions={actions}
          close={() => setOpen(false)}
        />
      )}
    </li>
  );
}

function MediaStateIcon(
  { icon, label }: { readonly icon: IconName; readonly label: StringKey },
): JSX.Element {
  const text = useText();
  return (
    <span
      class="member-mark"
      role="img"
      data-testid={`mark-${icon}`}
      aria-label={text(label)}
      title={text(label)}
    >
      <Icon name={icon} />
    </span>
  );
}

type HostToolsProps = MemberRowProps & {
  readonly actions: Actions;
  readonly close: () => void;
};

function HostTools(props: HostToolsProps): JSX.Element {
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
  { id, name, isLocked = false, actions, close }: HostToolsProps,
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
