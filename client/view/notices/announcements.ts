/**
 * What a screen reader is told of a change of the call: everything that others
 * see happen, each once. Pure.
 *
 * @module
 */
import type { CallState, Participant } from "../../engine/call/call_state.ts";
import type { StringKey } from "../../strings/en.ts";
import { namelessOf, noticeKey } from "./notice_list.tsx";

/** A sentence to be spoken. */
export interface Announcement {
  readonly key: StringKey;
  readonly name: string;
  /** What stands for an empty `name`. */
  readonly nameless: StringKey;
  readonly text: string;
}

/** Most of a chat message that is read out, in UTF-16 code units. */
export const MAX_SPOKEN = 200;

/** What to say of the way from one state to the next. */
export function announcementsOf(
  before: CallState,
  after: CallState,
): Announcement[] {
  return [
    ...noticesOf(before, after),
    ...chatOf(before, after),
    ...offerOf(before, after),
    ...(before.phase === "joined" && after.phase === "joined"
      ? [
        ...ownOf(before, after),
        ...membersOf(before, after),
        ...knocksOf(before, after),
      ]
      : []),
  ];
}

function say(
  key: StringKey,
  name = "",
  text = "",
  nameless: StringKey = "guest",
): Announcement {
  return { key, name, nameless, text };
}

function noticesOf(before: CallState, after: CallState): Announcement[] {
  const known = new Set(before.notices.map(({ id }) => id));
  return after.notices.filter(({ id }) => !known.has(id))
    .map(({ kind, name }) => say(noticeKey(kind), name, "", namelessOf(kind)));
}

function offerOf(before: CallState, after: CallState): Announcement[] {
  const { offer } = after.devices;
  if (!offer || offer === before.devices.offer) return [];
  return [say(offer.label ? "newDevice" : "newDeviceNoName", offer.label)];
}

function chatOf(before: CallState, after: CallState): Announcement[] {
  if (before.chat === after.chat) return [];
  const known = new Set(before.chat.map(({ id }) => id));
  return after.chat
    .filter(({ id, from }) => from !== null && !known.has(id))
    .map(({ name, text }) => say("chatFrom", name, shortened(text)));
}

function shortened(text: string): string {
  const letters = [...text];
  return letters.length <= MAX_SPOKEN
    ? text
    : `${letters.slice(0, MAX_SPOKEN).join("")}…`;
}

function ownOf(
  { self: was, screen: screenWas }: CallState,
  { self: is, screen, devices: { talk } }: CallState,
): Announcement[] {
  const said: Announcement[] = [];
  // Who holds a key to talk need not hear so each time.
  if (was.muted !== is.muted && !talk.isEnabled) {
    said.push(say(is.muted ? "saidMuted" : "saidUnmuted"));
  }
  if (was.cameraOff !== is.cameraOff) {
    said.push(say(is.cameraOff ? "saidCameraOff" : "saidCameraOn"));
  }
  if (screenWas.isSharing !== screen.isSharing) {
    said.push(say(screen.isSharing ? "saidOwnSharing" : "saidOwnNotSharing"));
  }
  return said;
}

function knocksOf(before: CallState, after: CallState): Announcement[] {
  const known = new Set(before.room.knocks.map(({ id }) => id));
  return after.room.knocks.filter(({ id }) => !known.has(id))
    .map(({ name }) => say("knocks", name));
}

function membersOf(before: CallState, after: CallState): Announcement[] {
  const earlier = new Map(before.participants.map((p) => [p.id, p]));
  return after.participants.flatMap((is) => {
    const was = earlier.get(is.id);
    return was === is ? [] : memberOf(was, is);
  });
}

function memberOf(
  was: Participant | undefined,
  { info, status }: Participant,
): Announcement[] {
  const said: Announcement[] = [];
  const wasSharing = was?.info.sharing ?? false;
  if (wasSharing !== info.sharing) {
    said.push(say(info.sharing ? "saidSharing" : "saidNotSharing", info.name));
  }
  const from = was?.status.kind;
  if (from === status.kind) return said;
  if (status.kind === "reconnecting") {
    said.push(say("saidReconnecting", info.name));
  } else if (status.kind === "failed") {
    said.push(say("saidFailed", info.name));
  } else if (
    status.kind === "connected" &&
    (from === "reconnecting" || from === "failed")
  ) {
    said.push(say("saidBack", info.name));
  }
  return said;
}
