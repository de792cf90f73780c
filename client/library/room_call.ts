/**
 * The call of one room: the parts of the engine that the library uses.
 *
 * @module
 */
import type { ErrorCode, ServerEvents } from "../../signaling/protocol.ts";
import { cleanDisplayName } from "../../signaling/display_name.ts";
import { Chat } from "../engine/chat/chat.ts";
import {
  ConnectivityMonitor,
  type ConnectivityState,
} from "../engine/call/connectivity_monitor.ts";
import { LivenessMonitor } from "../engine/call/liveness_monitor.ts";
import type { MemberProfile } from "../engine/call/member_profile.ts";
import { type DepartureReason, Members } from "../engine/call/members.ts";
import { OwnProfile } from "../engine/call/own_profile.ts";
import type { RosterState } from "../engine/call/remote_member.ts";
import { DEFAULT_MEDIA_SETTINGS } from "../engine/media/media_settings.ts";
import { ChannelMultiplexer } from "../engine/peer/channel_multiplexer.ts";
import { ConnectionGenerations } from "../engine/peer/connection_generations.ts";
import {
  chooseVideoCodec,
  type VideoCodecName,
} from "../engine/peer/video_codec.ts";
import { QualityController } from "../engine/quality/quality_controller.ts";
import type { RenderedSize } from "../engine/quality/uplink_budget.ts";
import type { InboundMessage } from "../engine/signaling/decode_server_message.ts";
import {
  SignalingClient,
  type SignalingConnectionState,
} from "../engine/signaling/signaling_client.ts";
import type { SocketFailure } from "../engine/signaling/socket_failure.ts";
import { MessageAuthenticator } from "../engine/trust/message_authenticator.ts";
import { Store } from "../engine/store.ts";
import type { LibraryPlatform } from "./library_platform.ts";
import type { OwnMedia } from "./own_media.ts";
import type { RoomAddress } from "./room_address.ts";

/** A chat message of a member. */
export interface ReceivedText {
  /** Id of the member. */
  readonly from: string;
  readonly text: string;
  readonly isPrivate: boolean;
}

/** What a call reports. */
export interface RoomCallEvents {
  onWelcome(welcome: ServerEvents["welcome"]): void;
  /** The room is locked, and the server passes on that we wait. */
  onWaiting(): void;
  /** The server is reached, or no longer. */
  onReached(isReached: boolean): void;
  /** The server has refused us, or ended our seat. */
  onRefused(code: ErrorCode | null): void;
  /** Why the server is not reached. */
  onFailure(failure: SocketFailure | null): void;
  onRosterChange(state: RosterState): void;
  onDeparture(id: string, reason?: DepartureReason): void;
  onText(message: ReceivedText): void;
  onConnection(id: string, pc: RTCPeerConnection): void;
  /** A host mutes us. */
  onMuted(): void;
}

/** Dependencies of {@linkcode RoomCall}. */
export interface RoomCallOptions {
  readonly address: RoomAddress;
  readonly name: string;
  readonly isRelayOnly: boolean;
  readonly platform: LibraryPlatform;
  readonly media: () => OwnMedia;
  readonly renderedSizes: () => ReadonlyMap<string, RenderedSize>;
  readonly events: RoomCallEvents;
}

/** Interval for recovering connections and reading what is sent. */
const TICK_MS = 1_000;
/** Time to answer offers that arrive with a welcome. */
const ANSWER_MS = 250;

type CallParts = RosterState & ConnectivityState;

/** One visit to one room. */
export class RoomCall {
  readonly #options: RoomCallOptions;
  readonly #state = new Store<CallParts>({
    remoteMembers: [],
    isOffline: false,
  });
  readonly #channels: ChannelMultiplexer;
  readonly #members: Members;
  readonly #quality: QualityController;
  readonly #liveness: LivenessMonitor;
  readonly #chat: Chat;
  readonly #profile: OwnProfile;
  readonly #connectivity: ConnectivityMonitor;
  readonly #signaling: SignalingClient;
  /** Null without the key of the room. */
  readonly #authenticator: MessageAuthenticator | null;
  readonly #stopListening: () => void;
  #self: MemberProfile;
  #selfId = "";
  #isOpen = false;
  #cancelTick = () => {};
  #cancelAnswer = () => {};

  constructor(options: RoomCallOptions) {
    this.#options = options;
    const { platform, events } = options;
    const { clock } = platform;
    const peerIds = () => this.#state.get().remoteMembers.map(({ id }) => id);
    const send = (id: string, message: { readonly kind: string }) =>
      this.#channels.send(id, message);
    this.#self = {
      name: cleanDisplayName(options.name),
      muted: true,
      cameraOff: true,
      cameraInterrupted: false,
      sharing: false,
      annotatable: false,
      videoCodecs: [],
      recording: false,
    };
    const session = platform.makeId();
    this.#authenticator = this.#createAuthenticator(session);
    this.#profile = new OwnProfile({
      session,
      profile: () => this.#self,
      peerIds,
      send,
      onProfile: (id, message) => this.#members.onProfile(id, message),
    });
    this.#chat = new Chat({
      nowMs: platform.wallMs,
      makeId: platform.makeId,
      selfId: () => this.#selfId,
      send,
      onMessage: ({ from, text, privateWith }) => {
        if (from === null) return;
        events.onText({ from, text, isPrivate: privateWith !== null });
      },
    });
    this.#liveness = new LivenessMonitor({
      clock,
      peers: () => this.#members.peers(),
      send,
      onChange: () => this.#signaling.reconnectNow(),
    });
    this.#quality = new QualityController({
      clock,
      members: () => this.#state.get().remoteMembers,
      peers: () => this.#members.reachablePeers(),
      send,
      camera: () => options.media().tracks.video,
      screen: () => options.media().tracks.screen,
      settings: () => DEFAULT_MEDIA_SETTINGS,
      onFullHdDemand: (isWanted) => options.media().setFullHd(isWanted),
      videoCodec: (id) => this.#videoCodecOf(id),
      onProtectionChange: (id) => this.#members.updateAudioCoding(id),
      assessment: null,
    });
    this.#channels = new ChannelMultiplexer({
      "key-frame": {
        maxChars: 64,
        receive: (id) => this.#members.sendKeyFrames(id),
        onChannelOpen: () => {},
      },
      text: this.#chat,
      private: this.#chat.privateHandler,
      profile: this.#profile,
      ...this.#liveness.handlers,
      view: this.#quality.viewHandler,
    }, (id) => this.#liveness.onMessage(id));
    this.#members = this.#createMembers();
    this.#connectivity = new ConnectivityMonitor({
      clock,
      wallMs: platform.wallMs,
      state: this.#state,
      isJoined: () => this.#selfId !== "",
      hasEvidence: () => this.#isOpen || this.#liveness.hasEvidence,
      onDoubt: () => this.#signaling.reconnectNow(),
      notices: { post: () => {} },
      onResume: () => {
        this.#signaling.reconnectNow();
        this.#members.onResume();
      },
      onNetworkChange: () => {
        this.#signaling.reconnectNow();
        this.#members.onNetworkChange();
      },
    });
    this.#quality.setPageContext({
      renderedSizes: options.renderedSizes,
      isVisible: () => true,
      cores: platform.cores,
    });
    this.#state.subscribe((state) => events.onRosterChange(state));
    this.#signaling = new SignalingClient({
      clock,
      random: platform.random,
      open: (resume, socket) =>
        platform.openSocket(options.address, resume, socket),
      resume: null,
      knockName: () => this.#self.name,
      onMessage: (message) => {
        if (this.#authenticator) void this.#authenticator.receive(message);
        else this.#receive(message);
      },
      onState: (state, code) => this.#onSignalingState(state, code),
      onSocketFailure: (failure) => events.onFailure(failure),
    });
    this.#stopListening = platform.listen({
      onOnline: (isOnline) => this.#connectivity.setOnline(isOnline),
      onVisible: () => this.#connectivity.onPageVisible(),
      onDeviceChange: () => options.media().onDeviceChange(),
      onClose: () => this.#signaling.leave(),
    });
  }

  /** Joins the room. */
  start(): void {
    this.#connectivity.start();
    this.#signaling.start();
    this.#tick();
  }

  /** Leaves the room, and ends everything that was started. */
  end(): void {
    this.#cancelTick();
    this.#cancelAnswer();
    this.#stopListening();
    this.#connectivity.stop();
    this.#liveness.stop();
    this.#quality.stop();
    this.#signaling.leave();
    this.#members.closeAll();
  }

  /** Sends a chat message to everyone, or to one member. */
  sendText(text: string, to: string | null): boolean {
    return this.#chat.send(text, { to });
  }

  /** Other tracks are sent now, or one was muted. */
  onTracksChange(): void {
    this.#members.sendTracks();
    this.#quality.onTracksChange();
    this.#updateProfile();
  }

  /** Connects to a member that has not proven that it has the key. */
  allow(id: string): void {
    this.#authenticator?.allow(id);
  }

  #createAuthenticator(session: string): MessageAuthenticator | null {
    const { platform, address: { key, roomName } } = this.#options;
    const computeProof = key && platform.deriveProofKey(key, roomName);
    return computeProof && new MessageAuthenticator({
      computeProof,
      session,
      send: (event, data, to) => this.#signaling.send(event, data, to),
      deliver: (message) => this.#receive(message),
      onStanding: (id, standing) => this.#members.onStanding(id, standing),
      onError: platform.onError,
    });
  }

  /** Sends a message, with a proof where there is a key. */
  #send(event: string, data: unknown, to?: string): void {
    if (this.#authenticator) void this.#authenticator.send(event, data, to);
    else this.#signaling.send(event, data, to);
  }

  #createMembers(): Members {
    const { platform, events, isRelayOnly, media } = this.#options;
    const policy = isRelayOnly ? { iceTransportPolicy: "relay" as const } : {};
    return new Members({
      clock: platform.clock,
      makeStream: platform.makeStream,
      makePc: (configuration) =>
        platform.makePc({ ...configuration, ...policy }),
      onError: platform.onError,
      state: this.#state,
      notices: { post: () => {} },
      tracks: () => media().tracks,
      generations: new ConnectionGenerations(),
      send: (event, data, to) => this.#send(event, data, to),
      standingOf: (id) => this.#authenticator?.standingOf(id) ?? null,
      connectionMedia: (id) => ({
        startLimits: () => this.#quality.beginStart(id),
        videoCodec: () => this.#videoCodecOf(id),
        audioCoding: () => ({
          contents: ["speech", "music"],
          isRedundant: this.#quality.isProtected(id),
        }),
      }),
      onMemberAdded: (id) => this.#chat.addPeer(id),
      onMemberRemoved: (id, reason) => {
        this.#channels.removePeer(id);
        this.#chat.removePeer(id);
        events.onDeparture(id, reason);
      },
      onConnecting: () => {},
      onConnection: (id, pc) => {
        // The state of a new member is not reported yet.
        events.onRosterChange(this.#state.get());
        events.onConnection(id, pc);
      },
      onChannel: (id, name, channel) => {
        if (name === "chat") this.#channels.attach(id, channel);
      },
    });
  }

  #videoCodecOf(id: string): VideoCodecName {
    const member = this.#state.get().remoteMembers
      .find((other) => other.id === id);
    return chooseVideoCodec(
      this.#self.videoCodecs,
      member?.info.videoCodecs ?? [],
    );
  }

  #tick(): void {
    this.#recoverMembers();
    // A muted track of the application has no event.
    this.#updateProfile();
    const { clock } = this.#options.platform;
    this.#cancelTick = clock.after(TICK_MS, () => this.#tick());
  }

  /** Recovers connections while the server is reached. */
  #recoverMembers(): void {
    if (this.#isOpen && !this.#signaling.isVerifying) this.#members.tick();
  }

  #updateProfile(): void {
    const media = this.#options.media();
    const self = {
      ...this.#self,
      muted: !media.hasSound,
      cameraOff: !media.hasPicture,
      sharing: media.isSharing,
    };
    if (JSON.stringify(self) === JSON.stringify(this.#self)) return;
    this.#self = self;
    this.#profile.onChange();
    if (this.#selfId) this.#send("info", this.#profile.info);
  }

  #onSignalingState(
    state: SignalingConnectionState,
    code: ErrorCode | null,
  ): void {
    const { events } = this.#options;
    const wasOpen = this.#isOpen;
    this.#isOpen = state === "open";
    this.#connectivity.update();
    if (state === "refused") return events.onRefused(code);
    if (state === "knocking") {
      // Also during a call: the room was locked while we were away.
      this.#members.closeAll();
      this.#selfId = "";
      return events.onWaiting();
    }
    if (wasOpen !== this.#isOpen) events.onReached(this.#isOpen);
  }

  #receive(message: InboundMessage): void {
    const { events } = this.#options;
    if (message.from !== undefined) {
      return this.#members.receiveRelayed(message);
    }
    switch (message.event) {
      case "welcome":
        return this.#onWelcome(message.data);
      case "peer-joined":
        return this.#members.onJoined(message.data);
      case "peer-info":
        return this.#members.onInfo(message.data);
      case "peer-left":
        return this.#members.onLeft(message.data.id, message.data.reason);
      case "ice-servers":
        return this.#members.setIceConfig(message.data);
      case "muted":
        return events.onMuted();
    }
  }

  #onWelcome(welcome: ServerEvents["welcome"]): void {
    this.#selfId = welcome.id;
    // Also after a reconnection: an earlier `info` may have been lost.
    this.#send("info", this.#profile.info);
    this.#members.applyWelcome(welcome);
    this.#options.events.onWelcome(welcome);
    this.#quality.start();
    this.#liveness.start();
    this.#cancelAnswer();
    this.#cancelAnswer = this.#options.platform.clock.after(
      ANSWER_MS,
      () => this.#recoverMembers(),
    );
  }
}
