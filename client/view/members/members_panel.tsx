/**
 * Who is in the room and who would like to be, and what a member or a host may
 * do about it.
 *
 * @module
 */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { CallState } from "../../engine/call/call_state.ts";
import { isHost } from "../../engine/call/room_control.ts";
import type { Actions } from "../context/actions.ts";
import { Confirm } from "../ui/confirm.tsx";
import { useFocusOnMount } from "../ui/focus.ts";
import { Icon } from "../ui/icon.tsx";
import { KnockList } from "./knock_list.tsx";
import { MemberRow } from "./member_row.tsx";
import type { PanelProps } from "../call/side_panel.tsx";
import { useText } from "../context/i18n.ts";

/** The panel of the people in the call. */
export function MembersPanel({ state, actions }: PanelProps): JSX.Element {
  const text = useText();
  const ref = useFocusOnMount<HTMLDivElement>();
  const { room, remoteMembers } = state;
  const amHost = isHost(room);
  return (
    <div class="panel-body people" ref={ref} tabIndex={-1}>
      {room.knocks.length > 0 && (
        <section class="people-knocks" aria-labelledby="knocks-title">
          <h3 id="knocks-title">{text("knocksTitle")}</h3>
          <KnockList knocks={room.knocks} actions={actions} />
        </section>
      )}
      <ul class="people-list">
        <MemberRow
          id=""
          name={state.self.name || text("guest")}
          info={state.self}
          isSelf
          isHost={amHost}
          actions={null}
        />
        {remoteMembers.map(({ id, info }) => (
          <MemberRow
            key={id}
            id={id}
            name={info.name || text("guest")}
            info={info}
            isHost={isHost(room, id)}
            isLocked={room.isLocked}
            actions={amHost ? actions : null}
          />
        ))}
      </ul>
      {room.hosts.length > 0 && (
        <LockSwitch isLocked={room.isLocked} actions={actions} />
      )}
      {amHost && <EndRoomButton actions={actions} />}
    </div>
  );
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
      <button
        type="button"
        role="switch"
        class="lock-switch"
        data-testid="lock-switch"
        aria-checked={isLocked}
        aria-describedby="lock-text"
        onClick={() => actions.setRoomLocked(!isLocked)}
      >
        <Icon name={isLocked ? "lock" : "lockOpen"} />
        <span class="lock-label">{text("lockRoom")}</span>
        <span class="switch-track" aria-hidden="true" />
      </button>
      <p id="lock-text" class="people-hint">{text("lockRoomText")}</p>
    </div>
  );
}

function EndRoomButton(
  { actions }: { readonly actions: Actions },
): JSX.Element {
  const text = useText();
  const [isAsking, setAsking] = useState(false);
  if (isAsking) {
    return (
      <Confirm
        question={text("endRoomAsk")}
        close={() => setAsking(false)}
        ways={[{
          label: text("endRoomSure"),
          testId: "end-room-sure",
          isDanger: true,
          run: () => actions.endRoom(),
        }]}
      />
    );
  }
  return (
    <button
      type="button"
      class="button is-danger"
      data-testid="end-room"
      onClick={() => setAsking(true)}
    >
      {text("endRoom")}
    </button>
  );
}

/** The button in the head of the call: how many there are, and who waits. */
export function MembersToggle(
  { state, actions }: { readonly state: CallState; readonly actions: Actions },
): JSX.Element {
  const text = useText();
  const { room: { isLocked, knocks }, remoteMembers, panel } = state;
  const isOpen = panel === "people";
  const label = text("participants");
  return (
    <span class="head-people">
      {isLocked && (
        <span
          class="head-lock"
          role="img"
          data-testid="room-locked"
          aria-label={text("roomLocked")}
          title={text("roomLocked")}
        >
          <Icon name="lock" />
        </span>
      )}
      <button
        type="button"
        class={`head-count ${isOpen ? "is-open" : ""}`}
        data-testid="people-toggle"
        aria-expanded={isOpen}
        title={label}
        onClick={() => actions.openPanel(isOpen ? null : "people")}
      >
        <Icon name="people" />
        <span class="visually-hidden">{label}:</span>
        {remoteMembers.length + 1}
        {knocks.length > 0 && (
          <>
            <span class="badge" aria-hidden="true">{knocks.length}</span>
            <span class="visually-hidden">
              {text("peopleWaiting", { n: knocks.length })}
            </span>
          </>
        )}
      </button>
    </span>
  );
}
