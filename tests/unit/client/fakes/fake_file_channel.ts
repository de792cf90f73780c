/**
 * Two ends of the `files` channel without a network: sent messages stay in a
 * buffer until the test delivers them.
 *
 * @module
 */
import { FakeDataChannel } from "./fake_data_channel.ts";

/** One end; `buffer` has the messages that are not delivered yet. */
export class FakeFileChannel extends FakeDataChannel {
  readonly buffer: (string | ArrayBuffer)[] = [];
  /** Largest number of buffered bytes so far. */
  maxBufferedBytes = 0;

  override send(data: unknown): void {
    if (this.readyState !== "open") throw new Error("InvalidStateError");
    if (typeof data !== "string" && !(data instanceof ArrayBuffer)) {
      throw new TypeError("Not a message");
    }
    this.buffer.push(data);
    this.bufferedAmount += byteLengthOf(data);
    this.maxBufferedBytes = Math.max(
      this.maxBufferedBytes,
      this.bufferedAmount,
    );
  }

  /** Removes the oldest message from the buffer. */
  shift(): string | ArrayBuffer | undefined {
    const data = this.buffer.shift();
    if (data === undefined) return undefined;
    const before = this.bufferedAmount;
    this.bufferedAmount -= byteLengthOf(data);
    const low = this.bufferedAmountLowThreshold;
    if (before > low && this.bufferedAmount <= low) {
      this.onbufferedamountlow?.(new Event("bufferedamountlow"));
    }
    return data;
  }
}

function byteLengthOf(data: string | ArrayBuffer): number {
  return typeof data === "string" ? data.length : data.byteLength;
}

/** Two connected ends. */
export class FakeFileChannelPair {
  readonly a = new FakeFileChannel();
  readonly b = new FakeFileChannel();

  open(): void {
    this.a.open();
    this.b.open();
  }

  /** Delivers one message of each end; false when there was none. */
  deliverOne(): boolean {
    const [fromA, fromB] = [this.a.shift(), this.b.shift()];
    if (fromA !== undefined) this.b.receive(fromA);
    if (fromB !== undefined) this.a.receive(fromB);
    return fromA !== undefined || fromB !== undefined;
  }

  /** Closes both ends and drops buffered messages. */
  disconnect(): void {
    for (const end of [this.a, this.b]) {
      end.readyState = "closed";
      end.buffer.length = 0;
      end.onclose?.(new Event("close"));
    }
  }
}
