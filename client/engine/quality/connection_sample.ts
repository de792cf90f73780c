/**
 * Figures of a connection over the time between two readings.
 *
 * @module
 */
import type {
  CandidatePairInfo,
  ConnectionCounters,
  PacketCounters,
  VideoCounters,
} from "./connection_counters.ts";

/** How a connection did. What the browser did not tell is null. */
export interface QualitySample {
  /** Clock of the call. */
  readonly atMs: number;
  readonly rttMs: number | null;
  /** Share of packets that did not come here, 0 to 1; sound before picture. */
  readonly lossIn: number | null;
  /** Share of our packets that did not arrive there, 0 to 1. */
  readonly lossOut: number | null;
  readonly jitterMs: number | null;
  readonly kbpsIn: number | null;
  readonly kbpsOut: number | null;
  /** The other camera's picture as it comes, in pixels. */
  readonly width: number | null;
  readonly height: number | null;
  readonly framesPerSecond: number | null;
  readonly codec: string | null;
  /** Times that the picture stood still. */
  readonly freezeCount: number | null;
  /** True when nothing of it came: its page sends none, by choice or by plan. */
  readonly isVideoStopped: boolean;
  /** Our camera's picture as it is sent, in pixels. */
  readonly sentWidth: number | null;
  readonly sentHeight: number | null;
  readonly sentFramesPerSecond: number | null;
  readonly sentCodec: string | null;
  /** `none`, `cpu`, `bandwidth` or `other`. */
  readonly qualityLimitationReason: string | null;
  readonly encodeMsPerFrame: number | null;
  readonly decodeMsPerFrame: number | null;
  /** What the browser believes this path to carry. */
  readonly availableOutgoingKbps: number | null;
  readonly path: CandidatePairInfo | null;
}

/** Fewer packets say nothing about loss. */
export const MIN_LOSS_PACKETS = 20;

/** The figures since `before`, which is of the same member or null. */
export function computeSample(
  now: ConnectionCounters,
  before: ConnectionCounters | null,
): QualitySample {
  const was = before?.connectionId === now.connectionId &&
      before.atMs < now.atMs
    ? before
    : null;
  const seconds = was ? (now.atMs - was.atMs) / 1000 : 0;
  const rate = (a: number | null, b: number | null | undefined) =>
    ratePerSecond(a, b, seconds);
  const kbps = (bytes: number | null) => bytes && bytes * 8 / 1000;
  const { cameraIn, cameraOut } = now;
  return {
    atMs: now.atMs,
    rttMs: toMs(now.rttSeconds),
    lossIn: lossRatio(now.audioIn, was?.audioIn) ??
      lossRatio(now.videoIn, was?.videoIn),
    lossOut: now.lossOut,
    jitterMs: toMs(now.jitterSeconds),
    kbpsIn: kbps(rate(now.bytesIn, was?.bytesIn)),
    kbpsOut: kbps(rate(now.bytesOut, was?.bytesOut)),
    width: cameraIn.width,
    height: cameraIn.height,
    framesPerSecond: rate(cameraIn.frames, was?.cameraIn.frames) ??
      cameraIn.framesPerSecond,
    codec: cameraIn.codec,
    freezeCount: counterDelta(now.freezes, was?.freezes),
    isVideoStopped:
      counterDelta(now.videoIn.received, was?.videoIn.received) === 0,
    sentWidth: cameraOut.width,
    sentHeight: cameraOut.height,
    sentFramesPerSecond: rate(cameraOut.frames, was?.cameraOut.frames) ??
      cameraOut.framesPerSecond,
    sentCodec: cameraOut.codec,
    qualityLimitationReason: now.limitationReason,
    encodeMsPerFrame: msPerFrame(cameraOut, was?.cameraOut),
    decodeMsPerFrame: msPerFrame(cameraIn, was?.cameraIn),
    availableOutgoingKbps: now.availableBps && now.availableBps / 1000,
    path: now.path,
  };
}

function toMs(seconds: number | null): number | null {
  return seconds === null ? null : seconds * 1000;
}

/** What a counter has grown by; null when it began anew. */
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
  const more = counterDelta(now, before);
  return more === null || seconds <= 0 ? null : more / seconds;
}

function lossRatio(
  now: PacketCounters,
  before: PacketCounters | undefined,
): number | null {
  const received = counterDelta(now.received, before?.received);
  if (received === null || now.lost === null) return null;
  // Packets that come late take their loss back.
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
