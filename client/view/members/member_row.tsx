/**
 * One line of the people panel: who, in which state, and for a host what to do.
 *
 * @module
 */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { MemberProfile } from "../../engine/call/member_info.ts";
import type { StringKey } from "../../strings/en.ts";
import type { Actions } from "../context/actions.ts";
import { Confirm, type ConfirmChoice } from "../ui/confirm.tsx";
import { Icon, type IconName } from "../ui/icon.tsx";
import { hueOf, initialsOf } from "../ui/initials.ts";
import { useText } from "../context/i18n.ts";

/** What a line shows. */
export interface MemberRowProps {
  readonly id: string;
  readonly name: string;
  readonly info: MemberProfile;
  readonly isSelf?: boolean;
  readonly isHost: boolean;
  /** Whether the room is locked already. */
  readonly isLocked?: boolean;
  /** Null where there is nothing to be done. */
  readonly actions: Actions | null;
}

/** A member with its marks, and a menu for hosts. */
export function MemberRow(props: MemberRowProps): JSX.Element {
  const { id, name, info, isSelf = false, actions } = props;
  const text = useText();
  const [isOpen, setOpen] = useState(false);
  const label = text("memberActions", { name });
  return (
    <li class="person" data-testid="person" data-peer-id={id}>
      <span class={`avatar hue-${hueOf(id)}`} aria-hidden="true">
        {initialsOf(name)}
      </span>
      <span class="person-name">
        {name}
        {isSelf && <span class="person-you">({text("you")})</span>}
      </span>
      {props.isHost && (
        <span class="host-chip" data-testid="host-mark">{text("host")}</span>
      )}
      {info.muted && <MediaStateIcon icon="microphoneOff" label="muted" />}
      {info.cameraOff && (
        <MediaStateIcon icon="cameraOff" label="cameraIsOffShort" />
      )}
      {actions && (
        <button
          type="button"
          class={`round is-plain ${isOpen ? "is-open" : ""}`}
          data-testid="person-menu"
          aria-expanded={isOpen}
          aria-label={label}
          title={label}
          onClick={() => setOpen(!isOpen)}
        >
          <Icon name="more" />
        </button>
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
      class="person-mark"
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
  const [isAsking, setAsking] = useState(false);
  if (isAsking) return <RemoveConfirm {...props} />;
  return (
    <div class="person-tools" role="group" aria-label={name}>
      {!info.muted && (
        <HostToolButton
          label="muteMember"
          testId="mute-member"
          onClick={() => actions.muteMember(id)}
        />
      )}
      {!isHost && (
        <HostToolButton
          label="makeHost"
          testId="make-host"
          onClick={() => {
            close();
            actions.makeHost(id);
          }}
        />
      )}
      <HostToolButton
        label="removeMember"
        testId="remove-member"
        onClick={() => setAsking(true)}
      />
    </div>
  );
}

function HostToolButton(
  { label, testId, onClick }: {
    readonly label: StringKey;
    readonly testId: string;
    readonly onClick: () => void;
  },
): JSX.Element {
  const text = useText();
  return (
    <button
      type="button"
      class={`button is-small ${label === "removeMember" ? "is-danger" : ""}`}
      data-testid={testId}
      onClick={onClick}
    >
      {text(label)}
    </button>
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
      ways={isLocked ? [remove(false)] : [remove(true), remove(false)]}
      close={close}
    />
  );
}
