/**
 * Features of a call, each with its slice of the state and with the functions
 * of the others that it needs.
 *
 * @module
 */
import { Annotations } from "../annotation/annotations.ts";
import type { ServerEvents } from "../../../signaling/protocol.ts";
import { appendChatLine, OPERATOR } from "../chat/chat_log.ts";
import { Chat, type ChatMessage } from "../chat/chat.ts";
import { FileTransfers } from "../files/file_transfers.ts";
import type { ActiveSpeakerDetectorOptions } from "../media/active_speakers.ts";
import { DeviceManager } from "../media/device_manager.ts";
import type { MediaSettings } from "../media/media_settings.ts";
import type { MutedSpeechOptions } from "../media/muted_speech.ts";
import { LocalMedia } from "../media/local_media.ts";
import { MediaProcessing } from "../media/processing/media_processing.ts";
import { ScreenShare } from "../media/screen_share.ts";
import { Reactions } from "../reactions/reactions.ts";
import { ConnectionGenerations } from "../peer/connection_generations.ts";
import {
  ChannelMultiplexer,
  type SendChannelMessage,
} from "../peer/channel_multiplexer.ts";
import { readSentAudioLevel } from "../peer/audio_level.ts";
import { listStatsEntries } from "../peer/stats_report.ts";
import { chooseVideoCodec, type VideoCodecName } from "../peer/video_codec.ts";
import { QualityController } from "../quality/quality_controller.ts";
import { setFrameTime } from "../quality/quality_state.ts";
import { SignalingLossNotice } from "../signaling/signaling_loss_notice.ts";
import { selectSlice, type Store } from "../store.ts";
import { MessageAuthenticator } from "../trust/message_authenticator.ts";
import type { InboundMessage } from "../signaling/decode_server_message.ts";
import type { CallPlatform } from "./call_platform.ts";
import type { CallState } from "./call_state.ts";
import { createChannelHandlers } from "./channel_kinds.ts";
import { mayAnnotate } from "./drawing_right.ts";
import { FirstOffers } from "./first_offers.ts";
import { LivenessMonitor } from "./liveness_monitor.ts";
import type { MemberProfile } from "./member_profile.ts";
import { Members } from "./members.ts";
import { Notices } from "./notices.ts";
import { OwnProfile } from "./own_profile.ts";
import { RaisedHands } from "./raised_hands.ts";
import { RoomModeration } from "./room_moderation.ts";
import { VoiceVerificationLoader } from "./voice_verification_loader.ts";

/** Functions of the call that its features use. */
export interface CallFeaturesOptions {
  readonly store: Store<CallState>;
  readonly platform: CallPlatform;
  /** Sends a message to the server, or with `to` to a member. */
  readonly send: (event: string, data?: unknown, to?: string) => void;
  /** Updates our own profile, and sends it to the others. */
  readonly updateSelf: (part: Partial<MemberProfile>) => void;
  /** Handles a message of the server or of a member, once it is checked. */
  readonly onMessage: (message: InboundMessage) => void;
  /** Checks the connection to the server now. */
  readonly verifySignaling: () => void;
}

/** What is needed to find the active speakers. */
export interface SpeakerLevels
  extends Omit<ActiveSpeakerDetectorOptions, "levels"> {
  /** Receiver of each microphone; null while the member is not connected. */
  readonly receivers: () => ReadonlyMap<string, RTCRtpReceiver | null>;
}

/** All features of one call except signaling. */
export class CallFeatures {
  readonly notices: Notices;
  readonly lossNotice: SignalingLossNotice;
  readonly chat: Chat;
  readonly annotations: Annotations;
  readonly files: FileTransfers;
  readonly quality: QualityController;
  readonly generations = new ConnectionGenerations();
  readonly members: Members;
  readonly profile: OwnProfile;
  /** Null without the key of the room. */
  readonly authenticator: MessageAuthenticator | null;
  readonly liveness: LivenessMonitor;
  readonly moderation: RoomModeration;
  readonly hands: RaisedHands;
  readonly reactions: Reactions;
  readonly verification: VoiceVerificationLoader;
  readonly media: LocalMedia;
  readonly processing: MediaProcessing;
  readonly devices: DeviceManager;
  readonly screen: ScreenShare;
  readonly mutedSpeech: MutedSpeechOptions;
  /** Another track may be muted now. */
  onMutedTrackChange = () => {};
  readonly speakerLevels: SpeakerLevels;
  readonly #options: CallFeaturesOptions;
  readonly #channels: ChannelMultiplexer;
  readonly #peerIds = () =>
    this.#options.store.get().remoteMembers.map(({ id }) => id);
  readonly #firstOffers: FirstOffers;
  readonly #sendOnChannel: SendChannelMessage = (peerId, message) =>
    this.#channels.send(peerId, message);

  constructor(options: CallFeaturesOptions) {
    const { store, platform } = options;
    this.#options = options;
    const session = platform.makeId();
    this.authenticator = this.#createAuthenticator(session);
    this.notices = new Notices(store, platform.clock);
    this.#firstOffers = new FirstOffers(platform.clock);
    store.subscribe(({ remoteMembers }) =>
      this.#firstOffers.update(remoteMembers)
    );
    this.lossNotice = new SignalingLossNotice({
      clock: platform.clock,
      isOffline: () => store.get().isOffline,
      notify: (notice) => this.notices.post(notice),
    });
    this.chat = this.#createChat();
    this.annotations = this.#createAnnotations();
    this.files = this.#createFiles();
    this.quality = this.#createQuality();
    this.profile = this.#createProfile(session);
    this.liveness = new LivenessMonitor({
      clock: platform.clock,
      peers: () => this.members.peers(),
      send: this.#sendOnChannel,
      // Either way the state of the network has changed.
      onChange: () => options.verifySignaling(),
    });
    this.reactions = new Reactions({
      state: store,
      clock: platform.clock,
      peerIds: this.#peerIds,
      send: this.#sendOnChannel,
    });
    this.verification = new VoiceVerificationLoader({
      state: store,
      clock: platform.clock,
      selfId: () => store.get().room.selfId,
      send: this.#sendOnChannel,
      pcOf: (id) => this.members.peers().get(id)?.browserConnection ?? null,
      onRequest: (id) =>
        this.notices.post("code-requested", this.members.nameOf(id)),
      onChange: (id) =>
        this.notices.post("verification-lost", this.members.nameOf(id)),
      onError: platform.onError,
    });
    this.#channels = new ChannelMultiplexer(
      createChannelHandlers(this),
      (peerId) => this.liveness.onMessage(peerId),
    );
    this.members = this.#createMembers();
    this.moderation = new RoomModeration({
      state: selectSlice(store, "room"),
      notices: this.notices,
      nameOf: (id) => this.members.nameOf(id),
      muteSelf: () => this.#muteSelf(),
      send: options.send,
    });
    this.hands = new RaisedHands({
      state: store,
      clock: platform.clock,
      notices: this.notices,
      selfId: () => store.get().room.selfId,
      nameOf: (id) => this.members.nameOf(id),
      send: options.send,
    });
    this.devices = new DeviceManager({
      ...platform,
      state: selectSlice(store, "devices"),
      notify: (notice, deviceName) => this.notices.post(notice, deviceName),
      media: () => this.media,
    });
    this.processing = this.#createProcessing();
    this.media = this.#createMedia();
    this.screen = this.#createScreen();
    this.mutedSpeech = {
      clock: platform.clock,
      makeMeter: platform.makeMeter,
      mutedTrack: () => this.#mutedTrack(),
      onSpeech: () =>
        this.notices.post(
          platform.hasShortcuts() ? "muted-speech-key" : "muted-speech",
        ),
    };
    this.speakerLevels = {
      clock: platform.clock,
      receivers: () => this.#audioReceivers(),
      localLevel: () => this.#sentAudioLevel(),
      onActiveSpeakers: (activeSpeakers) => store.set({ activeSpeakers }),
      onFeaturedSpeaker: (featuredSpeaker) => store.set({ featuredSpeaker }),
    };
  }

  #createChat(): Chat {
    const { store, platform: { makeId, wallMs } } = this.#options;
    return new Chat({
      nowMs: wallMs,
      makeId,
      selfId: () => store.get().room.selfId,
      send: this.#sendOnChannel,
      onMessage: (message) => this.#onChatMessage(message),
    });
  }

  #createAnnotations(): Annotations {
    const { store, platform, updateSelf } = this.#options;
    const annotations = new Annotations({
      clock: platform.clock,
      summary: selectSlice(store, "annotation"),
      selfId: () => store.get().room.selfId,
      peerIds: this.#peerIds,
      mayAnnotate: (screenId, by) => mayAnnotate(store.get(), screenId, by),
      onPermission: (id, isAllowed) => this.#onPermission(id, isAllowed),
      makeOwnScreen: () => {
        const { screen } = this.screen.tracks;
        return screen && platform.makeStream([screen]);
      },
      publish: updateSelf,
      send: this.#sendOnChannel,
    });
    store.subscribe(() => annotations.update());
    return annotations;
  }

  /** Not at the end of a share, which has a message of its own. */
  #onPermission(screenId: string, isAllowed: boolean): void {
    const sharer = this.#options.store.get().remoteMembers
      .find(({ id }) => id === screenId);
    if (!sharer?.info.sharing) return;
    const kind = isAllowed ? "drawing-allowed" : "drawing-ended";
    this.notices.post(kind, sharer.info.name);
  }

  #createFiles(): FileTransfers {
    const { store, platform } = this.#options;
    return new FileTransfers({
      ...platform,
      ...platform.files,
      state: store,
      nameOf: (peerId) => this.members.nameOf(peerId),
      notify: (notice, memberName) => {
        if (notice === "file-offered") this.#countUnread();
        this.notices.post(notice, memberName);
      },
    });
  }

  #createQuality(): QualityController {
    const { store, platform } = this.#options;
    return new QualityController({
      clock: platform.clock,
      members: () => store.get().remoteMembers,
      peers: () => this.members.reachablePeers(),
      send: this.#sendOnChannel,
      camera: () => this.media.tracks.video,
      screen: () => this.screen.tracks.screen,
      settings: () => store.get().mediaSettings,
      onFullHdDemand: (isWanted) => this.media.setFullHd(isWanted),
      videoCodec: (id) => this.#videoCodecOf(id),
      onProtectionChange: (id) => this.members.updateAudioCoding(id),
    });
  }

  #createProfile(session: string): OwnProfile {
    const { store } = this.#options;
    return new OwnProfile({
      session,
      profile: () => store.get().self,
      peerIds: this.#peerIds,
      send: this.#sendOnChannel,
      onProfile: (peerId, message) => this.members.onProfile(peerId, message),
    });
  }

  #createAuthenticator(session: string): MessageAuthenticator | null {
    const { store, platform: { computeProof, onError }, ...options } =
      this.#options;
    if (!computeProof) return null;
    store.set({ hasKey: true });
    return new MessageAuthenticator({
      computeProof,
      session,
      onError,
      send: options.send,
      deliver: options.onMessage,
      onStanding: (id, standing) => this.members.onStanding(id, standing),
      onUnproven: (message) => this.members.onUnproven(message),
    });
  }

  /** Sends a message, with a proof where there is a key. */
  readonly send = (event: string, data?: unknown, to?: string): void =>
    this.authenticator
      ? void this.authenticator.send(event, data, to)
      : this.#options.send(event, data, to);

  #createMembers(): Members {
    const { store, platform } = this.#options;
    return new Members({
      ...platform,
      state: store,
      notices: this.notices,
      tracks: () => ({ ...this.processing.tracks, ...this.screen.tracks }),
      generations: this.generations,
      send: (event, data, to) => {
        this.send(event, data, to);
        this.#firstOffers.onSent(event, data, to);
      },
      onConnecting: ({ id, connected }) =>
        platform.onConnecting(
          this.#firstOffers.watch(id, connected),
          connected,
        ),
      standingOf: (id) => this.authenticator?.standingOf(id) ?? null,
      connectionMedia: (id) => ({
        startLimits: () => this.quality.beginStart(id),
        videoCodec: () => this.#videoCodecOf(id),
        audioCoding: () => ({
          contents: [
            store.get().mediaSettings.isMusic ? "music" : "speech",
            "music",
          ],
          isRedundant: this.quality.isProtected(id),
        }),
      }),
      onMemberAdded: (id) => {
        this.chat.addPeer(id);
        this.files.addPeer(id);
      },
      onMemberRemoved: (id, reason) => {
        this.#channels.removePeer(id);
        this.chat.removePeer(id);
        this.annotations.removePeer(id, reason !== undefined);
        this.files.removePeer(id);
        this.reactions.removePeer(id);
      },
      onConnection: () => {},
      onChannel: (id, name, channel) => {
        if (name === "chat") this.#channels.attach(id, channel);
        else this.files.attach(id, channel);
      },
    });
  }

  #createMedia(): LocalMedia {
    const { store, platform, updateSelf } = this.#options;
    return new LocalMedia({
      ...platform,
      state: selectSlice(store, "media"),
      settings: () => store.get().mediaSettings,
      onChange: () => {
        const { microphone, camera } = store.get().media;
        updateSelf({
          muted: !microphone.isOn || microphone.isInterrupted,
          cameraOff: !camera.isOn || camera.isInterrupted,
          cameraInterrupted: camera.isOn && camera.isInterrupted,
        });
      },
      suppressesNoise: () => store.get().processing.noise.isOn,
      onTracks: (tracks) => this.processing.setDevices(tracks),
      onDeviceList: (devices, isChange) =>
        this.devices.onDeviceList(devices, isChange),
      onInterruption: (kind, isInterrupted) =>
        this.devices.onInterruption(kind, isInterrupted),
      onDeviceLost: (kind, replacement) =>
        this.devices.onDeviceLost(kind, replacement),
    });
  }

  #createProcessing(): MediaProcessing {
    const { store, platform } = this.#options;
    const media = selectSlice(store, "media");
    return new MediaProcessing({
      ...platform,
      state: selectSlice(store, "processing"),
      onCamera: (track) => {
        media.set({ preview: track && platform.makeStream([track]) });
        this.#onTracksChange();
      },
      onMicrophone: () => this.#onTracksChange(),
      mayRemoveNoise: () => !store.get().mediaSettings.isMusic,
      onNoiseSuppression: () => void this.media.updateAudioProcessing(),
      onFrameTime: (frameMs) => setFrameTime(this.quality.store, frameMs),
      notify: (notice) => this.notices.post(notice),
    });
  }

  #createScreen(): ScreenShare {
    const { store, platform } = this.#options;
    return new ScreenShare({
      ...platform,
      state: selectSlice(store, "screen"),
      isMotion: () => store.get().mediaSettings.isScreenMotion,
      onChange: () => this.#onScreenChange(),
      onTracks: () => this.#onTracksChange(),
      onFailure: () => this.notices.post("screen-failed"),
      onSoundDropped: () => this.notices.post("screen-silent"),
    });
  }

  /** Asks a member for key frames of its videos. */
  requestKeyFrame(peerId: string): void {
    this.#sendOnChannel(peerId, { kind: "key-frame" });
  }

  #onScreenChange(): void {
    const { store, updateSelf } = this.#options;
    const { isSharing } = store.get().screen;
    updateSelf({ sharing: isSharing });
    if (!isSharing) this.annotations.onShareEnd();
  }

  #onChatMessage(message: ChatMessage): void {
    const { store } = this.#options;
    const { from, privateWith } = message;
    if (from !== null) this.#countUnread();
    const name = from === null
      ? store.get().self.name
      : this.members.nameOf(from);
    const privateName = privateWith ? this.members.nameOf(privateWith) : "";
    appendChatLine(store, { ...message, name, privateName });
  }

  /** Shows a text of the server's operator in the chat. */
  showOperatorMessage(
    { text, isPrivate }: ServerEvents["operator-message"],
  ): void {
    const { makeId, wallMs } = this.#options.platform;
    this.#onChatMessage({
      id: `${OPERATOR} ${makeId()}`,
      from: OPERATOR,
      text,
      atMs: wallMs(),
      privateWith: isPrivate ? OPERATOR : null,
      replyTo: null,
    });
  }

  #countUnread(): void {
    const { store } = this.#options;
    const { panel, unread } = store.get();
    if (panel !== "chat") store.set({ unread: unread + 1 });
  }

  /** Applies other settings, also in a running call. */
  setMediaSettings(next: MediaSettings): void {
    const { store } = this.#options;
    const before = store.get().mediaSettings;
    store.set({ mediaSettings: next });
    const { media } = this;
    if (next.isSoundOnly && !before.isSoundOnly) void media.setCamera(false);
    const hasCameraFormat = next.cameraSize === before.cameraSize &&
      next.frameRate === before.frameRate;
    if (!hasCameraFormat) void media.applyCameraFormat();
    if (next.isMusic !== before.isMusic) {
      void media.applyMusicMode();
      for (const id of this.members.peers().keys()) {
        this.members.updateAudioCoding(id);
      }
    }
    if (next.isScreenMotion !== before.isScreenMotion) {
      this.screen.applyContent();
    }
    this.quality.onSettingsChange();
  }

  #videoCodecOf(id: string): VideoCodecName {
    const { self, remoteMembers, mediaSettings } = this.#options.store.get();
    if (mediaSettings.codec !== "auto") return mediaSettings.codec;
    const member = remoteMembers.find((other) => other.id === id);
    return chooseVideoCodec(self.videoCodecs, member?.info.videoCodecs ?? []);
  }

  /** Track of a microphone that the person has muted and that is open. */
  #mutedTrack(): MediaStreamTrack | null {
    const { media: { microphone }, devices } = this.#options.store.get();
    const isWatched = devices.detectsMutedSpeech &&
      !devices.pushToTalk.isEnabled && !microphone.isOn &&
      !microphone.isInterrupted;
    return isWatched ? this.media.tracks.audio : null;
  }

  /** Receiver of each microphone; null while the member is not connected. */
  #audioReceivers(): ReadonlyMap<string, RTCRtpReceiver | null> {
    return new Map(
      [...this.members.peers()].map(([id, peer]) => [id, peer.audioReceiver]),
    );
  }

  /** Level of our microphone as it is sent; 0 without a connection. */
  async #sentAudioLevel(): Promise<number> {
    const peers = [...this.members.peers().values()];
    const [sender] = peers.flatMap(({ audioSender }) => audioSender ?? []);
    return readSentAudioLevel(listStatsEntries(await sender?.getStats()));
  }

  #onTracksChange(): void {
    this.onMutedTrackChange();
    this.members.sendTracks();
    this.quality.onTracksChange();
  }

  /** Mutes on behalf of a host; false when we were muted already. */
  #muteSelf(): boolean {
    const { isOn, isStarting } = this.media.state.microphone;
    void this.media.setMicrophone(false);
    return isOn || isStarting;
  }
}
