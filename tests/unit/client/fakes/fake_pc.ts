/**
 * An `RTCPeerConnection` without a network: signaling states as in W3C
 * webrtc-pc §4.3, and a record of the calls. It passes the same contract as
 * Chromium (`peer_connection_contract.ts`); what it does not do by itself is
 * fire `negotiationneeded`, gather candidates and connect.
 *
 * @module
 */
import { FakeDataChannel } from "./fake_data_channel.ts";
import { makeFakeTrack } from "./fake_media.ts";

/** A sender that records its track. */
export interface FakeSender {
  track: MediaStreamTrack | null;
  streams: unknown[];
  replaceTrack(track: MediaStreamTrack | null): Promise<void>;
  setStreams(...streams: unknown[]): void;
  getStats(): Promise<Map<string, unknown>>;
}

/** A transceiver. */
export interface FakeTransceiver {
  mid: string | null;
  direction: string;
  readonly sender: FakeSender;
  readonly receiver: { readonly track: MediaStreamTrack };
}

type Handler = ((event: unknown) => void) | null;

/** The connection; `pc` is the same object with the type of the browser. */
export class FakePeerConnection {
  signalingState = "stable";
  connectionState = "new";
  iceConnectionState = "new";
  onnegotiationneeded: (() => void) | null = null;
  onicecandidate: Handler = null;
  onconnectionstatechange: (() => void) | null = null;
  onsignalingstatechange: (() => void) | null = null;
  ontrack: Handler = null;
  ondatachannel: Handler = null;
  readonly candidates: unknown[] = [];
  readonly transceivers: FakeTransceiver[] = [];
  readonly channels: FakeDataChannel[] = [];
  /** Kinds of the transceivers of a remote offer whose SDP has no media lines. */
  offeredKinds = ["audio", "video", "video", "audio"];
  iceRestartCount = 0;
  /** Number of offers made and not set. */
  offersCreated = 0;
  /** Entries of the next reports. */
  stats: unknown[] = [];
  /** Rejects the next remote description. */
  rejectsNextDescription = false;
  /** Number of the ICE credentials of the next description. */
  #credentials = 0;
  #local: { current: RTCSessionDescriptionInit | null } & {
    pending: RTCSessionDescriptionInit | null;
  } = { current: null, pending: null };
  #remote: { current: RTCSessionDescriptionInit | null } & {
    pending: RTCSessionDescriptionInit | null;
  } = { current: null, pending: null };

  constructor(public configuration: RTCConfiguration = {}) {}

  get pc(): RTCPeerConnection {
    return this as unknown as RTCPeerConnection;
  }

  get localDescription(): RTCSessionDescriptionInit | null {
    return this.#local.pending ?? this.#local.current;
  }

  get currentLocalDescription(): RTCSessionDescriptionInit | null {
    return this.#local.current;
  }

  get pendingLocalDescription(): RTCSessionDescriptionInit | null {
    return this.#local.pending;
  }

  get currentRemoteDescription(): RTCSessionDescriptionInit | null {
    return this.#remote.current;
  }

  get remoteDescription(): RTCSessionDescriptionInit | null {
    return this.#remote.pending ?? this.#remote.current;
  }

  async createAnswer(): Promise<RTCSessionDescriptionInit> {
    await Promise.resolve();
    this.#assertOpen();
    if (this.signalingState !== "have-remote-offer") {
      throw invalidState("There is no offer");
    }
    return this.#makeDescription("answer");
  }

  async setLocalDescription(
    description?: RTCLocalSessionDescriptionInit,
  ): Promise<void> {
    await Promise.resolve();
    this.#assertOpen();
    if (description?.type === "rollback") return this.#rollBack();
    if (this.signalingState === "have-remote-offer") {
      this.#local = { current: this.#makeDescription("answer"), pending: null };
      this.#remote = { current: this.#remote.pending, pending: null };
      this.#assignMids();
      return this.#setSignalingState("stable");
    }
    this.#local.pending = this.#makeDescription("offer");
    this.#assignMids();
    this.#setSignalingState("have-local-offer");
  }

  async setRemoteDescription(
    description: RTCSessionDescriptionInit,
  ): Promise<void> {
    await Promise.resolve();
    this.#assertOpen();
    if (this.rejectsNextDescription) {
      this.rejectsNextDescription = false;
      throw new DOMException("Rejected by the test", "OperationError");
    }
    if (description.type === "offer") {
      if (this.signalingState === "have-local-offer") this.#rollBack();
      const { current } = this.#remote;
      // The other side restarts ICE (RFC 8839 §4.4.1.1.1).
      if (current && ufragOf(current) !== ufragOf(description)) {
        this.#credentials++;
      }
      this.#remote.pending = description;
      if (this.transceivers.length === 0) this.#addOffered(description);
      this.#assignMids();
      return this.#setSignalingState("have-remote-offer");
    }
    if (this.signalingState !== "have-local-offer") {
      throw invalidState(`No ${description.type} is expected`);
    }
    this.#local = { current: this.#local.pending, pending: null };
    this.#remote = { current: description, pending: null };
    this.#setSignalingState("stable");
  }

  /** An offer that is not set. */
  createOffer(): Promise<RTCSessionDescriptionInit> {
    this.offersCreated++;
    return Promise.resolve(this.#makeDescription("offer"));
  }

  addIceCandidate(candidate?: unknown): Promise<void> {
    if (this.remoteDescription === null) {
      return Promise.reject(invalidState("There is no remote description"));
    }
    this.candidates.push(candidate);
    return Promise.resolve();
  }

  addTransceiver(
    trackOrKind: MediaStreamTrack | "audio" | "video",
    init: { streams?: unknown[]; direction?: string } = {},
  ): FakeTransceiver {
    this.#assertOpen();
    const track = typeof trackOrKind === "string" ? null : trackOrKind;
    const kind = typeof trackOrKind === "string"
      ? trackOrKind
      : trackOrKind.kind;
    const transceiver = this.#makeTransceiver(kind, track, "sendrecv");
    transceiver.sender.streams = init.streams ?? [];
    return transceiver;
  }

  getTransceivers(): FakeTransceiver[] {
    return this.transceivers;
  }

  createDataChannel(
    label = "",
    init: RTCDataChannelInit = {},
  ): FakeDataChannel {
    this.#assertOpen();
    const { negotiated, id } = init;
    if (negotiated && id === undefined) throw new TypeError("No id");
    if (negotiated && this.channels.some((channel) => channel.id === id)) {
      throw new DOMException("The id is in use", "OperationError");
    }
    const channel = new FakeDataChannel(label, init);
    this.channels.push(channel);
    return channel;
  }

  getConfiguration(): RTCConfiguration {
    return this.configuration;
  }

  setConfiguration(configuration: RTCConfiguration): void {
    this.#assertOpen();
    const policyOf = (value: RTCConfiguration) =>
      value.bundlePolicy ?? "balanced";
    if (policyOf(configuration) !== policyOf(this.configuration)) {
      throw new DOMException("bundlePolicy", "InvalidModificationError");
    }
    if (configuration.certificates !== this.configuration.certificates) {
      throw new DOMException("certificates", "InvalidModificationError");
    }
    this.configuration = configuration;
  }

  restartIce(): void {
    this.iceRestartCount++;
    this.#credentials++;
  }

  getStats(): Promise<Map<string, unknown>> {
    return Promise.resolve(makeStatsReport(this.stats));
  }

  close(): void {
    this.signalingState = "closed";
    this.connectionState = "closed";
    for (const channel of this.channels) channel.close();
  }

  /** Sets the connection state, as the browser does. */
  setConnectionState(state: RTCPeerConnectionState): void {
    this.connectionState = this.iceConnectionState = state;
    this.onconnectionstatechange?.();
  }

  /** Gathers a candidate, as the browser does. */
  emitCandidate(candidate: string): void {
    this.onicecandidate?.({
      candidate: { candidate, toJSON: () => ({ candidate }) },
    });
  }

  #assertOpen(): void {
    if (this.signalingState === "closed") {
      throw invalidState("The connection is closed");
    }
  }

  #rollBack(): void {
    if (this.signalingState !== "have-local-offer") {
      throw invalidState(`No offer to roll back in ${this.signalingState}`);
    }
    this.#local.pending = null;
    if (this.#local.current === null) {
      for (const transceiver of this.transceivers) transceiver.mid = null;
    }
    this.#setSignalingState("stable");
  }

  #setSignalingState(state: string): void {
    if (state === this.signalingState) return;
    this.signalingState = state;
    this.onsignalingstatechange?.();
  }

  #assignMids(): void {
    for (const [index, transceiver] of this.transceivers.entries()) {
      transceiver.mid ??= String(index);
    }
  }

  #makeDescription(type: "offer" | "answer"): RTCSessionDescriptionInit {
    const lines = [
      "v=0",
      `a=ice-ufrag:u${this.#credentials}`,
      `a=setup:${type === "offer" ? "actpass" : "active"}`,
      ...this.transceivers.map(({ receiver }) => `m=${receiver.track.kind} 9`),
    ];
    return { type, sdp: lines.map((line) => `${line}\r\n`).join("") };
  }

  #addOffered({ sdp = "" }: RTCSessionDescriptionInit): void {
    const kinds = [...sdp.matchAll(/^m=(audio|video) /gm)]
      .map(([, kind = ""]) => kind);
    for (const kind of kinds.length > 0 ? kinds : this.offeredKinds) {
      const transceiver = this.#makeTransceiver(kind, null, "recvonly");
      this.ontrack?.({ track: transceiver.receiver.track, transceiver });
    }
  }

  #makeTransceiver(
    kind: string,
    track: MediaStreamTrack | null,
    direction: string,
  ): FakeTransceiver {
    const transceiver = {
      mid: null,
      direction,
      sender: this.#makeSender(kind, track),
      receiver: { track: makeFakeTrack(kind) },
    };
    this.transceivers.push(transceiver);
    return transceiver;
  }

  #makeSender(kind: string, track: MediaStreamTrack | null): FakeSender {
    const isClosed = () => this.signalingState === "closed";
    return {
      track,
      streams: [],
      async replaceTrack(next) {
        if (next && next.kind !== kind) throw new TypeError("Another kind");
        if (isClosed()) throw invalidState("The connection is closed");
        this.track = next;
        await Promise.resolve();
      },
      setStreams(...streams) {
        this.streams = streams;
      },
      getStats: () => Promise.resolve(makeStatsReport([])),
    };
  }
}

function ufragOf({ sdp = "" }: RTCSessionDescriptionInit): string | undefined {
  return /a=ice-ufrag:(\S+)/.exec(sdp)?.[1];
}

function invalidState(message: string): DOMException {
  return new DOMException(message, "InvalidStateError");
}

/** A report is a map from the id of an entry. */
function makeStatsReport(entries: readonly unknown[]): Map<string, unknown> {
  return new Map(entries.map((entry, index) => {
    const id = typeof entry === "object" && entry !== null && "id" in entry
      ? String(entry.id)
      : String(index);
    return [id, entry];
  }));
}
