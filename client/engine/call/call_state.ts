/**
 * The immutable state of a call that the views draw.
 *
 * @module
 */
import type { ErrorCode } from "../../../signaling/protocol.ts";
import type { ChatMessage } from "../chat/chat.ts";
import { type DevicesState, NO_DEVICES } from "../media/device_manager.ts";
import type { SharedFile } from "../files/shared_file_list.ts";
import type { FileNotice } from "../files/file_transfers.ts";
import { type MediaState, NO_MEDIA } from "../media/media_state.ts";
import type { MemberProfile } from "./member_profile.ts";
import type { PeerStatus } from "../peer/remote_peer.ts";
import { type RoomState, UNKNOWN_ROOM } from "./room_moderation.ts";
import { NO_SCREEN, type ScreenState } from "../media/screen_share.ts";
import type { SignalingConnectionState } from "../signaling/signaling_client.ts";
import type { ActiveSpeakers } from "../media/active_speakers.ts";

/** Where the person is on the way into the call and out of it. */
export type CallPhase =
  | "lobby"
  | "joining"
  /** The room is locked; someone inside may let us in. */
  | "knocking"
  | "joined"
  | "left"
  | "refused";

/** Another member, as its tile shows it. */
export interface RemoteMember {
  readonly id: string;
  readonly info: MemberProfile;
  readonly status: PeerStatus;
  readonly audio: MediaStream | null;
  readonly video: MediaStream | null;
  /** Its screen, which shows something while `info.sharing`. */
  readonly screen: MediaStream | null;
  readonly screenAudio: MediaStream | null;
}

/** A line of the conversation with the name that its author had then. */
export interface ChatLine extends ChatMessage {
  readonly name: string;
}

/** Something that happened and is worth a line for some seconds. */
export interface Notice {
  readonly id: number;
  readonly kind: NoticeKind;
  /** Name of the member that it is about, or empty. */
  readonly name: string;
}

/** What a notice tells. */
export type NoticeKind =
  | "joined"
  | "left"
  | "lost"
  | "signaling-lost"
  | "signaling-back"
  | "offline"
  | "online"
  | "camera-back"
  | "microphone-back"
  | "link-copied"
  | "link-not-copied"
  | "camera-ended"
  | "microphone-ended"
  | "camera-replaced"
  | "microphone-replaced"
  | "speaker-lost"
  | "screen-failed"
  | "expelled"
  | "muted-by"
  | "room-locked"
  | "room-unlocked"
  | "now-host"
  | "nobody-fits"
  | "beyond-capacity"
  | FileNotice;

/** What can be open beside the stage, one at a time. */
export type PanelName = "chat" | "people" | "settings" | "invite" | "quality";

/** Everything that the views draw. */
export interface CallState {
  readonly phase: CallPhase;
  /** Why the server does not let us in, when `phase` is `refused`. */
  readonly refusal: ErrorCode | null;
  readonly signalingState: SignalingConnectionState;
  readonly room: RoomState;
  /** The browser says that it has no network. */
  readonly isOffline: boolean;
  readonly self: MemberProfile;
  readonly remoteMembers: readonly RemoteMember[];
  readonly activeSpeakers: ActiveSpeakers;
  readonly media: MediaState;
  readonly devices: DevicesState;
  /** Names of those in the room, for the lobby; null until the server told. */
  readonly roomRoster: readonly string[] | null;
  readonly screen: ScreenState;
  readonly chat: readonly ChatLine[];
  readonly files: readonly SharedFile[];
  readonly panel: PanelName | null;
  /** Messages and files that came while the chat was closed. */
  readonly unread: number;
  readonly notices: readonly Notice[];
}

/** State of a page that has just been opened. */
export const INITIAL_CALL_STATE: CallState = {
  phase: "lobby",
  refusal: null,
  signalingState: "closed",
  room: UNKNOWN_ROOM,
  isOffline: false,
  self: { name: "", muted: true, cameraOff: true, sharing: false },
  remoteMembers: [],
  activeSpeakers: [],
  media: NO_MEDIA,
  devices: NO_DEVICES,
  roomRoster: null,
  screen: NO_SCREEN,
  chat: [],
  files: [],
  panel: null,
  unread: 0,
  notices: [],
};
