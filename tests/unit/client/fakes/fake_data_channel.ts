/**
 * A data channel that keeps what was sent on it.
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
  readonly #listeners: ((event: MessageEvent) => void)[] = [];

  addEventListener(
    type: string,
    listener: (event: MessageEvent) => void,
  ): void {
    if (type === "message") this.#listeners.push(listener);
  }

  send(text: unknown): void {
    this.sent.push(String(text));
  }

  open(): void {
    this.readyState = "open";
    this.onopen?.(new Event("open"));
  }

  receive(data: unknown): void {
    const event = new MessageEvent("message", { data });
    this.onmessage?.(event);
    for (const listener of this.#listeners) listener(event);
  }
}
