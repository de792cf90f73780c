/**
 * Two ends that meet through a relay without a network: each allocates as a
 * test says, and what one channel sends arrives at the other.
 *
 * @module
 */
import type { FakeClock } from "./fake_clock.ts";

/** What happens to a connection with this configuration. */
export interface Fate {
  /** Types of the candidates that are gathered. */
  readonly candidates?: readonly string[];
  /** Error codes that gathering complains of. */
  readonly errors?: readonly number[];
  /** Gathering goes on for ever. */
  readonly isEndless?: boolean;
  /** The two ends meet. */
  readonly meets?: boolean;
  /** Milliseconds that a message takes; for ever by default. */
  readonly delayMs?: number;
}

type Handler = ((event: unknown) => void) | null;

/** One end of a channel. */
export class FakeWire {
  readyState = "open";
  bufferedAmount = 0;
  bufferedAmountLowThreshold = 0;
  binaryType = "blob";
  onmessage: Handler = null;
  onopen: Handler = null;
  onbufferedamountlow: Handler = null;
  other: FakeWire | null = null;

  constructor(readonly clock: FakeClock, readonly delayMs: number) {}

  send(data: string | Uint8Array): void {
    this.bufferedAmount += data.length;
    this.clock.after(this.delayMs, () => {
      this.bufferedAmount -= data.length;
      this.other?.onmessage?.({ data });
      if (this.bufferedAmount <= this.bufferedAmountLowThreshold) {
        this.onbufferedamountlow?.({});
      }
    });
  }
}

/** Makes connections that meet in pairs, in the order in which they are made. */
export class FakeRelay {
  readonly configurations: RTCConfiguration[] = [];
  readonly made: FakeEnd[] = [];

  constructor(
    readonly clock: FakeClock,
    readonly fateOf: (url: string) => Fate,
  ) {}

  readonly makePc = (configuration: RTCConfiguration): RTCPeerConnection => {
    this.configurations.push(configuration);
    const [url = ""] = [configuration.iceServers?.[0]?.urls ?? ""].flat();
    const end = new FakeEnd(this.clock, this.fateOf(url));
    this.made.push(end);
    return end as unknown as RTCPeerConnection;
  };
}

/** One connection. */
export class FakeEnd {
  connectionState = "new";
  localDescription: unknown = null;
  onicecandidate: Handler = null;
  onicecandidateerror: Handler = null;
  onconnectionstatechange: Handler = null;
  ondatachannel: Handler = null;
  isClosed = false;
  wire: FakeWire | null = null;
  #remote: FakeEnd | null = null;

  constructor(readonly clock: FakeClock, readonly fate: Fate) {}

  createDataChannel(): FakeWire {
    this.wire = new FakeWire(this.clock, this.fate.delayMs ?? Infinity);
    return this.wire;
  }

  setLocalDescription(): Promise<void> {
    this.localDescription = this;
    queueMicrotask(() => this.#gather());
    return Promise.resolve();
  }

  setRemoteDescription(remote: FakeEnd): Promise<void> {
    this.#remote = remote;
    return Promise.resolve();
  }

  addIceCandidate(): Promise<void> {
    return Promise.resolve();
  }

  close(): void {
    this.isClosed = true;
  }

  /** The other end did not answer to any candidate. */
  fail(): void {
    this.connectionState = "failed";
    this.onconnectionstatechange?.({});
  }

  #gather(): void {
    const { candidates = [], errors = [], isEndless, meets } = this.fate;
    for (const errorCode of errors) this.onicecandidateerror?.({ errorCode });
    for (const type of candidates) {
      this.onicecandidate?.({ candidate: { type } });
    }
    if (!isEndless) this.onicecandidate?.({ candidate: null });
    const near = this.#remote?.wire;
    if (!meets || !near) return;
    const far = this.createDataChannel();
    near.other = far;
    this.ondatachannel?.({ channel: far });
  }
}
