/**
 * One `RTCPeerConnection` to another member: its senders, its data
 * channels and its negotiation. When it cannot be saved, `peer.ts` makes the next one.
 *
 * @module
 */
import {
  readSentAudioLevel,
  ReceivedAudioLevel,
} from "./audio_level.ts";
import type { Clock } from "../clock.ts";
import { Negotiation } from "./perfect_negotiation.ts";
import type { ConnectionHealth } from "./connection_recovery.ts";
import type { ConnectionKey, PeerSignal } from "./peer_signal.ts";
import type { Mids } from "./stats_report.ts";
import { SenderLimiter, type SendLimits } from "../quality/send_limits.ts";
import {
  TRACK_ROLES,
  type TrackRole,
  trackRoleOf,
} from "./track_role.ts";

/** Tracks of the devices: null is one that is off or missing. */
export interface DeviceTracks {
  readonly audio: MediaStreamTrack | null;
  readonly video: MediaStreamTrack | null;
}

/** Tracks of a shared screen: null while there is none, or none with sound. */
export interface ScreenTracks {
  readonly screen: MediaStreamTrack | null;
  readonly screenAudio: MediaStreamTrack | null;
}

/** Everything that this browser sends. */
export type LocalTracks = DeviceTracks & ScreenTracks;

/** The part of `RTCDataChannel` that chat, files and others on it use. */
export interface DataChannel extends
  Pick<
    RTCDataChannel,
    | "readyState"
    | "send"
    | "onopen"
    | "onmessage"
    | "onclose"
    | "binaryType"
    | "bufferedAmount"
    | "bufferedAmountLowThreshold"
    | "onbufferedamountlow"
  > {
  addEventListener(
    type: "message",
    listener: (event: MessageEvent) => void,
  ): void;
}

/** What a data channel is for. */
export type DataChannelName = keyof typeof DATA_CHANNEL_IDS;

/** What a connection tells its owner. */
export interface PeerConnectionEvents {
  onSignal(signal: PeerSignal): void;
  /** A state of the connection changed. */
  onStateChange(): void;
  onTrack(role: TrackRole, track: MediaStreamTrack): void;
  /** A data channel exists; it is not open yet. */
  onChannel(name: DataChannelName, channel: DataChannel): void;
  /** The browser refused a description or candidate. */
  onError(error: unknown): void;
}

/** What a connection is made of. */
export interface PeerConnectionOptions {
  readonly key: ConnectionKey;
  readonly pc: RTCPeerConnection;
  /** True on the side that makes the first offer. */
  readonly isOfferer: boolean;
  readonly isPolite: boolean;
  readonly tracks: LocalTracks;
  /** Names what belongs together, so that the other side plays it in step. */
  readonly stream: MediaStream;
  /** The same for a shared screen and its sound. */
  readonly screenStream: MediaStream;
  readonly clock: Clock;
  readonly events: PeerConnectionEvents;
}

/** Data channels that both sides create, each with the same number. */
const DATA_CHANNEL_IDS = { chat: 0, files: 1 } as const;

/** One connection, from its first offer to its end. */
export class PeerConnection {
  readonly key: ConnectionKey;
  readonly #options: PeerConnectionOptions;
  readonly #pc: RTCPeerConnection;
  readonly #negotiation: Negotiation;
  readonly #senders: Partial<Record<TrackRole, RTCRtpSender>> = {};
  readonly #senderLimits = new SenderLimiter();
  #receivedLevel: ReceivedAudioLevel | null = null;
  #tracks: LocalTracks;
  #stateSinceMs: number;
  #describedAtMs: number | null = null;
  #restartedAtMs: number | null = null;
  #hasGathered = false;

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
      sendDescription: (description) => {
        this.#describedAtMs ??= clock.nowMs();
        const event = "description";
        events.onSignal({ event, connection: this.key, description });
      },
    });
    this.#addPcListeners();
    if (options.isOfferer) this.#addTransceivers();
  }

  /** Takes a message of the other side that is about this connection. */
  receiveSignal(signal: PeerSignal): Promise<void> {
    return signal.event === "description"
      ? this.#negotiation.receiveDescription(signal.description)
      : this.#negotiation.receiveCandidate(signal.candidate);
  }

  /** Sends other tracks from now on, without renegotiation. */
  setTracks(tracks: LocalTracks): void {
    this.#tracks = tracks;
    for (const { role } of TRACK_ROLES) {
      const sender = this.#senders[role];
      if (!sender || sender.track === tracks[role]) continue;
      sender.replaceTrack(tracks[role]).catch((error) =>
        this.#options.events.onError(error)
      );
    }
  }

  /** Sends no more than this, as soon as the browser lets it. */
  applySendLimits(limits: SendLimits): void {
    this.#senderLimits.apply(this.#senders, limits);
  }

  /** Uses other ICE servers from the next gathering on. */
  setConfiguration(configuration: RTCConfiguration): void {
    this.#pc.setConfiguration(configuration);
  }

  /** Searches for a path anew; media goes on meanwhile where it still can. */
  restartIce(): void {
    // One that is connected needs no judging by when it was restarted.
    if (this.#pc.connectionState !== "connected") {
      this.#restartedAtMs = this.#options.clock.nowMs();
    }
    this.#pc.restartIce();
  }

  /** Sends the offer again that is still without an answer, if there is one. */
  resendOffer(): void {
    this.#negotiation.resendOffer();
  }

  /** True when the other side has answered, or offered. */
  get hasRemoteDescription(): boolean {
    return this.#pc.remoteDescription !== null;
  }

  /** How the connection does, but for what only its owner knows. */
  health(): Omit<ConnectionHealth, "replacements"> {
    return {
      state: this.#pc.connectionState,
      stateSinceMs: this.#stateSinceMs,
      describedAtMs: this.#describedAtMs,
      hasGathered: this.#hasGathered,
      restartedAtMs: this.#restartedAtMs,
      isPolite: this.#options.isPolite,
    };
  }

  /** The values of the connection's statistics. */
  async stats(): Promise<unknown[]> {
    const values: unknown[] = [];
    const report = await this.#pc.getStats();
    report.forEach((value) => values.push(value));
    return values;
  }

  /** Media lines by what they carry, as far as they are negotiated. */
  mids(): Mids {
    const all = this.#pc.getTransceivers();
    return Object.fromEntries(all.flatMap((transceiver) => {
      const role = trackRoleOf(transceiver, all);
      return role && transceiver.mid ? [[role, transceiver.mid]] : [];
    }));
  }

  /** How loud the other member's microphone is, 0 to 1. */
  receivedAudioLevel(): number {
    return this.#receivedLevel?.read() ?? 0;
  }

  /** How loud our microphone is as it is sent, 0 to 1. */
  async sentAudioLevel(): Promise<number> {
    const values: unknown[] = [];
    const report = await this.#senders.audio?.getStats();
    report?.forEach((value) => values.push(value));
    return readSentAudioLevel(values);
  }

  /** Ends the connection; it tells nothing more. */
  close(): void {
    const pc = this.#pc;
    pc.onnegotiationneeded = pc.onicecandidate = pc.ontrack = null;
    pc.onconnectionstatechange = null;
    pc.close();
  }

  #addPcListeners(): void {
    const pc = this.#pc;
    const { events, clock, isOfferer } = this.#options;
    pc.onnegotiationneeded = () => {
      // The answerer's first words are an answer.
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
      if (pc.connectionState === "connected") this.#restartedAtMs = null;
      events.onStateChange();
    };
    pc.ontrack = ({ track, transceiver }) => {
      const role = trackRoleOf(transceiver, pc.getTransceivers());
      if (role === "audio") {
        this.#receivedLevel = new ReceivedAudioLevel(transceiver.receiver);
      }
      if (role) events.onTrack(role, track);
    };
  }

  #addTransceivers(): void {
    for (const { role, kind } of TRACK_ROLES) {
      const { sender } = this.#pc.addTransceiver(this.#tracks[role] ?? kind, {
        direction: "sendrecv",
        streams: this.#streamsOf(role),
      });
      this.#senders[role] = sender;
    }
    this.#createDataChannels();
  }

  /** Answers the first offer with what we send, on the offer's transceivers. */
  #adoptTransceivers(): void {
    const transceivers = this.#pc.getTransceivers();
    for (const transceiver of transceivers) {
      const role = trackRoleOf(transceiver, transceivers);
      if (!role) continue;
      transceiver.direction = "sendrecv";
      transceiver.sender.setStreams?.(...this.#streamsOf(role));
      this.#senders[role] = transceiver.sender;
    }
    this.setTracks(this.#tracks);
    this.#createDataChannels();
  }

  /** Camera and microphone are one stream; the screen is another. */
  #streamsOf(role: TrackRole): MediaStream[] {
    const { stream, screenStream } = this.#options;
    return [role === "audio" || role === "video" ? stream : screenStream];
  }

  #createDataChannels(): void {
    for (const name of ["chat", "files"] as const) {
      const init = {
        negotiated: true,
        id: DATA_CHANNEL_IDS[name],
        ordered: true,
      };
      const channel = this.#pc.createDataChannel(name, init);
      this.#options.events.onChannel(name, channel);
    }
  }
}
