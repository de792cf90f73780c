/**
 * Measures a path between two ends in one page: from one end to the other is
 * one round trip between this device and the relay.
 *
 * @module
 */
import type { Clock } from "../clock.ts";
import type { RelayPath } from "./relay_path.ts";
import { measureMedianMs } from "./round_trip.ts";

/** Result of a measurement. */
export interface PathMeasurement {
  readonly roundTripMs: number;
  readonly mbitPerSecond: number;
}

/** Number of messages for the median. */
const PING_COUNT = 7;
/** Time for one message to arrive. */
export const MESSAGE_TIMEOUT_MS = 3_000;
/** How long the throughput test sends. */
export const LOAD_MS = 1_500;
/** Time for the last bytes to arrive. */
const LOAD_DRAIN_MS = 2_000;
/** Most bytes that the throughput test sends, to bound the data used on a fast network. */
export const MAX_LOAD_BYTES = 16 * 1024 * 1024;
const CHUNK_BYTES = 16 * 1024;
/** Bytes buffered in the channel to keep it busy. */
const TARGET_BUFFERED_BYTES = 512 * 1024;

/** Measures a path; null when messages stop to arrive. */
export async function measurePath(
  path: RelayPath,
  clock: Clock,
): Promise<PathMeasurement | null> {
  const roundTripMs = await measureMedianMs(
    PING_COUNT,
    () => measureRoundTripMs(path, clock),
  );
  if (roundTripMs === null) return null;
  const mbitPerSecond = await measureMbitPerSecond(path, clock);
  return mbitPerSecond === null ? null : { roundTripMs, mbitPerSecond };
}

function measureRoundTripMs(
  { sender, receiver }: RelayPath,
  clock: Clock,
): Promise<number | null> {
  return new Promise((resolve) => {
    const startMs = clock.nowMs();
    const end = (timeMs: number | null) => {
      cancel();
      receiver.onmessage = null;
      resolve(timeMs);
    };
    const cancel = clock.after(MESSAGE_TIMEOUT_MS, () => end(null));
    receiver.onmessage = () => end(clock.nowMs() - startMs);
    sender.send("ping");
  });
}

/** Keeps the channel busy for a time; millions of bits a second that arrived. */
function measureMbitPerSecond(
  { sender, receiver }: RelayPath,
  clock: Clock,
): Promise<number | null> {
  const chunk = new Uint8Array(CHUNK_BYTES);
  const startMs = clock.nowMs();
  const endMs = startMs + LOAD_MS;
  let sent = 0;
  let received = 0;
  let lastMs = startMs;
  return new Promise((resolve) => {
    const end = () => {
      cancel();
      sender.onbufferedamountlow = null;
      receiver.onmessage = null;
      const seconds = (lastMs - startMs) / 1000;
      resolve(received > 0 ? received * 8 / 1e6 / seconds : null);
    };
    const cancel = clock.after(LOAD_MS + LOAD_DRAIN_MS, end);
    const canSendMore = () =>
      sender.readyState === "open" && clock.nowMs() < endMs &&
      sent < MAX_LOAD_BYTES;
    const fill = () => {
      while (canSendMore() && sender.bufferedAmount < TARGET_BUFFERED_BYTES) {
        sender.send(chunk);
        sent += CHUNK_BYTES;
      }
    };
    receiver.binaryType = "arraybuffer";
    receiver.onmessage = () => {
      received += CHUNK_BYTES;
      lastMs = clock.nowMs();
      if (received >= sent && !canSendMore()) end();
    };
    sender.bufferedAmountLowThreshold = TARGET_BUFFERED_BYTES / 2;
    sender.onbufferedamountlow = fill;
    fill();
  });
}
