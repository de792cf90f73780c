/**
 * One of the two peers of the guide: a WebSocket, a connection and a data
 * channel, with nothing that the guide does not need. Every message passes the
 * server, though the other peer is in the same page.
 *
 * @module
 */
import type { Clock } from "../clock.ts";
import { asRecord, parseJson, type UnknownRecord } from "../json.ts";
import type { ConnectionTrace } from "../trace/connection_trace.ts";
import { watchConnection } from "../trace/watch_connection.ts";

/** The WebSocket of a peer. */
export interface DemoSocket {
  send(text: string): void;
  close(): void;
}

/** Events of {@linkcode DemoSocket}. */
export interface DemoSocketEvents {
  onOpen(): void;
  onText(text: string): void;
  onClose(code: number): void;
}

/** Dependencies of {@linkcode DemoPeer}. */
export interface DemoPeerOptions {
  readonly name: string;
  readonly trace: ConnectionTrace;
  readonly clock: Clock;
  readonly openSocket: (events: DemoSocketEvents) => DemoSocket;
  readonly makePc: (configuration: RTCConfiguration) => RTCPeerConnection;
  /** The state of the peer changed. */
  readonly onChange: () => void;
  readonly onText: (text: string) => void;
  readonly onStream: (stream: MediaStream) => void;
}

/** Longest part of a message that is kept for the page. */
const SHOWN_LENGTH = 4_000;
const PAIR_INTERVAL_MS = 250;
const CHANNEL_LABEL = "guide";

/** A peer of the page at `/learn`. */
export class DemoPeer {
  readonly #options: DemoPeerOptions;
  #socket: DemoSocket | null = null;
  #pc: RTCPeerConnection | null = null;
  #channel: RTCDataChannel | null = null;
  #offer: RTCSessionDescriptionInit | null = null;
  #iceServers: RTCIceServer[] = [];
  #ttlSeconds = 0;
  #welcomed: Welcome | null = null;
  #heldCandidates: RTCIceCandidateInit[] = [];
  #earlyCandidates: RTCIceCandidateInit[] = [];
  /** True while candidates stay here until `sendCandidates()`. */
  holdsCandidates = true;

  constructor(options: DemoPeerOptions) {
    this.#options = options;
  }

  /** The connection; null before the first description. */
  get pc(): RTCPeerConnection | null {
    return this.#pc;
  }

  /** True while the socket is open. */
  get isOnline(): boolean {
    return this.#socket !== null;
  }

  /** True while texts can be sent. */
  get isChannelOpen(): boolean {
    return this.#channel?.readyState === "open";
  }

  /** ICE servers that the server gave in `welcome`. */
  get iceServers(): readonly RTCIceServer[] {
    return this.#iceServers;
  }

  /** Seconds for which their credential can be used. */
  get ttlSeconds(): number {
    return this.#ttlSeconds;
  }

  /** Opens the socket; resolves with `welcome`, rejects when it closes before. */
  goOnline(): Promise<void> {
    if (this.#welcomed) return this.#welcomed.promise;
    const welcomed = awaitWelcome();
    this.#welcomed = welcomed;
    const socket = this.#options.openSocket({
      onOpen: () => this.#addState("open"),
      onText: (text) => {
        if (this.#socket === socket) void this.#receive(text);
      },
      onClose: () => this.#endSocket(socket),
    });
    this.#socket = socket;
    return welcomed.promise;
  }

  /** Sends a message to everyone else in the room. */
  send(event: string, data?: unknown): void {
    const text = JSON.stringify({ event, data });
    this.#addMessage("out", event, text, null);
    this.#socket?.send(text);
  }

  /** Ends the seat at the server, and with it its relayed addresses. */
  leave(): void {
    if (this.#socket) this.send("leave");
  }

  /** Closes the socket without a word. */
  closeSocket(): void {
    const socket = this.#socket;
    if (!socket) return;
    socket.close();
    this.#endSocket(socket);
  }

  /** Makes a new connection in place of the one before. */
  makeConnection(policy: RTCIceTransportPolicy): RTCPeerConnection {
    this.closeConnection();
    const { makePc, trace, clock, name, onStream, onChange } = this.#options;
    const pc = makePc({
      iceServers: [...this.#iceServers],
      iceTransportPolicy: policy,
    });
    this.#pc = pc;
    watchConnection({
      pc,
      trace,
      clock,
      name: () => name,
      intervalMs: PAIR_INTERVAL_MS,
    });
    pc.addEventListener("icecandidate", ({ candidate }) => {
      if (this.#pc === pc && candidate) this.#signalCandidate(candidate);
    });
    pc.addEventListener("datachannel", ({ channel }) => this.#adopt(channel));
    pc.addEventListener("track", ({ streams: [stream] }) => {
      if (stream) onStream(stream);
    });
    for (
      const event of [
        "iceconnectionstatechange",
        "connectionstatechange",
        "signalingstatechange",
      ]
    ) pc.addEventListener(event, onChange);
    return pc;
  }

  /** Makes the channel, which is part of the offer, and the offer. */
  async offer(options: RTCOfferOptions = {}): Promise<void> {
    const pc = this.#pc;
    if (!pc) return;
    if (!this.#channel) this.#adopt(pc.createDataChannel(CHANNEL_LABEL));
    const offer = await pc.createOffer(options);
    this.#offer = offer;
    await pc.setLocalDescription(offer);
    this.#options.onChange();
  }

  /**
   * Sends the offer as it was made: `localDescription` would have the
   * candidates that were found since, which are sent on their own.
   */
  sendOffer(): void {
    this.send("offer", this.#offer);
  }

  /** Sends the candidates that were held, and further ones at once. */
  sendCandidates(): void {
    this.holdsCandidates = false;
    const held = this.#heldCandidates;
    this.#heldCandidates = [];
    for (const candidate of held) this.send("candidate", candidate);
  }

  /** Uses the credentials of a later `welcome` from the next gathering on. */
  renewServers(policy: RTCIceTransportPolicy): void {
    this.#pc?.setConfiguration({
      iceServers: [...this.#iceServers],
      iceTransportPolicy: policy,
    });
  }

  /** Sends a text over the data channel, without the server. */
  sendText(text: string): void {
    if (this.isChannelOpen) this.#channel?.send(text);
  }

  /** Closes the connection and forgets its candidates. */
  closeConnection(): void {
    this.#pc?.close();
    this.#pc = null;
    this.#channel = null;
    this.#heldCandidates = [];
    this.#earlyCandidates = [];
  }

  async #receive(text: string): Promise<void> {
    const message = asRecord(parseJson(text));
    const event = message?.event;
    if (!message || typeof event !== "string") return;
    const from = typeof message.from === "string" ? message.from : null;
    this.#addMessage("in", event, text, from);
    const data = asRecord(message.data);
    try {
      if (data) await this.#handle(event, data);
    } catch {
      // What a peer cannot use is seen in the states of the connection.
    }
    this.#options.onChange();
  }

  async #handle(event: string, data: UnknownRecord): Promise<void> {
    if (event === "welcome") {
      this.#iceServers = readIceServers(data.iceServers);
      this.#ttlSeconds = Number(data.ttlSeconds) || 0;
      this.#welcomed?.resolve();
    } else if (event === "offer" || event === "answer") {
      await this.#receiveDescription(event, String(data.sdp));
    } else if (event === "candidate") {
      await this.#receiveCandidate(data);
    }
  }

  async #receiveDescription(
    type: "offer" | "answer",
    sdp: string,
  ): Promise<void> {
    const pc = this.#pc;
    if (!pc) return;
    await pc.setRemoteDescription({ type, sdp });
    if (type === "offer") {
      const answer = await pc.createAnswer();
      await pc.setLocalDescription(answer);
      this.send("answer", answer);
    }
    const early = this.#earlyCandidates;
    this.#earlyCandidates = [];
    for (const candidate of early) await pc.addIceCandidate(candidate);
  }

  async #receiveCandidate(candidate: UnknownRecord): Promise<void> {
    const line = String(candidate.candidate ?? "");
    const { name, trace } = this.#options;
    trace.add(name, { kind: "candidate", side: "remote", line });
    const init = {
      candidate: line,
      sdpMid: typeof candidate.sdpMid === "string" ? candidate.sdpMid : null,
      sdpMLineIndex: Number(candidate.sdpMLineIndex) || 0,
    };
    if (this.#pc?.remoteDescription) await this.#pc.addIceCandidate(init);
    else this.#earlyCandidates.push(init);
  }

  #signalCandidate(candidate: RTCIceCandidate): void {
    const init = candidate.toJSON();
    if (this.holdsCandidates) this.#heldCandidates.push(init);
    else this.send("candidate", init);
    this.#options.onChange();
  }

  #adopt(channel: RTCDataChannel): void {
    this.#channel = channel;
    const { trace, name, onChange, onText } = this.#options;
    const report = (value: string) => {
      trace.add(name, { kind: "state", name: "channel", value });
      onChange();
    };
    channel.onopen = () => report("open");
    channel.onclose = () => report("closed");
    channel.onmessage = ({ data }) => onText(String(data));
    if (channel.readyState === "open") report("open");
  }

  #endSocket(socket: DemoSocket): void {
    if (this.#socket !== socket) return;
    this.#socket = null;
    this.#welcomed?.reject(new Error("The socket closed"));
    this.#welcomed = null;
    this.#addState("closed");
  }

  #addState(value: string): void {
    const { trace, name, onChange } = this.#options;
    trace.add(name, { kind: "state", name: "socket", value });
    onChange();
  }

  #addMessage(
    direction: "in" | "out",
    event: string,
    text: string,
    peer: string | null,
  ): void {
    this.#options.trace.add(this.#options.name, {
      kind: "message",
      direction,
      event,
      peer,
      length: text.length,
      text: text.slice(0, SHOWN_LENGTH),
    });
  }
}

interface Welcome {
  readonly promise: Promise<void>;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

function awaitWelcome(): Welcome {
  let resolve = () => {};
  let reject: (error: Error) => void = () => {};
  const promise = new Promise<void>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  // A socket that closes later is no error of the one who waited.
  promise.catch(() => {});
  return { promise, resolve, reject };
}

/** Servers as `RTCConfiguration` has them; others are left out. */
export function readIceServers(value: unknown): RTCIceServer[] {
  if (!Array.isArray(value)) return [];
  return value.map(asRecord).flatMap((server) => {
    if (!server) return [];
    const all = Array.isArray(server.urls) ? server.urls : [server.urls];
    const urls = all.filter((url) => typeof url === "string");
    if (urls.length === 0) return [];
    const { username, credential } = server;
    return typeof username === "string" && typeof credential === "string"
      ? [{ urls, username, credential }]
      : [{ urls }];
  });
}
