/**
 * One row of the members panel: name, raised hand, state of the devices, and a
 * button for the tools.
 *
 * @module
 */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { StringKey } from "../../strings/en.ts";
import { useText } from "../context/i18n.ts";
import { useHueClass } from "../context/member_hues.ts";
import { useMemberMarks } from "../context/member_marks.ts";
import { IconButton } from "../ui/button.tsx";
import { Icon, type IconName } from "../ui/icon.tsx";
import { initialsOf } from "../ui/initials.ts";
import { MemberTools, type MemberToolsProps } from "./member_tools.tsx";

/** Input of a row. */
export interface MemberRowProps extends Omit<MemberToolsProps, "close"> {
  readonly isSelf: boolean;
}

/** A member; the others have tools behind a button. */
export function MemberRow(props: MemberRowProps): JSX.Element {
  const { id, name, info, isSelf } = props;
  const text = useText();
  const hue = useHueClass(id);
  const { handPosition, isUnverified, verification, mayAnnotate } =
    useMemberMarks(id);
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
      {verification?.isVerified
        ? <MediaStateIcon icon="lock" label="verified" />
        : isUnverified &&
          <MediaStateIcon icon="lockOpen" label="notVerified" />}
      {mayAnnotate && !isSelf && <MediaStateIcon icon="pen" label="mayDraw" />}
      {info.recording && <MediaStateIcon icon="record" label="recording" />}
      {info.muted && <MediaStateIcon icon="microphoneOff" label="muted" />}
      {info.cameraOff && (
        <MediaStateIcon icon="cameraOff" label="cameraIsOffShort" />
      )}
      {!isSelf && (
        <IconButton
          icon="more"
          variant="plain"
          label={text("memberActions", { name })}
          testId="person-menu"
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        />
      )}
      {!isSelf && isOpen && (
        <MemberTools
          {...props}
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
