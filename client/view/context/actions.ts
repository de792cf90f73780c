/**
 * User actions of a room's page. Views call them; `client/main.ts` implements
 * them with the engine.
 *
 * @module
 */
import type { PanelName } from "../../engine/call/call_state.ts";
import type { ReactionKey } from "../../engine/reactions/reaction_keys.ts";
import type { ChatTarget } from "../../engine/chat/chat.ts";
import type { LanguageTexts } from "../../strings/language.ts";
import type { AlertActions } from "./alert_actions.ts";
import type { DeviceActions } from "./device_actions.ts";
import type { InviteActions } from "./invite_actions.ts";
import type { RecordingActions } from "./recording_actions.ts";
import type { StageActions } from "./stage_actions.ts";
import type { TraceActions } from "./trace_actions.ts";

/** Devices that the user turns on and off. */
export type DeviceKind = "camera" | "microphone";

/** All user actions of a room's page. */
export interface Actions
  extends
    AlertActions,
    DeviceActions,
    InviteActions,
    RecordingActions,
    StageActions,
    TraceActions {
  join(name: string): void;
  /** Joins in place of another tab of this browser, with its seat. */
  replaceOtherTab(name: string): void;
  /** Joins as one more member while another tab is in the call. */
  joinBesideOtherTab(name: string): void;
  leave(): void;
  rejoin(): void;
  setDeviceEnabled(kind: DeviceKind, isOn: boolean): void;
  setScreenShareEnabled(isOn: boolean): void;
  /** Lets the others point and draw on our shared screen. */
  setAnnotatable(isOn: boolean): void;
  /** Allows or forbids one member to draw on our shared screen. */
  setAnnotatableBy(peerId: string, isAllowed: boolean): void;
  /** False when the message is empty or cannot be sent to this member. */
  sendChatMessage(text: string, target: ChatTarget): boolean;
  /** Saves the conversation as a text file in this language. */
  saveChat(texts: LanguageTexts): void;
  sendFiles(files: readonly File[]): void;
  /** Says that a dropped or pasted folder is not sent. */
  refuseFolder(): void;
  acceptFile(lineId: string): void;
  refuseFile(lineId: string): void;
  /** `peerId` null cancels the transfer to all receivers. */
  cancelFile(lineId: string, peerId: string | null): void;
  openPanel(panel: PanelName | null): void;
  cancelKnock(): void;
  answerKnock(id: string, isAdmitted: boolean): void;
  setRoomLocked(isLocked: boolean): void;
  makeHost(peerId: string): void;
  muteMember(peerId: string): void;
  /** Volume on this page, 0 to 1. */
  setMemberVolume(peerId: string, volume: number): void;
  /** Plays a member on a speaker of its own, or with null on that of all. */
  setMemberSpeaker(peerId: string, deviceId: string | null): void;
  /** Mutes all others; only for hosts. */
  muteAll(): void;
  setHandRaised(isRaised: boolean): void;
  /** Lowers the hand of another member; only for hosts. */
  lowerHand(peerId: string): void;
  sendReaction(reaction: ReactionKey): void;
  removeMember(peerId: string, andLock: boolean): void;
  endRoom(): void;
  /** Makes a code to compare with a member. */
  startVerification(peerId: string): void;
  /** The person has compared the code. */
  confirmVerification(peerId: string, isSame: boolean): void;
  /** Connects to a member that proves nothing. */
  allowMember(peerId: string): void;
  retryConnection(peerId: string): void;
  dismissNotice(noticeId: number): void;
}
