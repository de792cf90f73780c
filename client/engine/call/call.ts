/**
 * The call: joins and leaves the room, and connects signaling to the features.
 *
 * @module
 */
import {
  type ErrorCode,
  PAGE_MAX_MEMBERS,
  type ServerEvents,
} from "../../../signaling/protocol.ts";
import type { Annotations } from "../annotation/annotations.ts";
import type { ChatTarget } from "../chat/chat.ts";
import type { FileTransfers } from "../files/file_transfers.ts";
import type { DeviceManager } from "../media/device_manager.ts";
import type { MediaSettings } from "../media/media_settings.ts";
import type { MutedSpeechOptions } from "../media/muted_speech.ts";
import type { LocalMedia } from "../media/local_media.ts";
import type { MediaProcessing } from "../media/processing/media_processing.ts";
import type { ScreenShare } from "../media/screen_share.ts";
import type { Reactions } from "../reactions/reactions.ts";
import type { StatsSnapshot } from "../peer/stats_report.ts";
import type { VideoCodecName } from "../peer/video_codec.ts";
import type { CallAssessment } from "../quality/call_assessment.ts";
import type { QualityController } from "../quality/quality_controller.ts";
import type { InboundMessage } from "../signaling/decode_server_message.ts";
import { PreparedSocket } from "../signaling/prepared_socket.ts";
import {
  SignalingClient,
  type SignalingConnectionState,
} from "../signaling/signaling_client.ts";
import type { Store } from "../store.ts";
import { CallFeatures, type SpeakerLevels } from "./call_features.ts";
import type { CallPlatform } from "./call_platform.ts";
import type { CallState, ChatLine, PanelName } from "./call_state.ts";
import { cleanDisplayName } from "../../../signaling/display_name.ts";
import { withVolume } from "./member_volumes.ts";
import type { MemberProfile } from "./member_profile.ts";
import type { Notices } from "./notices.ts";
import type { RaisedHands } from "./raised_hands.ts";
import type { RoomModeration } from "./room_moderation.ts";
import { firstGenerationOf, resumePointOf, type Visit } from "./visit.ts";
import { VisitKeeper } from "./visit_keeper.ts";
import type { VoiceVerificationLoader } from "./voice_verification_loader.ts";

/** Time to answer offers that arrive with a welcome. */
const ANSWER_MS = 250;
/** Interval of `Members.tick`. */
export const MEMBER_TICK_MS = 1_000;

/** Watches the call while members are connected. */
export interface CallWatch {
  /** True while signaling is verified as soon as the network is back. */
  readonly isNetworkWatched: boolean;
  /** Assesses the connections for views. */
  readonly assessment: CallAssessment;
  /** We are in the room. */
  start(): void;
  stop(): void;
  /**
   * Called about once a second, and when the connection to the server is lost.
   *
   * @param isCutOff Neither the server answers nor anything arrives from a member.
   */
  update(isCutOff: boolean): void;
  /** Another track may be muted now. */
  onMutedTrackChange(): void;
  /** A report on the connection to a member. */
  addReading(peerId: string, snapshot: StatsSnapshot): void;
}

/** One visit to one room. */
export class Call {
  readonly #roomName: string;
  readonly #store: Store<CallState>;
  readonly #platform: CallPlatform;
  readonly #features: CallFeatures;
  readonly #visitKeeper: VisitKeeper;
  readonly #preparedSocket: PreparedSocket;
  /** Visit of an earlier page that `join` continues. */
  #earlierVisit: Visit | null = null;
  #signaling: SignalingClient | null = null;
  #watch: CallWatch | null = null;
  #cancelTick = () => {};
  /** Sends a message to the server, or with `to` to a member. */
  readonly send = (event: string, data?: unknown, to?: string): void =>
    this.#signaling?.send(event, data, to);

  constructor(
    roomName: string,
    store: Store<CallState>,
    platform: CallPlatform,
  ) {
    this.#roomName = roomName;
    this.#store = store;
    this.#platform = platform;
    this.#preparedSocket = new PreparedSocket({
      clock: platform.clock,
      invitation: platform.invitation,
      openDeferredSocket: (events) =>
        platform.openDeferredSocket(roomName, events),
    });
    this.#features = new CallFeatures({
      store,
      platform,
      send: this.send,
      onMessage: (message) => {
        if (this.#signaling) this.#dispatchMessage(message);
      },
      updateSelf: (part) => this.#updateSelf(part),
      verifySignaling: () => this.verifySignaling(),
    });
    this.#visitKeeper = new VisitKeeper({
      roomName,
      store,
      visits: platform.visits,
      generations: this.#features.generations,
    });
  }

  get media(): LocalMedia {
    return this.#features.media;
  }

  get processing(): MediaProcessing {
    return this.#features.processing;
  }

  get devices(): DeviceManager {
    return this.#features.devices;
  }

  get screen(): ScreenShare {
    return this.#features.screen;
  }

  get notices(): Notices {
    return this.#features.notices;
  }

  get moderation(): RoomModeration {
    return this.#features.moderation;
  }

  get hands(): RaisedHands {
    return this.#features.hands;
  }

  get verification(): VoiceVerificationLoader {
    return this.#features.verification;
  }

  get reactions(): Reactions {
    return this.#features.reactions;
  }

  get quality(): QualityController {
    return this.#features.quality;
  }

  get files(): FileTransfers {
    return this.#features.files;
  }

  get annotations(): Annotations {
    return this.#features.annotations;
  }

  /** The visit, for another page to continue; null without a seat. */
  get visit(): Visit | null {
    return this.#visitKeeper.visit;
  }

  /** `join` takes the seat of this visit again; null a new one. */
  continueVisit(visit: Visit | null): void {
    this.#earlierVisit = visit;
    this.#features.generations.startAt(firstGenerationOf(visit));
    this.#store.set({ volumes: visit?.volumes ?? {} });
  }

  /** Shows the conversation of an earlier page, and continues it. */
  restoreChat(lines: readonly ChatLine[]): void {
    this.#features.chat.restore(lines);
    this.#store.set({ chat: lines });
  }

  /** Opens in the lobby what joining needs; repeated where it was closed. */
  prepareJoin(): void {
    if (this.#signaling || this.#store.get().phase !== "lobby") return;
    this.#preparedSocket.prepare();
    this.#features.members.prepareConnection();
  }

  /** Joins the room under a name. */
  join(name: string): void {
    if (this.#signaling) return;
    this.#store.set({ phase: "joining", refusal: null, serverFault: null });
    this.devices.resetPushToTalk();
    this.#updateSelf({ name: cleanDisplayName(name) });
    this.#signaling = new SignalingClient({
      ...this.#platform,
      open: (resume, events) =>
        this.#preparedSocket.take(this.#roomName, resume, events) ??
          this.#platform.openSocket(this.#roomName, resume, events),
      resume: resumePointOf(this.#earlierVisit),
      knockName: () => this.#store.get().self.name,
      isNetworkWatched: () => this.#watch?.isNetworkWatched ?? false,
      onMessage: (message) => {
        const { authenticator } = this.#features;
        if (authenticator) void authenticator.receive(message);
        else this.#dispatchMessage(message);
      },
      onState: (state, code) => this.#onSignalingState(state, code),
      onSocketFailure: (failure) =>
        this.#store.set({ serverFault: failure?.message ?? null }),
    });
    this.#signaling.start();
    this.#tick();
  }

  /** Changes the own name, also during the call. */
  setName(name: string): void {
    this.#updateSelf({ name: cleanDisplayName(name) });
  }

  /** Stops joining or knocking, and returns to the lobby. */
  cancelJoin(): void {
    this.#end();
    this.screen.stop();
    this.#store.set({ phase: "lobby", refusal: null, serverFault: null });
  }

  /** Leaves the room and closes the devices. */
  leave(): void {
    this.#endWithDevices();
    this.#visitKeeper.discard();
    this.#store.set({ phase: "left" });
  }

  /** The page is closed or reloaded: ends, and keeps the seat for a reload. */
  suspend(): void {
    this.#signaling?.suspend();
    this.#endWithDevices();
    this.#store.set({ phase: "left" });
  }

  /** Another tab continues the visit. */
  giveUpSeat(): void {
    this.#signaling?.suspend();
    this.#endRefused(null);
  }

  /** Applies other settings of size, frame rate and content. */
  setMediaSettings(settings: MediaSettings): void {
    this.#features.setMediaSettings(settings);
  }

  /** Publishes the video codecs that this device encodes cheaply. */
  setVideoCodecs(videoCodecs: readonly VideoCodecName[]): void {
    this.#updateSelf({ videoCodecs });
  }

  /** Sends a chat message; false when it is empty or cannot be sent. */
  sendChat(text: string, target?: ChatTarget): boolean {
    return this.#features.chat.send(text, target);
  }

  /** Opens a panel beside the stage in place of another, or closes it. */
  openPanel(panel: PanelName | null): void {
    const { unread } = this.#store.get();
    this.#store.set({ panel, unread: panel === "chat" ? 0 : unread });
  }

  /** Tells the others whether we record the call. */
  setRecording(recording: boolean): void {
    this.#updateSelf({ recording });
  }

  /** Plays a member at a volume from 0 to 1, for this visit. */
  setMemberVolume(peerId: string, volume: number): void {
    const { volumes } = this.#store.get();
    this.#store.set({ volumes: withVolume(volumes, peerId, volume) });
    this.#visitKeeper.save();
  }

  /** Connects to a member that proves nothing, as the person decided. */
  allowMember(peerId: string): void {
    this.#features.authenticator?.allow(peerId);
  }

  /** Replaces the connection to one member now. */
  retryPeer(peerId: string): void {
    this.#features.members.peers().get(peerId)?.retry();
  }

  /** Sets what watches the call. */
  setWatch(watch: CallWatch): void {
    this.#watch = watch;
    this.quality.assessment = watch.assessment;
    this.quality.onReading = (id, snapshot) => watch.addReading(id, snapshot);
    this.#features.onMutedTrackChange = () => watch.onMutedTrackChange();
    if (this.#store.get().phase === "joined") watch.start();
  }

  /** How a person is noticed that speaks while muted. */
  get mutedSpeech(): MutedSpeechOptions {
    return this.#features.mutedSpeech;
  }

  /** Levels of all microphones, and where the speakers are shown. */
  get speakerLevels(): SpeakerLevels {
    return this.#features.speakerLevels;
  }

  /** Makes a connection to nobody, to gather candidates; null without ICE servers. */
  makeGatheringPc(): RTCPeerConnection | null {
    const { members } = this.#features;
    return members.configuration.iceServers?.length ? members.makePc() : null;
  }

  /** Asks a member for key frames of its videos. */
  requestKeyFrame(peerId: string): void {
    this.#features.requestKeyFrame(peerId);
  }

  /** Replaces a connection that works and shows no picture; false without the server. */
  replaceConnection(peerId: string): boolean {
    const isOpen = this.#store.get().signalingState === "open";
    if (isOpen) this.#features.members.peers().get(peerId)?.connect();
    return isOpen;
  }

  /**
   * True while the network is known to work: the server answers, or something
   * arrives from a member.
   */
  get hasNetworkEvidence(): boolean {
    return this.#store.get().signalingState === "open" ||
      this.#features.liveness.hasEvidence;
  }

  /** Checks the connection to the server now. */
  verifySignaling(): void {
    this.#signaling?.reconnectNow();
  }

  /** The network or the tab came back: reconnects without waiting for timers. */
  onResume(): void {
    this.#signaling?.reconnectNow();
    this.#features.members.onResume();
  }

  /** The network changed: searches new paths to all members. */
  onNetworkChange(): void {
    this.#signaling?.reconnectNow();
    this.#features.members.onNetworkChange();
  }

  /** True when neither the server answers nor anything arrives from a member. */
  get #isCutOff(): boolean {
    const { phase, remoteMembers } = this.#store.get();
    return phase === "joined" && remoteMembers.length > 0 &&
      !this.hasNetworkEvidence;
  }

  #endRefused(refusal: ErrorCode | null): void {
    this.#endWithDevices();
    // A member whose room is full at the moment may come back later.
    if (refusal !== "room-full") this.#visitKeeper.discard();
    this.#store.set({ phase: "refused", refusal });
  }

  #endWithDevices(): void {
    this.#end();
    this.media.stop();
    this.screen.stop();
  }

  #end(): void {
    const { lossNotice, quality, members, liveness } = this.#features;
    this.#cancelTick();
    this.#visitKeeper.stop();
    this.#preparedSocket.discard();
    liveness.stop();
    this.#watch?.stop();
    lossNotice.stop();
    quality.stop();
    const signaling = this.#signaling;
    this.#signaling = null;
    signaling?.leave();
    members.discardConnection();
    members.closeAll();
  }

  #tick(): void {
    this.#recoverMembers();
    this.#watch?.update(this.#isCutOff);
    this.#cancelTick = this.#platform.clock.after(
      MEMBER_TICK_MS,
      () => this.#tick(),
    );
  }

  /**
   * Recovers connections while the server is reached: a restart of ICE on a
   * dead network would gather no candidates, and its offer be in the way of the
   * other side's.
   */
  #recoverMembers(): void {
    const isOpen = this.#store.get().signalingState === "open";
    if (isOpen && !this.#signaling?.isVerifying) this.#features.members.tick();
  }

  #updateSelf(part: Partial<MemberProfile>): void {
    const { self: previous, phase } = this.#store.get();
    const self = { ...previous, ...part };
    if (JSON.stringify(self) === JSON.stringify(previous)) return;
    this.#store.set({ self });
    const { profile } = this.#features;
    profile.onChange();
    if (phase === "joined") this.#features.send("info", profile.info);
    this.#visitKeeper.save();
  }

  #onSignalingState(
    signalingState: SignalingConnectionState,
    code: ErrorCode | null,
  ): void {
    const { members, lossNotice } = this.#features;
    const { signalingState: previous, phase } = this.#store.get();
    this.#store.set({ signalingState });
    if (signalingState === "refused") {
      this.#endRefused(code);
    } else if (signalingState === "knocking") {
      // Also during a call: the room was locked while we were away.
      members.closeAll();
      lossNotice.stop();
      this.#visitKeeper.discard();
      this.#store.set({ phase: "knocking", refusal: null });
    } else if (phase === "joining" || phase === "knocking") {
      // The page shows why joining takes time.
      this.#store.set({ refusal: code });
    } else if (phase === "joined") {
      if (previous === "open" && signalingState !== "closed") {
        lossNotice.onLost();
      }
      if (signalingState === "open") lossNotice.onRestored();
      // Before another socket is opened, which a network that is away would delay.
      if (signalingState === "waiting") this.#watch?.update(this.#isCutOff);
    }
  }

  #dispatchMessage(message: InboundMessage): void {
    const { members, moderation, hands } = this.#features;
    if (message.from !== undefined) {
      return members.receiveRelayed(message);
    }
    switch (message.event) {
      case "welcome":
        return this.#onWelcome(message.data);
      case "peer-joined":
        return members.onJoined(message.data);
      case "peer-info":
        return members.onInfo(message.data);
      case "peer-left":
        return members.onLeft(message.data.id, message.data.reason);
      case "ice-servers":
        return members.setIceConfig(message.data);
      case "room":
        this.#visitKeeper.setToken(message.data.resume);
        return moderation.receiveMessage(message);
      case "hands":
        return hands.onChange(message.data);
      case "operator-message":
        return this.#features.showOperatorMessage(message.data);
      default:
        return moderation.receiveMessage(message);
    }
  }

  #onWelcome(data: ServerEvents["welcome"]): void {
    const isNewcomer = this.#store.get().phase !== "joined";
    const isReturning = data.id === this.#earlierVisit?.id;
    if (isNewcomer && !isReturning && data.peers.length >= PAGE_MAX_MEMBERS) {
      return this.#endRefused("room-full");
    }
    // Again: the microphone can be unmuted while knocking.
    if (isNewcomer) this.devices.resetPushToTalk();
    this.#store.set({
      phase: "joined",
      roomName: data.room,
      refusal: null,
      serverFault: null,
    });
    // Also after a reconnection: an earlier `info` may have been lost.
    this.#features.send("info", this.#features.profile.info);
    const { members, moderation, hands, quality, liveness } = this.#features;
    members.applyWelcome(data);
    moderation.applyWelcome(data);
    hands.applyWelcome(data);
    this.#visitKeeper.setToken(data.resume);
    this.#watch?.start();
    quality.start();
    liveness.start();
    // Connections that failed meanwhile need the server to recover. Offers of
    // the others came with the welcome and are answered first.
    this.#platform.clock.after(ANSWER_MS, () => this.#recoverMembers());
  }
}
