/**
 * The parts of the engine that the library uses, for one room: members,
 * quality, liveness, chat and profile.
 *
 * @module
 */
import { cleanDisplayName } from "../../signaling/display_name.ts";
import { Chat } from "../engine/chat/chat.ts";
import type { ConnectivityState } from "../engine/call/connectivity_monitor.ts";
import { LivenessMonitor } from "../engine/call/liveness_monitor.ts";
import type { MemberProfile } from "../engine/call/member_profile.ts";
import { type DepartureReason, Members } from "../engine/call/members.ts";
import { OwnProfile } from "../engine/call/own_profile.ts";
import type { RosterState } from "../engine/call/remote_member.ts";
import { DEFAULT_MEDIA_SETTINGS } from "../engine/media/media_settings.ts";
import {
  ChannelMultiplexer,
  type SendChannelMessage,
} from "../engine/peer/channel_multiplexer.ts";
import { ConnectionGenerations } from "../engine/peer/connection_generations.ts";
import {
  chooseVideoCodec,
  type VideoCodecName,
} from "../engine/peer/video_codec.ts";
import { QualityController } from "../engine/quality/quality_controller.ts";
import type { RenderedSize } from "../engine/quality/uplink_budget.ts";
import type { InboundMessage } from "../engine/signaling/decode_server_message.ts";
import { Store } from "../engine/store.ts";
import { MessageAuthenticator } from "../engine/trust/message_authenticator.ts";
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

/** What the members of a room do. */
export interface MemberEvents {
  onRosterChange(state: RosterState): void;
  onDeparture(id: string, reason?: DepartureReason): void;
  onText(message: ReceivedText): void;
  onConnection(id: string, pc: RTCPeerConnection): void;
}

/** Dependencies of {@linkcode RoomFeatures}. */
export interface RoomFeaturesOptions {
  readonly address: RoomAddress;
  readonly name: string;
  readonly isRelayOnly: boolean;
  readonly platform: LibraryPlatform;
  readonly media: () => OwnMedia;
  readonly renderedSizes: () => ReadonlyMap<string, RenderedSize>;
  /** Sends a message to the server, or with `to` to a member. */
  readonly send: (event: string, data: unknown, to?: string) => void;
  /** Handles a message of the server or of a member, once it is checked. */
  readonly onMessage: (message: InboundMessage) => void;
  /** Checks the connection to the server now. */
  readonly verifySignaling: () => void;
  readonly events: MemberEvents;
}

/** Longest message of the kind `key-frame`, which has no other field. */
const MAX_KEY_FRAME_CHARS = 64;

/** The features of one room. */
export class RoomFeatures {
  readonly state = new Store<RosterState & ConnectivityState>({
    remoteMembers: [],
    isOffline: false,
  });
  readonly members: Members;
  readonly quality: QualityController;
  readonly liveness: LivenessMonitor;
  readonly chat: Chat;
  readonly profile: OwnProfile;
  /** Null without the key of the room. */
  readonly authenticator: MessageAuthenticator | null;
  /** Our id; empty without a seat. */
  selfId = "";
  readonly #options: RoomFeaturesOptions;
  readonly #channels: ChannelMultiplexer;
  #self: MemberProfile;
  readonly #sendOnChannel: SendChannelMessage = (id, message) =>
    this.#channels.send(id, message);

  constructor(options: RoomFeaturesOptions) {
    this.#options = options;
    const { platform, events, verifySignaling } = options;
    this.#self = {
      name: cleanDisplayName(options.name),
      muted: true,
      cameraOff: true,
      cameraInterrupted: false,
      sharing: false,
      annotatable: false,
      annotatableBy: [],
      videoCodecs: [],
      recording: false,
    };
    const session = platform.makeId();
    this.authenticator = this.#createAuthenticator(session);
    this.profile = new OwnProfile({
      session,
      profile: () => this.#self,
      peerIds: () => this.state.get().remoteMembers.map(({ id }) => id),
      send: this.#sendOnChannel,
      onProfile: (id, message) => this.members.onProfile(id, message),
    });
    this.chat = new Chat({
      nowMs: platform.wallMs,
      makeId: platform.makeId,
      selfId: () => this.selfId,
      send: this.#sendOnChannel,
      onMessage: ({ from, text, privateWith }) => {
        if (from === null) return;
        events.onText({ from, text, isPrivate: privateWith !== null });
      },
    });
    this.liveness = new LivenessMonitor({
      clock: platform.clock,
      peers: () => this.members.peers(),
      send: this.#sendOnChannel,
      onChange: verifySignaling,
    });
    this.quality = this.#createQuality();
    this.#channels = this.#createChannels();
    this.members = this.#createMembers();
    this.state.subscribe((state) => events.onRosterChange(state));
  }

  /** Our name. */
  get name(): string {
    return this.#self.name;
  }

  /** Sends a message, with a proof where there is a key. */
  send(event: string, data: unknown, to?: string): void {
    if (this.authenticator) void this.authenticator.send(event, data, to);
    else this.#options.send(event, data, to);
  }

  /** Publishes what we send now, when it has changed. */
  updateProfile(): void {
    const media = this.#options.media();
    const self = {
      ...this.#self,
      muted: !media.hasSound,
      cameraOff: !media.hasPicture,
      sharing: media.isSharing,
    };
    if (JSON.stringify(self) === JSON.stringify(this.#self)) return;
    this.#self = self;
    this.profile.onChange();
    if (this.selfId) this.send("info", this.profile.info);
  }

  #createAuthenticator(session: string): MessageAuthenticator | null {
    const { platform, address: { key, roomName }, send, onMessage } =
      this.#options;
    const computeProof = key && platform.deriveProofKey(key, roomName);
    return computeProof && new MessageAuthenticator({
      computeProof,
      session,
      send,
      deliver: onMessage,
      onStanding: (id, standing) => this.members.onStanding(id, standing),
      onUnproven: (message) => this.members.onUnproven(message),
      onError: platform.onError,
    });
  }

  #createQuality(): QualityController {
    const { platform, media, renderedSizes } = this.#options;
    const quality = new QualityController({
      clock: platform.clock,
      members: () => this.state.get().remoteMembers,
      peers: () => this.members.reachablePeers(),
      send: this.#sendOnChannel,
      camera: () => media().tracks.video,
      screen: () => media().tracks.screen,
      settings: () => DEFAULT_MEDIA_SETTINGS,
      onFullHdDemand: (isWanted) => media().setFullHd(isWanted),
      videoCodec: (id) => this.#videoCodecOf(id),
      onProtectionChange: (id) => this.members.updateAudioCoding(id),
    });
    quality.setPageContext({
      renderedSizes,
      isVisible: () => true,
      cores: platform.cores,
    });
    return quality;
  }

  #createChannels(): ChannelMultiplexer {
    const { chat, profile, liveness, quality } = this;
    return new ChannelMultiplexer({
      "key-frame": {
        maxChars: MAX_KEY_FRAME_CHARS,
        receive: (id) => this.members.sendKeyFrames(id),
        onChannelOpen: () => {},
      },
      text: chat,
      private: chat.privateHandler,
      profile,
      ...liveness.handlers,
      view: quality.viewHandler,
    }, (id) => liveness.onMessage(id));
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
      state: this.state,
      notices: { post: () => {} },
      tracks: () => media().tracks,
      generations: new ConnectionGenerations(),
      send: (event, data, to) => this.send(event, data, to),
      standingOf: (id) => this.authenticator?.standingOf(id) ?? null,
      connectionMedia: (id) => ({
        startLimits: () => this.quality.beginStart(id),
        videoCodec: () => this.#videoCodecOf(id),
        audioCoding: () => ({
          contents: ["speech", "music"],
          isRedundant: this.quality.isProtected(id),
        }),
      }),
      onMemberAdded: (id) => this.chat.addPeer(id),
      onMemberRemoved: (id, reason) => {
        this.#channels.removePeer(id);
        this.chat.removePeer(id);
        events.onDeparture(id, reason);
      },
      onConnecting: () => {},
      onConnection: (id, pc) => {
        // The state of a new member is not reported yet.
        events.onRosterChange(this.state.get());
        events.onConnection(id, pc);
      },
      onChannel: (id, name, channel) => {
        if (name === "chat") this.#channels.attach(id, channel);
      },
    });
  }

  #videoCodecOf(id: string): VideoCodecName {
    const member = this.state.get().remoteMembers
      .find((other) => other.id === id);
    return chooseVideoCodec(
      this.#self.videoCodecs,
      member?.info.videoCodecs ?? [],
    );
  }
}
