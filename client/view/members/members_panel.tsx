/**
 * The members panel: members, requests to enter, and the controls of a host.
 *
 * @module
 */
import type { JSX } from "preact";
import { isHost } from "../../engine/call/room_moderation.ts";
import type { StringKey } from "../../strings/en.ts";
import type { Actions } from "../context/actions.ts";
import { useText } from "../context/i18n.ts";
import type { PanelProps } from "../context/panel_props.ts";
import { Button } from "../ui/button.tsx";
import { Icon } from "../ui/icon.tsx";
import { useFocusOnMount } from "../ui/focus.ts";
import { HostButtons } from "./host_buttons.tsx";
import { KnockList } from "./knock_list.tsx";
import { sortByHand } from "./member_order.ts";
import { MemberRow } from "./member_row.tsx";

/** Content of the side panel. */
export function MembersPanel({ state, actions }: PanelProps): JSX.Element {
  const text = useText();
  const ref = useFocusOnMount<HTMLDivElement>();
  const { room } = state;
  const members = [
    { id: room.selfId, info: state.self },
    ...state.remoteMembers,
  ];
  const isSelfHost = isHost(room);
  const trust = trustKeyOf(state);
  return (
    <div class="panel-body members" ref={ref} tabIndex={-1}>
      {room.knocks.length > 0 && (
        <section class="members-knocks" aria-labelledby="knocks-title">
          <h3 id="knocks-title">{text("knocksTitle")}</h3>
          <KnockList knocks={room.knocks} actions={actions} />
        </section>
      )}
      <ul class="members-list">
        {sortByHand(members, state).map(({ id, info }) => (
          <MemberRow
            key={id}
            id={id}
            name={info.name || text("guest")}
            info={info}
            isSelf={id === room.selfId}
            isHost={isHost(room, id)}
            isLocked={room.isLocked}
            canModerate={isSelfHost}
            actions={actions}
          />
        ))}
      </ul>
      <p class="lock-hint link-trust" data-testid="link-trust">
        <Icon
          name={trust === "linkVerifies" || trust === "everyoneVerified"
            ? "lock"
            : "lockOpen"}
        />
        {text(trust)}
      </p>
      <Button
        icon="invite"
        testId="members-invite"
        onClick={() => actions.openPanel("invite")}
      >
        {text("inviteTitle")}
      </Button>
      {room.hosts.length > 0 && (
        <LockSwitch isLocked={room.isLocked} actions={actions} />
      )}
      {isSelfHost && <HostButtons state={state} actions={actions} />}
    </div>
  );
}

/** Key of the sentence on who was verified. */
function trustKeyOf(
  { hasKey, remoteMembers, verifications }: PanelProps["state"],
): StringKey {
  const isEveryoneVerified = remoteMembers.length > 0 &&
    remoteMembers.every(({ id }) => verifications[id]?.isVerified);
  if (isEveryoneVerified) return "everyoneVerified";
  if (hasKey) return "linkVerifies";
  return isSecureContext ? "linkHasNoKey" : "pageNotSecure";
}

function LockSwitch(
  { isLocked, actions }: {
    readonly isLocked: boolean;
    readonly actions: Actions;
  },
): JSX.Element {
  const text = useText();
  return (
    <div class="lock-row">
      <Button
        role="switch"
        variant="bare"
        class="lock-switch"
        icon={isLocked ? "lock" : "lockOpen"}
        testId="lock-switch"
        aria-checked={isLocked}
        aria-describedby="lock-text"
        onClick={() => actions.setRoomLocked(!isLocked)}
      >
        <span class="lock-label">{text("lockRoom")}</span>
        <span class="switch-track" aria-hidden="true" />
      </Button>
      <p id="lock-text" class="lock-hint">{text("lockRoomText")}</p>
    </div>
  );
}
