/**
 * What the page says in English about the room: people, lock, knocking, hosts.
 *
 * @module
 */

/** English; part of the page's table. */
export const roomEn = {
  people: "People",
  peopleWaiting: "{n} waiting",
  host: "Host",
  cameraIsOffShort: "camera off",
  roomLocked: "The room is locked",
  lockRoom: "Lock the room",
  lockRoomText: "Newcomers knock, and anyone inside lets them in.",
  endRoom: "End the call for everyone",
  endRoomAsk: "End the call? Everyone is sent out of the room.",
  endRoomSure: "End for everyone",
  memberActions: "What to do about {name}",
  muteMember: "Mute",
  makeHost: "Make host",
  removeMember: "Remove",
  removeAsk: "Remove {name} from the call?",
  removeAndLock: "Remove and lock",
  removeOpenHint: "While the room is not locked, they can come back.",
  cancel: "Cancel",

  knocksTitle: "Waiting to come in",
  knocks: "{name} would like to come in",
  admit: "Admit",
  admitName: "Admit {name}",
  refuse: "Refuse",
  refuseName: "Refuse {name}",
  moreKnocks: "{n} more waiting",

  waitingToEnter: "Waiting to be let in",
  waitingToEnterText:
    "The room is locked. Those inside see your name and can let you in.",

  roomLockedNotice: "The room is locked: newcomers knock now",
  roomUnlockedNotice: "The room is open again",
  mutedBy: "{name} muted you",
  nowHost: "You are a host of this room now",
  expelled: "{name} was removed",
  nobodyFits: "The room is full, so nobody can be let in",

  refusedKnock: "Someone in the room did not let you in.",
  refusedNoAnswer: "Nobody in the room answered. You can knock again.",
  refusedKnocksFull:
    "Many are waiting before this room already. Trying again shortly.",
  removedTitle: "You were removed from the call",
  removedText: "A host of the room took you out.",
  endedTitle: "The call has ended",
  endedText: "A host ended it for everyone.",
} as const;

/** What every language has to say about the room. */
export type RoomStrings = Readonly<Record<keyof typeof roomEn, string>>;
