/**
 * Number of members that this device and network can handle in one call, with
 * video of at least 320 by 180 each.
 *
 * - Network: 85 % of the estimated bitrate of all connections, divided by the
 *   cost of one member (audio and that video), plus one for ourselves. Browsers
 *   probe no further than they need to send, so it is a lower bound unless the
 *   uplink is congested.
 * - Device: half of its cores, divided by the load of encoding and decoding for
 *   one member, plus one for ourselves. The time per frame is scaled from the
 *   current size to that video, but not below a quarter. A strained device
 *   handles one member less than are present.
 *
 * @module
 */
import { PAGE_MAX_MEMBERS } from "../../../signaling/protocol.ts";
import { AUDIO_KBPS, CAMERA_RUNGS } from "./resolution_ladder.ts";
import type { QualitySample } from "./connection_sample.ts";
import { computeMean } from "./mean.ts";

/** Estimated size of a call, and what limits it. */
export interface CallCapacity {
  /** Number of members including ourselves; at most what the page allows. */
  readonly maxMembers: number;
  /** True when the real capacity may be higher. */
  readonly isLowerBound: boolean;
  /** The limiting resource; null when none was observed. */
  readonly limitedBy: "network" | "device" | null;
}

/** Measurements that the estimate is made from. */
export interface CallCapacityInput {
  /** The last sample of each connected member. */
  readonly samples: readonly QualitySample[];
  /** Estimated uplink, which is a measurement only when `isUplinkCongested`. */
  readonly uplinkKbps: number;
  readonly isUplinkCongested: boolean;
  readonly cores: number;
  /** The device is overloaded now. */
  readonly isDeviceStrained: boolean;
  /** The device was overloaded, and is not since its video is limited. */
  readonly isDeviceLimited: boolean;
}

/** Minimum video for each member. */
const MIN_VIDEO = { px: 320, kbps: 160, fps: 20, pixels: 320 * 180 };
/** Share of an estimate that is used. */
const USABLE_SHARE = 0.85;
const DEVICE_SHARE = 0.5;
const MIN_LOAD_SCALE = 0.25;

/** Minimum uplink for one member, in kbit/s. */
export const MIN_MEMBER_KBPS = AUDIO_KBPS +
  (CAMERA_RUNGS.find(({ px }) => px === MIN_VIDEO.px)?.kbps ?? MIN_VIDEO.kbps);

/** Estimates the capacity; null before anything was measured. */
export function estimateCapacity(
  input: CallCapacityInput,
): CallCapacity | null {
  const network = estimateNetworkCapacity(input);
  const device = estimateDeviceCapacity(input);
  if (network === null && device === null) return null;
  // Two members are present already.
  const capacity = Math.max(
    2,
    Math.min(network ?? Infinity, device ?? Infinity),
  );
  const isTop = capacity >= PAGE_MAX_MEMBERS;
  const byDevice = device !== null && device <= (network ?? Infinity);
  return {
    maxMembers: Math.min(PAGE_MAX_MEMBERS, capacity),
    isLowerBound: isTop || (!byDevice && !input.isUplinkCongested),
    limitedBy: isTop ? null : byDevice ? "device" : "network",
  };
}

function estimateNetworkCapacity(
  { samples, uplinkKbps, isUplinkCongested }: CallCapacityInput,
): number | null {
  const known = samples.flatMap(({ availableOutgoingKbps, kbpsOut }) =>
    availableOutgoingKbps ?? kbpsOut ?? []
  );
  if (known.length === 0) return null;
  const sum = known.reduce((total, kbps) => total + kbps, 0);
  const usable = isUplinkCongested
    ? Math.min(sum, uplinkKbps)
    : sum * USABLE_SHARE;
  return 1 + Math.floor(usable / MIN_MEMBER_KBPS);
}

function estimateDeviceCapacity(
  { samples, cores, isDeviceStrained, isDeviceLimited }: CallCapacityInput,
): number | null {
  const loads = samples.flatMap((sample) => memberLoadCores(sample) ?? []);
  if (isDeviceStrained) return samples.length;
  if (isDeviceLimited) return samples.length + 1;
  const mean = computeMean(loads);
  const usableCores = Math.max(1, cores * DEVICE_SHARE);
  return mean === null || mean <= 0 ? null : 1 + Math.floor(usableCores / mean);
}

/** Cores that one member with minimum video would keep busy, both ways. */
function memberLoadCores(sample: QualitySample): number | null {
  const { encodeMsPerFrame, decodeMsPerFrame } = sample;
  if (encodeMsPerFrame === null && decodeMsPerFrame === null) return null;
  const sent = loadScale(sample.sentWidth, sample.sentHeight);
  const received = loadScale(sample.width, sample.height);
  const ms = (encodeMsPerFrame ?? 0) * sent +
    (decodeMsPerFrame ?? 0) * received;
  return ms * MIN_VIDEO.fps / 1000;
}

function loadScale(width: number | null, height: number | null): number {
  const pixels = (width ?? 0) * (height ?? 0);
  return pixels === 0
    ? 1
    : Math.min(1, Math.max(MIN_LOAD_SCALE, MIN_VIDEO.pixels / pixels));
}
