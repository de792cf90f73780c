/**
 * One `RTCPeerConnection` to another member: its senders, its data channels
 * and its negotiation. `remote_peer.ts` replaces it when it cannot recover.
 *
 * @module
 */
import type { Clock } from "../clock.ts";
import type { ConnectionMedia } from "./connection_media.ts";
import type { ConnectionHealth } from "./connection_recovery.ts";
import type { DataChannel, DataChannelName } from "./data_channel.ts";
import { changeIceConfiguration } from "./ice_configuration.ts";
import { preferCodec } from "./codec_preference.ts";
import { setAudioCoding } from "./opus_parameters.ts";
import {
  createDataChannels,
  createOfferingConnection,
  type OfferingConnection,
  type OwnStreams,
  replaceTracks,
  type RoleSenders,
  streamsOf,
} from "./offering_connection.ts";
import type { Liveness } from "./peer_liveness.ts";
import type { ConnectionKey, PeerSignal } from "./peer_signal.ts";
import { Negotiation } from "./perfect_negotiation.ts";
import { SenderLimiter, type SendLimits } from "./sender_limiter.ts";
import { listStatsEntries, type Mids } from "./stats_report.ts";
import { type LocalTracks, type TrackRole, trackRoleOf } from "./track_role.ts";
import { acceptsVideo } from "./video_format.ts";

/** Events of a connection. */
export interface PeerConnectionEvents {
  onSignal(signal: PeerSignal): void;
  /** The connection state changed. */
  onStateChange(): void;
  onTrack(role: TrackRole, track: MediaStreamTrack): void;
  /** A data channel was created; it is not open yet. */
  onChannel(name: DataChannelName, channel: DataChannel): void;
  /** The browser rejected a description, candidate or track. */
  onError(error: unknown): void;
}

/** Dependencies of {@linkcode PeerConnection}. */
export interface PeerConnectionOptions extends OwnStreams {
  readonly key: ConnectionKey;
  readonly pc: RTCPeerConnection;
  /** The same connection when it was made before, on the side that offers. */
  readonly prepared: OfferingConnection | null;
  /** True on the side that makes the first offer. */
  readonly isOfferer: boolean;
  readonly isPolite: boolean;
  readonly tracks: LocalTracks;
  readonly clock: Clock;
  readonly media: ConnectionMedia;
  readonly events: PeerConnectionEvents;
}

/** Shortest time between key frames that are asked for. */
const KEY_FRAME_INTERVAL_MS = 1_000;
/** Time after which audio is negotiated when something else is just now. */
const RENEGOTIATION_RETRY_MS = 1_000;

/** One connection, from its first offer to its end. */
export class PeerConnection {
  readonly key: ConnectionKey;
  readonly #options: PeerConnectionOptions;
  readonly #pc: RTCPeerConnection;
  readonly #negotiation: Negotiation;
  readonly #senders: RoleSenders = {};
  readonly #senderLimiter = new SenderLimiter();
  #audioReceiver: RTCRtpReceiver | null = null;
  #tracks: LocalTracks;
  #stateSinceMs: number;
  #describedAtMs: number | null = null;
  #restartedAtMs: number | null = null;
  #restartRequestedAtMs = 0;
  #liveness: Liveness = "unknown";
  #stalledSinceMs: number | null = null;
  #wasConnected = false;
  #hasGathered = false;
  #keyFramesAtMs = -Infinity;

  constructor(options: PeerConnectionOptions) {
    const { pc, events, clock } = options;
    this.key = options.key;
    this.#options = options;
    this.#pc = pc;
    this.#tracks = options.tracks;
    this.#stateSinceMs = clock.nowMs();
    this.#negotiation = new Negotiation({
      pc,
      isPolite: options.isPolite,
      onFirstRemoteOffer: () => options.isOfferer || this.#adoptTransceivers(),
      onError: (error) => events.onError(error),
      tuneRemote: (sdp) => setAudioCoding(sdp, options.media.audioCoding()),
      sendDescription: (description) => {
        this.#describedAtMs ??= clock.nowMs();
        const event = "description";
        events.onSignal({ event, connection: this.key, description });
      },
      sendRestart: () => {
        this.#restartRequestedAtMs = clock.nowMs();
        events.onSignal({ event: "restart-ice", connection: this.key });
      },
    });
    this.#addPcListeners();
    if (options.isOfferer) this.#startOffering();
  }

  /** Handles a message of the other side about this connection. */
  async receiveSignal(signal: PeerSignal): Promise<void> {
    if (signal.event === "candidate") {
      return await this.#negotiation.receiveCandidate(signal.candidate);
    }
    await (signal.event === "restart-ice"
      ? this.#negotiation.receiveRestart()
      : this.#negotiation.receiveDescription(signal.description));
    const isLost = this.#wasConnected &&
      this.#pc.connectionState !== "connected";
    // Restarted by either side: the time for it begins here.
    if (isLost || this.#restartedAtMs !== null) {
      this.#restartedAtMs = this.#options.clock.nowMs();
    }
  }

  /** Sends other tracks, without renegotiation. */
  setTracks(tracks: LocalTracks): void {
    this.#tracks = tracks;
    const { events } = this.#options;
    replaceTracks(this.#senders, tracks, (error) => events.onError(error));
  }

  /** Limits the video that is sent. */
  applySendLimits(limits: SendLimits): void {
    this.#senderLimiter.apply(this.#senders, limits);
  }

  /** Encodes audio as `media` says now. */
  updateAudioCoding(): void {
    if (this.#pc.signalingState === "closed") return;
    if (this.#pc.remoteDescription && this.#negotiation.renegotiate()) return;
    this.#options.clock.after(
      RENEGOTIATION_RETRY_MS,
      () => this.updateAudioCoding(),
    );
  }

  /** Only an answer declares that the other side decodes stereo. */
  #offerMusic(): void {
    const { isOfferer, media } = this.#options;
    const [microphone] = media.audioCoding().contents;
    if (!isOfferer && microphone === "music") this.updateAudioCoding();
  }

  /** Uses other ICE servers from the next gathering on. */
  setConfiguration(configuration: RTCConfiguration): void {
    changeIceConfiguration(this.#pc, configuration);
  }

  /** Restarts ICE; media continues on the current path while it works. */
  restartIce(): void {
    // One that works is not judged by when it was restarted.
    if (
      this.#pc.connectionState !== "connected" || this.#stalledSinceMs !== null
    ) {
      this.#restartedAtMs = this.#options.clock.nowMs();
    }
    this.#negotiation.restartIce();
  }

  /** Restarts ICE without asking the other side, which did not answer. */
  offerRestart(): void {
    this.#negotiation.offerRestart();
  }

  /**
   * True while something arrives, as far as is known. That counts more than the
   * state of the browser, which also changes while ICE restarts.
   */
  get isReachable(): boolean {
    const { connectionState } = this.#pc;
    if (connectionState === "connected") return this.#liveness !== "stalled";
    return this.#liveness === "alive" && this.#wasConnected &&
      (connectionState === "connecting" || connectionState === "disconnected");
  }

  /** False when the browsers have no video format in common. */
  get hasVideoFormat(): boolean {
    const { localDescription, remoteDescription } = this.#pc;
    const answer = [localDescription, remoteDescription]
      .find((description) => description?.type === "answer");
    return acceptsVideo(answer?.sdp ?? "");
  }

  /** Whether anything arrives has changed. */
  setLiveness(liveness: Liveness): void {
    this.#liveness = liveness;
    const isStalled = liveness === "stalled";
    if (this.#stalledSinceMs !== null && !isStalled) this.sendKeyFrames();
    this.#stalledSinceMs = isStalled ? this.#options.clock.nowMs() : null;
    if (!isStalled && this.#pc.connectionState === "connected") {
      this.#restartedAtMs = null;
    }
  }

  /** Sends what is still unanswered again. */
  resendOffer(): void {
    this.#negotiation.resendOffer();
  }

  /** True when the other side has answered, or offered. */
  get hasRemoteDescription(): boolean {
    return this.#pc.remoteDescription !== null;
  }

  /** Health of this connection alone. */
  health(): Omit<ConnectionHealth, "replacements"> {
    return {
      state: this.#pc.connectionState,
      stateSinceMs: this.#stateSinceMs,
      hasDtlsFailed: this.#pc.connectionState === "failed" &&
        this.#pc.iceConnectionState !== "failed",
      stalledSinceMs: this.#stalledSinceMs,
      describedAtMs: this.#describedAtMs,
      hasGathered: this.#hasGathered,
      restartedAtMs: this.#restartedAtMs,
      isAwaitingAnswer: this.#negotiation.isAwaitingAnswer,
      restartRequestedAtMs: this.#negotiation.isRestartRequested
        ? this.#restartRequestedAtMs
        : null,
      isPolite: this.#options.isPolite,
    };
  }

  /** Entries of the connection's statistics. */
  async stats(): Promise<unknown[]> {
    return listStatsEntries(await this.#pc.getStats());
  }

  /** Media lines by role, as far as they are negotiated. */
  mids(): Mids {
    const all = this.#pc.getTransceivers();
    return Object.fromEntries(all.flatMap((transceiver) => {
      const role = trackRoleOf(transceiver, all);
      return role && transceiver.mid ? [[role, transceiver.mid]] : [];
    }));
  }

  /** Receiver of the other member's microphone; null before its track. */
  get audioReceiver(): RTCRtpReceiver | null {
    return this.#audioReceiver;
  }

  /** Sender of our microphone; null before there is one. */
  get audioSender(): RTCRtpSender | null {
    return this.#senders.audio ?? null;
  }

  /** The connection of the browser, to be read. */
  get browserConnection(): RTCPeerConnection {
    return this.#pc;
  }

  /** Closes the connection; no event follows. */
  close(): void {
    const pc = this.#pc;
    pc.onnegotiationneeded = pc.onicecandidate = pc.ontrack = null;
    pc.onconnectionstatechange = null;
    pc.close();
  }

  /**
   * Limits only what has a picture: each sender blocks the page until the
   * connection has time for it, just when it is busiest. The others follow with
   * the next limits.
   */
  #applyStartLimits(): void {
    const { video, screen } = this.#senders;
    this.#senderLimiter.apply({
      ...video?.track && { video },
      ...screen?.track && { screen },
    }, this.#options.media.startLimits());
  }

  /** Sends key frames next, at most one a second: they are large. */
  sendKeyFrames(): void {
    const nowMs = this.#options.clock.nowMs();
    if (nowMs - this.#keyFramesAtMs < KEY_FRAME_INTERVAL_MS) return;
    this.#keyFramesAtMs = nowMs;
    for (const role of ["video", "screen"] as const) {
      const sender = this.#senders[role];
      if (sender?.track) this.#senderLimiter.requestKeyFrame(sender);
    }
  }

  #addPcListeners(): void {
    const pc = this.#pc;
    const { events, clock, isOfferer } = this.#options;
    pc.onnegotiationneeded = () => {
      // The answerer does not offer before it has answered.
      if (isOfferer || pc.remoteDescription) void this.#negotiation.makeOffer();
    };
    pc.onicecandidate = ({ candidate }) => {
      if (candidate?.candidate) this.#hasGathered = true;
      events.onSignal({
        event: "candidate",
        connection: this.key,
        candidate: candidate && candidate.toJSON(),
      });
    };
    pc.onconnectionstatechange = () => {
      this.#stateSinceMs = clock.nowMs();
      if (pc.connectionState === "connected") {
        this.#restartedAtMs = null;
        if (this.#stalledSinceMs !== null) this.#stalledSinceMs = clock.nowMs();
        if (this.#wasConnected) this.sendKeyFrames();
        else this.#offerMusic();
        this.#wasConnected = true;
      } else if (pc.connectionState === "connecting" && !this.#wasConnected) {
        this.#applyStartLimits();
      }
      events.onStateChange();
    };
    pc.ontrack = ({ track, transceiver }) => {
      const role = trackRoleOf(transceiver, pc.getTransceivers());
      if (role === "audio") this.#audioReceiver = transceiver.receiver;
      if (role) events.onTrack(role, track);
    };
  }

  #startOffering(): void {
    const { prepared } = this.#options;
    const { senders, channels } = prepared ??
      createOfferingConnection(this.#pc, this.#tracks, this.#options);
    Object.assign(this.#senders, senders);
    this.setTracks(this.#tracks);
    this.#reportChannels(channels);
    // `negotiationneeded` was fired when the connection was made.
    if (prepared) void this.#negotiation.makeOffer();
  }

  /** Sends our tracks on the transceivers of the first remote offer. */
  #adoptTransceivers(): void {
    const transceivers = this.#pc.getTransceivers();
    for (const transceiver of transceivers) {
      const role = trackRoleOf(transceiver, transceivers);
      if (!role) continue;
      transceiver.direction = "sendrecv";
      preferCodec(transceiver, this.#options.media.videoCodec());
      const streams = streamsOf(role, this.#options);
      transceiver.sender.setStreams?.(...streams);
      this.#senders[role] = transceiver.sender;
    }
    this.setTracks(this.#tracks);
    this.#reportChannels(createDataChannels(this.#pc));
  }

  #reportChannels(channels: OfferingConnection["channels"]): void {
    for (const [name, channel] of channels) {
      this.#options.events.onChannel(name, channel);
    }
  }
}
