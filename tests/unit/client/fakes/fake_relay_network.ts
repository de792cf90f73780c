/**
 * Two ends that connect through a relay without a network. A test decides what
 * each gathers; what one channel sends arrives at the other.
 *
 * @module
 */
import type { FakeClock } from "./fake_clock.ts";

/** Behaviour of a connection with a configuration. */
export interface FakeIceOutcome {
  /** Types of the candidates that are gathered. */
  readonly candidates?: readonly string[];
  /** Codes of the errors while gathering. */
  readonly errors?: readonly number[];
  /** True when gathering never ends. */
  readonly isGatheringEndless?: boolean;
  /** True when the two ends connect. */
  readonly isReachable?: boolean;
  /** Delay of a message in milliseconds; infinite by default. */
  readonly delayMs?: number;
}

type Handler = ((event: unknown) => void) | null;

/** One end of a channel. */
export class FakeRelayChannel {
  readyState = "open";
  bufferedAmount = 0;
  bufferedAmountLowThreshold = 0;
  binaryType = "blob";
  onmessage: Handler = null;
  onopen: Handler = null;
  onbufferedamountlow: Handler = null;
  remote: FakeRelayChannel | null = null;

  constructor(readonly clock: FakeClock, readonly delayMs: number) {}

  send(data: string | Uint8Array): void {
    this.bufferedAmount += data.length;
    this.clock.after(this.delayMs, () => {
      this.bufferedAmount -= data.length;
      this.remote?.onmessage?.({ data });
      if (this.bufferedAmount <= this.bufferedAmountLowThreshold) {
        this.onbufferedamountlow?.({});
      }
    });
  }
}

/** Makes connections that connect in pairs, in the order of creation. */
export class FakeRelayNetwork {
  readonly configurations: RTCConfiguration[] = [];
  readonly connections: FakeRelayPeerConnection[] = [];

  constructor(
    readonly clock: FakeClock,
    readonly outcomeOf: (url: string) => FakeIceOutcome,
  ) {}

  readonly makePc = (configuration: RTCConfiguration): RTCPeerConnection => {
    this.configurations.push(configuration);
    const [url = ""] = [configuration.iceServers?.[0]?.urls ?? ""].flat();
    const end = new FakeRelayPeerConnection(this.clock, this.outcomeOf(url));
    this.connections.push(end);
    return end as unknown as RTCPeerConnection;
  };
}

/** One connection. */
export class FakeRelayPeerConnection {
  connectionState = "new";
  localDescription: unknown = null;
  onicecandidate: Handler = null;
  onicecandidateerror: Handler = null;
  onconnectionstatechange: Handler = null;
  ondatachannel: Handler = null;
  isClosed = false;
  channel: FakeRelayChannel | null = null;
  #remote: FakeRelayPeerConnection | null = null;

  constructor(readonly clock: FakeClock, readonly outcome: FakeIceOutcome) {}

  createDataChannel(): FakeRelayChannel {
    this.channel = new FakeRelayChannel(
      this.clock,
      this.outcome.delayMs ?? Infinity,
    );
    return this.channel;
  }

  setLocalDescription(): Promise<void> {
    this.localDescription = this;
    queueMicrotask(() => this.#gather());
    return Promise.resolve();
  }

  setRemoteDescription(remote: FakeRelayPeerConnection): Promise<void> {
    this.#remote = remote;
    return Promise.resolve();
  }

  addIceCandidate(): Promise<void> {
    return Promise.resolve();
  }

  close(): void {
    this.isClosed = true;
  }

  /** Fails: the other end answered no candidate. */
  fail(): void {
    this.connectionState = "failed";
    this.onconnectionstatechange?.({});
  }

  #gather(): void {
    const { candidates = [], errors = [], isGatheringEndless, isReachable } =
      this.outcome;
    for (const errorCode of errors) this.onicecandidateerror?.({ errorCode });
    for (const type of candidates) {
      // As in Firefox 115, which has no `candidate.type`.
      const candidate = `candidate:1 1 udp 1 192.0.2.1 9 typ ${type}`;
      this.onicecandidate?.({ candidate: { candidate } });
    }
    if (!isGatheringEndless) this.onicecandidate?.({ candidate: null });
    const near = this.#remote?.channel;
    if (!isReachable || !near) return;
    const far = this.createDataChannel();
    near.remote = far;
    this.ondatachannel?.({ channel: far });
  }
}
