/**
 * Announcements for screen readers: compares two states of the call and lists
 * each visible change once. Pure.
 *
 * @module
 */
import type { CallState, RemoteMember } from "../../engine/call/call_state.ts";
import { OPERATOR } from "../../engine/chat/chat_log.ts";
import type { StringKey } from "../../strings/en.ts";
import { LAYOUT_LABELS } from "../context/layout_labels.ts";
import { REACTION_NAME_KEYS } from "../reactions/reaction_text.ts";
import { fallbackNameKeyOf, noticeKeyOf } from "./notice_text.ts";

/** A text to announce. */
export interface Announcement {
  readonly key: StringKey;
  readonly name: string;
  /** Key of the text that replaces an empty `name`. */
  readonly fallbackNameKey: StringKey;
  readonly text: string;
  /** Key of the text that replaces `text`. */
  readonly textKey?: StringKey;
}

/** Longest announced part of a chat message, in code points. */
export const MAX_SPOKEN_LENGTH = 200;

/** Announcements for the change from one state to the next. */
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
        ...announceReactions(before, after),
        ...announceAnnotators(before, after),
      ]
      : []),
  ];
}

function createAnnouncement(
  key: StringKey,
  name = "",
  text = "",
  fallbackNameKey: StringKey = "guest",
): Announcement {
  return { key, name, fallbackNameKey, text };
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
    .map(({ from, name, text, privateWith }) =>
      createAnnouncement(
        privateWith === null ? "chatFrom" : "chatFromPrivately",
        name,
        truncateForSpeech(text),
        from === OPERATOR ? "operator" : "guest",
      )
    );
}

function truncateForSpeech(text: string): string {
  const codePoints = [...text];
  return codePoints.length <= MAX_SPOKEN_LENGTH
    ? text
    : `${codePoints.slice(0, MAX_SPOKEN_LENGTH).join("")}…`;
}

function announceSelf(before: CallState, after: CallState): Announcement[] {
  const { muted, cameraOff } = after.self;
  const { isSharing } = after.screen;
  const announcements: Announcement[] = [];
  // Push to talk changes it with each press of the key.
  if (before.self.muted !== muted && !after.devices.pushToTalk.isEnabled) {
    announcements.push(createAnnouncement(muted ? "saidMuted" : "saidUnmuted"));
  }
  if (before.self.cameraOff !== cameraOff) {
    announcements.push(
      createAnnouncement(cameraOff ? "saidCameraOff" : "saidCameraOn"),
    );
  }
  const { isScreenMotion } = after.mediaSettings;
  if (isSharing && before.mediaSettings.isScreenMotion !== isScreenMotion) {
    announcements.push(
      createAnnouncement(isScreenMotion ? "saidMotion" : "saidSharp"),
    );
  }
  const { layout } = after.stage;
  if (before.stage.layout !== layout) {
    const label = LAYOUT_LABELS[layout];
    announcements.push(createAnnouncement("saidLayout", "", "", label));
  }
  const isRaised = after.hands.includes(after.room.selfId);
  if (before.hands.includes(before.room.selfId) !== isRaised) {
    announcements.push(
      createAnnouncement(isRaised ? "saidHandRaised" : "saidHandLowered"),
    );
  }
  if (before.screen.isSharing !== isSharing) {
    announcements.push(
      createAnnouncement(isSharing ? "saidOwnSharing" : "saidOwnNotSharing"),
    );
  }
  return announcements;
}

function announceKnocks(before: CallState, after: CallState): Announcement[] {
  const known = new Set(before.room.knocks.map(({ id }) => id));
  return after.room.knocks.filter(({ id }) => !known.has(id))
    .map(({ name }) => createAnnouncement("knocks", name));
}

/** Not our own, and not the same one again while it is shown. */
function announceReactions(
  before: CallState,
  after: CallState,
): Announcement[] {
  return after.reactions.flatMap(({ from, reaction }) => {
    const isKnown = before.reactions.some((shown) =>
      shown.from === from && shown.reaction === reaction
    );
    if (from === null || isKnown) return [];
    const member = after.remoteMembers.find(({ id }) => id === from);
    const name = member?.info.name ?? "";
    const textKey = REACTION_NAME_KEYS[reaction];
    return [{ ...createAnnouncement("saidReaction", name), textKey }];
  });
}

/** Members that begin to point or draw, at most once a minute each. */
function announceAnnotators(
  before: CallState,
  after: CallState,
): Announcement[] {
  const known = before.annotation.annotators;
  return after.annotation.annotators.filter((id) => !known.includes(id))
    .map((id) => {
      const member = after.remoteMembers.find((other) => other.id === id);
      return createAnnouncement("saidAnnotating", member?.info.name);
    });
}

function announceMembers(before: CallState, after: CallState): Announcement[] {
  const membersBefore = new Map(before.remoteMembers.map((m) => [m.id, m]));
  return after.remoteMembers.flatMap((member) => {
    const memberBefore = membersBefore.get(member.id);
    return memberBefore === member ? [] : announceMember(memberBefore, member);
  });
}

function announceMember(
  before: RemoteMember | undefined,
  { info, status }: RemoteMember,
): Announcement[] {
  const announcements: Announcement[] = [];
  const wasSharing = before?.info.sharing ?? false;
  if (wasSharing !== info.sharing) {
    announcements.push(
      createAnnouncement(
        info.sharing ? "saidSharing" : "saidNotSharing",
        info.name,
      ),
    );
  }
  const statusBefore = before?.status.kind;
  if (statusBefore === status.kind) return announcements;
  if (status.kind === "reconnecting") {
    announcements.push(createAnnouncement("saidReconnecting", info.name));
  } else if (status.kind === "failed") {
    announcements.push(createAnnouncement("saidFailed", info.name));
  } else if (
    status.kind === "connected" &&
    (statusBefore === "reconnecting" || statusBefore === "failed")
  ) {
    announcements.push(createAnnouncement("saidBack", info.name));
  }
  return announcements;
}
