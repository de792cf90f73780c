/**
 * The steps of the guide with two real peers. Each step first does those that
 * it needs, so that a reader may begin anywhere.
 *
 * @module
 */
import type { Clock } from "../clock.ts";
import { parseJson } from "../json.ts";
import { Store } from "../store.ts";
import { ConnectionTrace } from "../trace/connection_trace.ts";
import { readAttribute } from "../trace/sdp_lines.ts";
import {
  DemoPeer,
  type DemoPeerOptions,
  type DemoSocket,
  type DemoSocketEvents,
  readIceServers,
} from "./demo_peer.ts";
import { gatherCandidates } from "./gather_candidates.ts";
import {
  type DemoPeerState,
  INITIAL_LEARN_STATE,
  type LearnProblem,
  type LearnState,
} from "./learn_state.ts";

/** What the demo needs of the browser. */
export interface LearnPlatform {
  readonly clock: Clock;
  readonly openSocket: (events: DemoSocketEvents) => DemoSocket;
  readonly makePc: (configuration: RTCConfiguration) => RTCPeerConnection;
  readonly openCamera: (
    constraints: MediaStreamConstraints,
  ) => Promise<MediaStream>;
  /** Draws a moving picture for a device without a camera. */
  readonly drawPicture: () => MediaStream;
  /** SHA-256 of a certificate as SDP writes it. */
  readonly fingerprintOf: (certificate: ArrayBuffer) => Promise<string>;
}

/** Time for a step to reach its state. */
const STEP_TIMEOUT_MS = 20_000;
const STATE_POLL_MS = 50;
const MAX_TEXTS = 50;

/** Two peers and what they show. */
export class LearnDemo {
  readonly store: Store<LearnState> = new Store<LearnState>(
    INITIAL_LEARN_STATE,
  );
  readonly trace: ConnectionTrace;
  readonly #platform: LearnPlatform;
  readonly #a: DemoPeer;
  readonly #b: DemoPeer;
  #stopGathering = () => {};
  #resetCount = 0;

  constructor(platform: LearnPlatform) {
    this.#platform = platform;
    this.trace = new ConnectionTrace(platform.clock.nowMs);
    this.#a = new DemoPeer(this.#peerOptions("A", "a"));
    this.#b = new DemoPeer({
      ...this.#peerOptions("B", "b"),
      onStream: (remoteStream) => this.store.set({ remoteStream }),
    });
  }

  /** Step 1: both peers open a WebSocket, and A says hello. */
  connectSockets(): Promise<void> {
    return this.#run("sockets", async () => {
      await this.#ensureOnline();
      this.#a.send("hello", { text: "Is anyone there?" });
    });
  }

  /** Step 2: A makes an offer. Nothing is sent yet. */
  createOffer(): Promise<void> {
    return this.#run("offer", () => this.#ensureOffer());
  }

  /** Step 3: A sends the offer, and B answers. */
  exchangeDescriptions(): Promise<void> {
    return this.#run("answer", () => this.#ensureAnswer());
  }

  /** Step 4: both send their candidates, and ICE tries the pairs. */
  exchangeCandidates(): Promise<void> {
    return this.#run("candidates", () => this.#ensureConnected());
  }

  /** Sends a text over the data channel. */
  sendText(from: "A" | "B", text: string): void {
    (from === "A" ? this.#a : this.#b).sendText(text);
  }

  /** Connects again, with or without direct paths. */
  setRelayOnly(isRelayOnly: boolean): Promise<void> {
    return this.#run("relay", async () => {
      await this.#ensureOnline();
      if (isRelayOnly && !this.#hasRelay()) return this.#fail("no-relay");
      this.#closeConnections();
      this.store.set({ isRelayOnly });
      await this.#ensureConnected();
      const { localStream } = this.store.get();
      if (localStream) await this.#sendStream(localStream);
    });
  }

  /** Compares the fingerprint of B's description with B's certificate. */
  compareFingerprints(): Promise<void> {
    return this.#run("fingerprints", async () => {
      await this.#ensureConnected();
      const sdp = this.#a.pc?.remoteDescription?.sdp ?? "";
      const written = readAttribute(sdp, "fingerprint") ?? "";
      const [certificate] = this.#a.pc?.sctp?.transport
        .getRemoteCertificates?.() ?? [];
      const used = certificate
        ? await this.#platform.fingerprintOf(certificate)
        : "";
      this.store.set({ fingerprints: [written, used] });
    });
  }

  /** Gathers candidates with the servers of a JSON text. */
  gather(json: string, policy: RTCIceTransportPolicy): void {
    this.#stopGathering();
    this.store.set({ problem: null, detail: "", gathered: null });
    const value = parseJson(json);
    if (!Array.isArray(value)) return this.#fail("bad-json");
    const { clock, makePc } = this.#platform;
    try {
      const pc = makePc({
        iceServers: readIceServers(value),
        iceTransportPolicy: policy,
      });
      this.#stopGathering = gatherCandidates(
        pc,
        clock,
        (gathered) => this.store.set({ gathered }),
      );
    } catch (error) {
      this.#fail("browser-refused", error);
    }
  }

  /** Fetches the ICE servers from `welcome`. */
  loadServers(): Promise<void> {
    return this.#run("servers", () => this.#ensureOnline());
  }

  /** Opens the camera with the constraints of a JSON text, and sends it. */
  openCamera(json: string): Promise<void> {
    return this.#run("camera", async () => {
      const constraints = parseJson(json);
      if (typeof constraints !== "object" || constraints === null) {
        return this.#fail("bad-json");
      }
      const round = this.#resetCount;
      let stream: MediaStream;
      try {
        stream = await this.#platform.openCamera(constraints);
      } catch (error) {
        return round === this.#resetCount
          ? this.#fail("no-camera", error)
          : undefined;
      }
      if (round !== this.#resetCount) return stopTracks(stream);
      await this.#show(stream);
    });
  }

  /** Sends a drawn picture instead of a camera. */
  openDrawnPicture(): Promise<void> {
    return this.#run("camera", () => this.#show(this.#platform.drawPicture()));
  }

  /** Closes both sockets: the peers cannot signal any more. */
  closeSockets(): void {
    this.#a.closeSocket();
    this.#b.closeSocket();
  }

  /** Gives up both seats, which ends what the relay forwards for them. */
  endSeats(): void {
    this.#a.leave();
    this.#b.leave();
  }

  /** Opens new sockets and looks for a path once more. */
  restartIce(): Promise<void> {
    return this.#run("restart", async () => {
      if (!this.#a.pc) return await this.#ensureConnected();
      await this.#ensureOnline();
      const policy = this.#policy();
      for (const peer of [this.#a, this.#b]) {
        peer.renewServers(policy);
        peer.holdsCandidates = false;
      }
      await this.#a.offer({ iceRestart: true });
      this.#a.sendOffer();
      await this.#until(() => this.#isConnected());
    });
  }

  /** Closes everything and begins again. */
  reset(): void {
    this.#resetCount++;
    this.#stopGathering();
    this.endSeats();
    this.closeSockets();
    this.#closeConnections();
    stopTracks(this.store.get().localStream);
    this.store.set(INITIAL_LEARN_STATE);
  }

  async #ensureOnline(): Promise<void> {
    // In turn, so that A is the first in the room and hears of B.
    await this.#a.goOnline();
    await this.#b.goOnline();
    this.store.set({
      iceServers: JSON.stringify(this.#a.iceServers, null, 2),
      ttlSeconds: this.#a.ttlSeconds,
    });
  }

  async #ensureOffer(): Promise<void> {
    await this.#ensureOnline();
    if (this.#a.pc) return;
    const policy = this.#policy();
    this.#a.makeConnection(policy);
    this.#b.makeConnection(policy);
    this.#a.holdsCandidates = this.#b.holdsCandidates = true;
    await this.#a.offer();
  }

  async #ensureAnswer(): Promise<void> {
    await this.#ensureOffer();
    const { pc } = this.#a;
    if (pc?.remoteDescription) return;
    this.#a.sendOffer();
    await this.#until(() => pc?.signalingState === "stable");
  }

  async #ensureConnected(): Promise<void> {
    await this.#ensureAnswer();
    this.#a.sendCandidates();
    this.#b.sendCandidates();
    await this.#until(() => this.#isConnected());
  }

  async #show(stream: MediaStream): Promise<void> {
    stopTracks(this.store.get().localStream);
    const [track] = stream.getVideoTracks();
    const settings = track ? JSON.stringify(track.getSettings(), null, 2) : "";
    this.store.set({ localStream: stream, settings });
    await this.#ensureConnected();
    await this.#sendStream(stream);
  }

  /** Adds the tracks and offers again, as the guide does. */
  async #sendStream(stream: MediaStream): Promise<void> {
    const { pc } = this.#a;
    if (!pc) return;
    for (const sender of pc.getSenders()) pc.removeTrack(sender);
    for (const track of stream.getTracks()) pc.addTrack(track, stream);
    await this.#a.offer();
    this.#a.sendOffer();
    await this.#until(() => pc.signalingState === "stable");
  }

  #isConnected(): boolean {
    return this.#a.pc?.connectionState === "connected" &&
      this.#a.isChannelOpen && this.#b.isChannelOpen;
  }

  #hasRelay(): boolean {
    return this.#a.iceServers.some(({ credential }) => credential);
  }

  #policy(): RTCIceTransportPolicy {
    return this.store.get().isRelayOnly ? "relay" : "all";
  }

  #closeConnections(): void {
    this.#a.closeConnection();
    this.#b.closeConnection();
    this.store.set({ fingerprints: null, remoteStream: null });
    this.#update();
  }

  /** Runs one step at a time; after a reset, one that goes on changes nothing. */
  async #run(name: string, step: () => Promise<void> | void): Promise<void> {
    if (this.store.get().running !== null) return;
    const round = this.#resetCount;
    this.store.set({ running: name, problem: null, detail: "" });
    let failure: unknown = null;
    try {
      await step();
    } catch (error) {
      failure = error;
    }
    if (round !== this.#resetCount) return;
    if (failure !== null) {
      this.#fail(this.#a.isOnline ? "no-path" : "no-server", failure);
    }
    this.store.set({ running: null });
    this.#update();
  }

  #fail(problem: LearnProblem, error: unknown = null): void {
    const detail = error instanceof Error
      ? `${error.name}: ${error.message}`
      : "";
    this.store.set({ problem, detail });
  }

  async #until(isDone: () => boolean): Promise<void> {
    const { clock } = this.#platform;
    const round = this.#resetCount;
    const endMs = clock.nowMs() + STEP_TIMEOUT_MS;
    while (!isDone()) {
      if (round !== this.#resetCount) throw new Error("Reset");
      if (clock.nowMs() > endMs) throw new Error("Not done in time");
      await new Promise<void>((resolve) => clock.after(STATE_POLL_MS, resolve));
    }
  }

  #peerOptions(name: string, key: "a" | "b"): DemoPeerOptions {
    const { clock, openSocket, makePc } = this.#platform;
    return {
      name,
      trace: this.trace,
      clock,
      openSocket,
      makePc,
      onChange: () => this.#update(),
      onStream: () => {},
      onText: (text) => {
        const peer = this.store.get()[key];
        const texts = [...peer.texts, text.slice(0, 200)].slice(-MAX_TEXTS);
        this.#setPeer(key, { ...peer, texts });
      },
    };
  }

  #update(): void {
    for (const [key, peer] of [["a", this.#a], ["b", this.#b]] as const) {
      this.#setPeer(key, {
        ...this.store.get()[key],
        isOnline: peer.isOnline,
        isChannelOpen: peer.isChannelOpen,
        signaling: peer.pc?.signalingState ?? "stable",
        ice: peer.pc?.iceConnectionState ?? "new",
        connection: peer.pc?.connectionState ?? "new",
      });
    }
  }

  #setPeer(key: "a" | "b", peer: DemoPeerState): void {
    this.store.set(key === "a" ? { a: peer } : { b: peer });
  }
}

function stopTracks(stream: MediaStream | null): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
}
