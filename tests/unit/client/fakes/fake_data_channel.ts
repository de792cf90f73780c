/**
 * A data channel that records what is sent on it.
 *
 * @module
 */

/** One end of a data channel. */
export class FakeDataChannel {
  readyState: RTCDataChannelState = "connecting";
  onopen: ((event: Event) => void) | null = null;
  onmessage: ((event: MessageEvent) => void) | null = null;
  onclose: ((event: Event) => void) | null = null;
  onbufferedamountlow: ((event: Event) => void) | null = null;
  binaryType: BinaryType = "blob";
  bufferedAmount = 0;
  bufferedAmountLowThreshold = 0;
  readonly sent: string[] = [];
  readonly id: number | null;
  readonly negotiated: boolean;
  readonly ordered: boolean;
  readonly protocol: string;

  constructor(readonly label = "", init: RTCDataChannelInit = {}) {
    this.id = init.id ?? null;
    this.negotiated = init.negotiated ?? false;
    this.ordered = init.ordered ?? true;
    this.protocol = init.protocol ?? "";
  }

  send(text: unknown): void {
    if (this.readyState !== "open") {
      throw new DOMException("The channel is not open", "InvalidStateError");
    }
    this.sent.push(String(text));
  }

  close(): void {
    this.readyState = "closed";
  }

  /** Opens this end. */
  open(): void {
    this.readyState = "open";
    this.onopen?.(new Event("open"));
  }

  /** Delivers a message of the other end. */
  receive(data: unknown): void {
    this.onmessage?.(new MessageEvent("message", { data }));
  }
}
