/**
 * State of a call that the views draw: the slices of all features.
 *
 * @module
 */
import type { ErrorCode } from "../../../signaling/protocol.ts";
import {
  DEFAULT_MEDIA_SETTINGS,
  type MediaSettings,
} from "../media/media_settings.ts";
import {
  type AnnotationSummary,
  NO_ANNOTATION_SUMMARY,
} from "../annotation/annotation_state.ts";
import type { ChatState } from "../chat/chat_log.ts";
import type { FilesState } from "../files/file_transfers.ts";
import type { ActiveSpeakers } from "../media/active_speakers.ts";
import { type DevicesState, NO_DEVICES } from "../media/device_manager.ts";
import { type MediaState, NO_MEDIA } from "../media/media_state.ts";
import type { ReactionsState } from "../reactions/reactions.ts";
import {
  NO_PROCESSING,
  type ProcessingState,
} from "../media/processing/processing_state.ts";
import { NO_SCREEN, type ScreenState } from "../media/screen_share.ts";
import type { SignalingConnectionState } from "../signaling/signaling_client.ts";
import { type AlertSettings, DEFAULT_ALERTS } from "./alert_settings.ts";
import type { ConnectivityState } from "./connectivity_monitor.ts";
import type { MemberProfile } from "./member_profile.ts";
import type { NoticesState } from "./notices.ts";
import type { RosterState } from "./remote_member.ts";
import type { VerificationsState } from "../trust/verification_state.ts";
import type { VolumesState } from "./member_volumes.ts";
import type { HandsState } from "./raised_hands.ts";
import { type RoomState, UNKNOWN_ROOM } from "./room_moderation.ts";
import { NO_RECORDING, type RecordingState } from "./recording_state.ts";
import { DEFAULT_STAGE, type StageChoice } from "./stage_choice.ts";

export type { ChatLine } from "../chat/chat_log.ts";
export type { Notice, NoticeKind } from "./notices.ts";
export type { RemoteMember } from "./remote_member.ts";

/** Phase of a visit to a room. */
export type CallPhase =
  | "lobby"
  | "joining"
  /** The room is locked; a member inside may admit us. */
  | "knocking"
  | "joined"
  | "left"
  | "refused";

/** How a page in the lobby may enter the call. */
export type CallEntry =
  | "new"
  /** Back into the seat that this tab had before a reload. */
  | "return"
  /** Another tab of this browser is in the call. */
  | "other-tab";

/** Panels beside the stage, of which one is open at a time. */
export type PanelName = "chat" | "people" | "settings" | "invite" | "quality";

/** Link to the room. */
export interface Invitation {
  readonly link: string;
  /** True when other devices cannot reach it. */
  readonly isLocalOnly: boolean;
}

/** Everything that the views draw. */
export interface CallState
  extends
    ChatState,
    FilesState,
    RosterState,
    NoticesState,
    ConnectivityState,
    ReactionsState,
    HandsState,
    VerificationsState,
    VolumesState {
  readonly phase: CallPhase;
  /** Why the server refused us, when `phase` is `refused`. */
  readonly refusal: ErrorCode | null;
  /** Name of the room, as its first member wrote it. */
  readonly roomName: string;
  /** True when the messages of members are checked with the key of the room. */
  readonly hasKey: boolean;
  /** Where the room can be joined. */
  readonly invitation: Invitation;
  readonly entry: CallEntry;
  /** Sentence of the server on its own fault, which keeps us from joining. */
  readonly serverFault: string | null;
  readonly signalingState: SignalingConnectionState;
  readonly room: RoomState;
  readonly self: MemberProfile;
  readonly activeSpeakers: ActiveSpeakers;
  /** Id of the member for a view with one large picture, or null. */
  readonly featuredSpeaker: string | null;
  readonly stage: StageChoice;
  readonly media: MediaState;
  readonly mediaSettings: MediaSettings;
  readonly devices: DevicesState;
  readonly processing: ProcessingState;
  /** Names of the members in the room, for the lobby; null before the first answer. */
  readonly roomRoster: readonly string[] | null;
  readonly screen: ScreenState;
  readonly annotation: AnnotationSummary;
  readonly recording: RecordingState;
  readonly alerts: AlertSettings;
  readonly panel: PanelName | null;
  /** Number of messages and files that arrived while the chat was closed. */
  readonly unread: number;
}

/** State of a page that has just been opened. */
export const INITIAL_CALL_STATE: CallState = {
  phase: "lobby",
  refusal: null,
  serverFault: null,
  roomName: "",
  hasKey: false,
  invitation: { link: "", isLocalOnly: false },
  entry: "new",
  signalingState: "closed",
  room: UNKNOWN_ROOM,
  isOffline: false,
  self: {
    name: "",
    muted: true,
    cameraOff: true,
    cameraInterrupted: false,
    sharing: false,
    videoCodecs: [],
    annotatable: false,
    annotatableBy: [],
    recording: false,
  },
  remoteMembers: [],
  activeSpeakers: [],
  featuredSpeaker: null,
  stage: DEFAULT_STAGE,
  media: NO_MEDIA,
  mediaSettings: DEFAULT_MEDIA_SETTINGS,
  devices: NO_DEVICES,
  processing: NO_PROCESSING,
  roomRoster: null,
  screen: NO_SCREEN,
  annotation: NO_ANNOTATION_SUMMARY,
  recording: NO_RECORDING,
  alerts: DEFAULT_ALERTS,
  chat: [],
  files: [],
  panel: null,
  unread: 0,
  notices: [],
  reactions: [],
  hands: [],
  verifications: {},
  volumes: {},
  memberSpeakers: {},
};
