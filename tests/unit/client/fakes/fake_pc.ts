/**
 * An `RTCPeerConnection` without a network: the signaling states of the
 * standard, and what was asked of it.
 *
 * @module
 */
import { FakeDataChannel } from "./fake_data_channel.ts";
import { makeFakeTrack } from "./fake_media.ts";

/** A sender that remembers its track. */
export interface FakeSender {
  track: MediaStreamTrack | null;
  streams: unknown[];
  replaceTrack(track: MediaStreamTrack | null): Promise<void>;
  setStreams(...streams: unknown[]): void;
}

function makeFakeSender(track: MediaStreamTrack | null): FakeSender {
  return {
    track,
    streams: [],
    replaceTrack(next) {
      this.track = next;
      return Promise.resolve();
    },
    setStreams(...streams) {
      this.streams = streams;
    },
  };
}

/** The connection; `pc` is it as the engine sees it. */
export class FakePeerConnection {
  signalingState = "stable";
  connectionState = "new";
  localDescription: RTCSessionDescriptionInit | null = null;
  remoteDescription: RTCSessionDescriptionInit | null = null;
  onnegotiationneeded: (() => void) | null = null;
  onicecandidate: ((event: unknown) => void) | null = null;
  onconnectionstatechange: (() => void) | null = null;
  ontrack: ((event: unknown) => void) | null = null;
  readonly candidates: unknown[] = [];
  readonly transceivers: {
    sender: FakeSender;
    direction: string;
    receiver: { track: MediaStreamTrack };
  }[] = [];
  readonly channels: FakeDataChannel[] = [];
  /** Kinds of the transceivers in the first offer of the other side. */
  offeredKinds = ["audio", "video", "video", "audio"];
  iceRestartCount = 0;
  stats: unknown[] = [];
  /** The next remote description is refused. */
  rejectsNextDescription = false;
  #offerCount = 0;

  constructor(public configuration: RTCConfiguration = {}) {}

  get pc(): RTCPeerConnection {
    return this as unknown as RTCPeerConnection;
  }

  async setLocalDescription(): Promise<void> {
    await Promise.resolve();
    const isAnswer = this.signalingState === "have-remote-offer";
    this.signalingState = isAnswer ? "stable" : "have-local-offer";
    this.localDescription = isAnswer
      ? { type: "answer", sdp: `answer to ${this.remoteDescription?.sdp}` }
      : { type: "offer", sdp: `offer ${++this.#offerCount}` };
  }

  async setRemoteDescription(d: RTCSessionDescriptionInit): Promise<void> {
    await Promise.resolve();
    if (this.rejectsNextDescription) {
      this.rejectsNextDescription = false;
      throw new Error("Refused");
    }
    if (d.type === "offer") {
      // A local offer is rolled back.
      this.signalingState = "have-remote-offer";
      if (this.transceivers.length === 0) {
        for (const kind of this.offeredKinds) this.#addRemoteTransceiver(kind);
      }
    } else {
      if (this.signalingState !== "have-local-offer") {
        throw new Error("InvalidStateError");
      }
      this.signalingState = "stable";
    }
    this.remoteDescription = d;
  }

  addIceCandidate(candidate: unknown): Promise<void> {
    this.candidates.push(candidate);
    return Promise.resolve();
  }

  addTransceiver(
    trackOrKind: MediaStreamTrack | "audio" | "video",
    init: { streams: unknown[] },
  ): { sender: FakeSender } {
    const kind = typeof trackOrKind === "string"
      ? trackOrKind
      : trackOrKind.kind;
    const sender = makeFakeSender(
      typeof trackOrKind === "string" ? null : trackOrKind,
    );
    sender.streams = init.streams;
    const transceiver = {
      sender,
      direction: "sendrecv",
      receiver: { track: makeFakeTrack(kind) },
    };
    this.transceivers.push(transceiver);
    return transceiver;
  }

  getTransceivers(): unknown[] {
    return this.transceivers;
  }

  createDataChannel(): FakeDataChannel {
    const channel = new FakeDataChannel();
    this.channels.push(channel);
    return channel;
  }

  setConfiguration(configuration: RTCConfiguration): void {
    this.configuration = configuration;
  }

  restartIce(): void {
    this.iceRestartCount++;
  }

  getStats(): Promise<{ forEach: (take: (value: unknown) => void) => void }> {
    return Promise.resolve(this.stats);
  }

  close(): void {
    this.signalingState = "closed";
    this.connectionState = "closed";
  }

  /** The connection gets into a state. */
  setConnectionState(state: RTCPeerConnectionState): void {
    this.connectionState = state;
    this.onconnectionstatechange?.();
  }

  /** The browser found a candidate. */
  emitCandidate(candidate: string): void {
    this.onicecandidate?.({
      candidate: { candidate, toJSON: () => ({ candidate }) },
    });
  }

  #addRemoteTransceiver(kind: string): void {
    const track = makeFakeTrack(kind);
    const transceiver = {
      sender: makeFakeSender(null),
      direction: "recvonly",
      receiver: { track },
    };
    this.transceivers.push(transceiver);
    this.ontrack?.({ track, transceiver });
  }
}
