/**
 * Measures what passes between two ends in one page: since both have the same
 * clock and both are here, the way from one to the other is one round trip
 * between this device and the relay.
 *
 * @module
 */
import type { Clock } from "../clock.ts";
import type { RelayPath } from "./relay_path.ts";
import { computeMedian } from "./check_seat.ts";

/** What was measured. */
export interface PathMeasurement {
  readonly roundTripMs: number;
  readonly mbitPerSecond: number;
}

/** Messages that are timed; the middle one counts. */
const PING_COUNT = 7;
/** How long one message may take. */
export const MESSAGE_TIMEOUT_MS = 3_000;
/** How long bytes are sent. */
export const LOAD_MS = 1_500;
/** How long the last of them may take. */
const LOAD_DRAIN_MS = 2_000;
/** Bytes that are sent at most, as an upper end of what a fast network costs. */
export const MAX_LOAD_BYTES = 16 * 1024 * 1024;
const CHUNK_BYTES = 16 * 1024;
/** Bytes that wait in the channel, enough to keep it busy. */
const TARGET_BUFFERED_BYTES = 512 * 1024;

/** Measures a path, or null when it went silent. */
export async function measurePath(
  path: RelayPath,
  clock: Clock,
): Promise<PathMeasurement | null> {
  const times: number[] = [];
  for (let i = 0; i < PING_COUNT; i++) {
    const timeMs = await measureRoundTripMs(path, clock);
    if (timeMs === null) return null;
    times.push(timeMs);
  }
  const roundTripMs = computeMedian(times);
  const mbitPerSecond = await measureMbitPerSecond(path, clock);
  return roundTripMs === null || mbitPerSecond === null
    ? null
    : { roundTripMs, mbitPerSecond };
}

function measureRoundTripMs(
  { near, far }: RelayPath,
  clock: Clock,
): Promise<number | null> {
  return new Promise((resolve) => {
    const startMs = clock.nowMs();
    const end = (timeMs: number | null) => {
      cancel();
      far.onmessage = null;
      resolve(timeMs);
    };
    const cancel = clock.after(MESSAGE_TIMEOUT_MS, () => end(null));
    far.onmessage = () => end(clock.nowMs() - startMs);
    near.send("ping");
  });
}

/** Keeps the channel busy for a while; millions of bits a second that arrived. */
function measureMbitPerSecond(
  { near, far }: RelayPath,
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
      near.onbufferedamountlow = null;
      far.onmessage = null;
      const seconds = (lastMs - startMs) / 1000;
      resolve(received > 0 ? received * 8 / 1e6 / seconds : null);
    };
    const cancel = clock.after(LOAD_MS + LOAD_DRAIN_MS, end);
    const mayGoOn = () =>
      near.readyState === "open" && clock.nowMs() < endMs &&
      sent < MAX_LOAD_BYTES;
    const fill = () => {
      while (mayGoOn() && near.bufferedAmount < TARGET_BUFFERED_BYTES) {
        near.send(chunk);
        sent += CHUNK_BYTES;
      }
    };
    far.binaryType = "arraybuffer";
    far.onmessage = () => {
      received += CHUNK_BYTES;
      lastMs = clock.nowMs();
      if (received >= sent && !mayGoOn()) end();
    };
    near.bufferedAmountLowThreshold = TARGET_BUFFERED_BYTES / 2;
    near.onbufferedamountlow = fill;
    fill();
  });
}
