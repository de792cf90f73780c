/**
 * Measurements of a connection between two readings of its counters.
 *
 * @module
 */
import type {
  ConnectionCounters,
  PacketCounters,
  VideoCounters,
} from "./connection_counters.ts";

/** One sample; null is what the browser does not report. */
export interface QualitySample {
  /** Clock of the call. */
  readonly atMs: number;
  readonly rttMs: number | null;
  /** Share of incoming packets that were lost, 0 to 1; audio, otherwise video. */
  readonly lossIn: number | null;
  /** Share of our packets that were lost, 0 to 1. */
  readonly lossOut: number | null;
  readonly jitterMs: number | null;
  readonly kbpsIn: number | null;
  readonly kbpsOut: number | null;
  /** Received video of the camera, in pixels. */
  readonly width: number | null;
  readonly height: number | null;
  readonly framesPerSecond: number | null;
  /** Frames that arrived whole; more of them than are decoded are too many for this device. */
  readonly receivedFramesPerSecond: number | null;
  readonly codec: string | null;
  /** Number of freezes. */
  readonly freezeCount: number | null;
  /** True when no video arrived: the other page sends none. */
  readonly isVideoStopped: boolean;
  /** Sent video of our camera, in pixels. */
  readonly sentWidth: number | null;
  readonly sentHeight: number | null;
  readonly sentFramesPerSecond: number | null;
  readonly sentCodec: string | null;
  /** `none`, `cpu`, `bandwidth` or `other`. */
  readonly qualityLimitationReason: string | null;
  readonly encodeMsPerFrame: number | null;
  readonly decodeMsPerFrame: number | null;
  /** Estimate of the browser for this path. */
  readonly availableOutgoingKbps: number | null;
  /** Bitrate that the encoder of the camera is given. */
  readonly targetKbps: number | null;
  /** True while nothing arrives, not even RTCP. */
  readonly isInterrupted: boolean;
}

/** Fewer packets are too few to compute loss. */
export const MIN_LOSS_PACKETS = 20;
/** A path without a packet for that long is interrupted. */
export const INTERRUPTED_MS = 1_000;

/** Computes the sample since `before`, which is of the same member or null. */
export function computeSample(
  now: ConnectionCounters,
  before: ConnectionCounters | null,
): QualitySample {
  const previous = before?.connectionId === now.connectionId &&
      before.atMs < now.atMs
    ? before
    : null;
  const seconds = previous ? (now.atMs - previous.atMs) / 1000 : 0;
  const rate = (a: number | null, b: number | null | undefined) =>
    ratePerSecond(a, b, seconds);
  const kbps = (bytes: number | null) => bytes && bytes * 8 / 1000;
  const { cameraIn, cameraOut } = now;
  return {
    atMs: now.atMs,
    rttMs: toMs(now.rttSeconds),
    lossIn: lossRatio(now.audioIn, previous?.audioIn) ??
      lossRatio(now.videoIn, previous?.videoIn),
    lossOut: now.lossOut,
    jitterMs: toMs(now.jitterSeconds),
    kbpsIn: kbps(rate(now.bytesIn, previous?.bytesIn)),
    kbpsOut: kbps(rate(now.bytesOut, previous?.bytesOut)),
    width: cameraIn.width,
    height: cameraIn.height,
    framesPerSecond: rate(cameraIn.frames, previous?.cameraIn.frames) ??
      cameraIn.framesPerSecond,
    receivedFramesPerSecond: rate(
      now.framesReceived,
      previous?.framesReceived,
    ),
    codec: cameraIn.codec,
    freezeCount: counterDelta(now.freezes, previous?.freezes),
    isVideoStopped:
      counterDelta(now.videoIn.received, previous?.videoIn.received) === 0,
    sentWidth: cameraOut.width,
    sentHeight: cameraOut.height,
    sentFramesPerSecond: rate(cameraOut.frames, previous?.cameraOut.frames) ??
      cameraOut.framesPerSecond,
    sentCodec: cameraOut.codec,
    qualityLimitationReason: now.limitationReason,
    encodeMsPerFrame: msPerFrame(cameraOut, previous?.cameraOut),
    decodeMsPerFrame: msPerFrame(cameraIn, previous?.cameraIn),
    availableOutgoingKbps: now.availableBps && now.availableBps / 1000,
    targetKbps: now.targetBps && now.targetBps / 1000,
    isInterrupted: (now.silentMs ?? 0) >= INTERRUPTED_MS,
  };
}

function toMs(seconds: number | null): number | null {
  return seconds === null ? null : seconds * 1000;
}

/** Increase of a counter; null when it was reset. */
function counterDelta(
  now: number | null,
  before: number | null | undefined,
): number | null {
  if (now === null || before === null || before === undefined) return null;
  return now >= before ? now - before : null;
}

function ratePerSecond(
  now: number | null,
  before: number | null | undefined,
  seconds: number,
): number | null {
  const increase = counterDelta(now, before);
  return increase === null || seconds <= 0 ? null : increase / seconds;
}

function lossRatio(
  now: PacketCounters,
  before: PacketCounters | undefined,
): number | null {
  const received = counterDelta(now.received, before?.received);
  if (received === null || now.lost === null) return null;
  // Late packets reduce the counter of lost ones.
  const lost = Math.max(0, now.lost - (before?.lost ?? now.lost));
  const sent = received + lost;
  return sent < MIN_LOSS_PACKETS ? null : lost / sent;
}

function msPerFrame(
  now: VideoCounters,
  before: VideoCounters | undefined,
): number | null {
  const frames = counterDelta(now.frames, before?.frames);
  const seconds = counterDelta(now.codingSeconds, before?.codingSeconds);
  return frames && seconds !== null ? seconds * 1000 / frames : null;
}
