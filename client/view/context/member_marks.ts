/**
 * Reactions, raised hands and volumes of the members, for tiles and rows.
 *
 * @module
 */
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { CallState } from "../../engine/call/call_state.ts";
import { mayAnnotate } from "../../engine/call/drawing_right.ts";
import { volumeOf } from "../../engine/call/member_volumes.ts";
import { handPosition } from "../../engine/call/raised_hands.ts";
import type { Verification } from "../../engine/trust/verification_state.ts";
import type { ShownReaction } from "../../engine/reactions/reactions.ts";

/** Part of the state that the marks show. */
export type MarkedState = Pick<
  CallState,
  | "reactions"
  | "hands"
  | "volumes"
  | "memberSpeakers"
  | "devices"
  | "room"
  | "self"
  | "hasKey"
  | "remoteMembers"
  | "verifications"
>;

/** Provided around the pages of a room; null elsewhere. */
export const MemberMarksContext = createContext<MarkedState | null>(null);

/** Marks of one member. */
export interface MemberMarks {
  /** Position among the raised hands, from 1; 0 while the hand is down. */
  readonly handPosition: number;
  readonly reaction: ShownReaction | undefined;
  /** Volume on this page, 0 to 1. */
  readonly volume: number;
  /** Id of a speaker of its own that is connected, or null. */
  readonly speakerId: string | null;
  /** True for a member that was allowed in without the key of the link. */
  readonly isUnverified: boolean;
  /** Verification by voice, once it was asked for. */
  readonly verification: Verification | undefined;
  /** True while we may draw on its shared screen. */
  readonly isAnnotatable: boolean;
  /** True while it may draw on our shared screen. */
  readonly mayAnnotate: boolean;
}

const NO_MARKS: MemberMarks = {
  handPosition: 0,
  reaction: undefined,
  volume: 1,
  speakerId: null,
  isUnverified: false,
  verification: undefined,
  isAnnotatable: false,
  mayAnnotate: false,
};

/** Marks of a member, by its id. */
export function useMemberMarks(id: string): MemberMarks {
  const state = useContext(MemberMarksContext);
  if (!state) return NO_MARKS;
  const { selfId } = state.room;
  const from = id === selfId ? null : id;
  return {
    handPosition: handPosition(state, id),
    volume: volumeOf(state, id),
    speakerId:
      state.devices.speaker.choices.find((choice) =>
        choice.id === state.memberSpeakers[id]
      )?.id ?? null,
    isUnverified: state.hasKey &&
      state.remoteMembers.some((member) =>
        member.id === id && member.standing === "allowed"
      ),
    verification: state.verifications[id],
    isAnnotatable: mayAnnotate(state, id, selfId),
    mayAnnotate: mayAnnotate(state, selfId, id),
    reaction: state.reactions.find((shown) => shown.from === from),
  };
}
