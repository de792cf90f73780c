/**
 * What a screen reader is told of a change of the call: everything that others
 * see happen, each once. Pure.
 *
 * @module
 */
import type { CallState, RemoteMember } from "../../engine/call/call_state.ts";
import type { StringKey } from "../../strings/en.ts";
import { fallbackNameKeyOf, noticeKeyOf } from "./notice_list.tsx";

/** A sentence to be spoken. */
export interface Announcement {
  readonly key: StringKey;
  readonly name: string;
  /** What stands for an empty `name`. */
  readonly fallbackNameKey: StringKey;
  readonly text: string;
}

/** Most of a chat message that is read out, in UTF-16 code units. */
export const MAX_SPOKEN_LENGTH = 200;

/** What to say of the way from one state to the next. */
export function announceChanges(
  before: CallState,
  after: CallState,
): Announcement[] {
  return [
    ...announceNotices(before, after),
    ...announceChat(before, after),
    ...announceDeviceOffer(before, after),
    ...(before.phase === "joined" && after.phase === "joined"
      ? [
        ...announceSelf(before, after),
        ...announceMembers(before, after),
        ...announceKnocks(before, after),
      ]
      : []),
  ];
}

function createAnnouncement(
  key: StringKey,
  name = "",
  text = "",
  nameless: StringKey = "guest",
): Announcement {
  return { key, name, fallbackNameKey: nameless, text };
}

function announceNotices(before: CallState, after: CallState): Announcement[] {
  const known = new Set(before.notices.map(({ id }) => id));
  return after.notices.filter(({ id }) => !known.has(id))
    .map(({ kind, name }) =>
      createAnnouncement(noticeKeyOf(kind), name, "", fallbackNameKeyOf(kind))
    );
}

function announceDeviceOffer(
  before: CallState,
  after: CallState,
): Announcement[] {
  const { offer } = after.devices;
  if (!offer || offer === before.devices.offer) return [];
  return [
    createAnnouncement(
      offer.label ? "newDevice" : "newDeviceNoName",
      offer.label,
    ),
  ];
}

function announceChat(before: CallState, after: CallState): Announcement[] {
  if (before.chat === after.chat) return [];
  const known = new Set(before.chat.map(({ id }) => id));
  return after.chat
    .filter(({ id, from }) => from !== null && !known.has(id))
    .map(({ name, text }) =>
      createAnnouncement("chatFrom", name, truncateForSpeech(text))
    );
}

function truncateForSpeech(text: string): string {
  const letters = [...text];
  return letters.length <= MAX_SPOKEN_LENGTH
    ? text
    : `${letters.slice(0, MAX_SPOKEN_LENGTH).join("")}…`;
}

function announceSelf(
  { self: was, screen: screenWas }: CallState,
  { self: is, screen, devices: { pushToTalk } }: CallState,
): Announcement[] {
  const said: Announcement[] = [];
  // Who holds a key to talk need not hear so each time.
  if (was.muted !== is.muted && !pushToTalk.isEnabled) {
    said.push(createAnnouncement(is.muted ? "saidMuted" : "saidUnmuted"));
  }
  if (was.cameraOff !== is.cameraOff) {
    said.push(
      createAnnouncement(is.cameraOff ? "saidCameraOff" : "saidCameraOn"),
    );
  }
  if (screenWas.isSharing !== screen.isSharing) {
    said.push(
      createAnnouncement(
        screen.isSharing ? "saidOwnSharing" : "saidOwnNotSharing",
      ),
    );
  }
  return said;
}

function announceKnocks(before: CallState, after: CallState): Announcement[] {
  const known = new Set(before.room.knocks.map(({ id }) => id));
  return after.room.knocks.filter(({ id }) => !known.has(id))
    .map(({ name }) => createAnnouncement("knocks", name));
}

function announceMembers(before: CallState, after: CallState): Announcement[] {
  const earlier = new Map(before.remoteMembers.map((p) => [p.id, p]));
  return after.remoteMembers.flatMap((is) => {
    const was = earlier.get(is.id);
    return was === is ? [] : announceMember(was, is);
  });
}

function announceMember(
  was: RemoteMember | undefined,
  { info, status }: RemoteMember,
): Announcement[] {
  const said: Announcement[] = [];
  const wasSharing = was?.info.sharing ?? false;
  if (wasSharing !== info.sharing) {
    said.push(
      createAnnouncement(
        info.sharing ? "saidSharing" : "saidNotSharing",
        info.name,
      ),
    );
  }
  const from = was?.status.kind;
  if (from === status.kind) return said;
  if (status.kind === "reconnecting") {
    said.push(createAnnouncement("saidReconnecting", info.name));
  } else if (status.kind === "failed") {
    said.push(createAnnouncement("saidFailed", info.name));
  } else if (
    status.kind === "connected" &&
    (from === "reconnecting" || from === "failed")
  ) {
    said.push(createAnnouncement("saidBack", info.name));
  }
  return said;
}
