/**
 * How many members this device and this network carry in one call, with a
 * picture of 320 by 180 for each at least.
 *
 * - Network: what all connections are believed to carry together, of which 85
 *   per cent are used, divided by what one member costs (sound and that
 *   picture), plus oneself. Browsers probe no further than they have to send,
 *   so it is a lower bound unless the uplink is full.
 * - Device: half of its cores, divided by what encoding and decoding for one
 *   member take, plus oneself. The time per frame is scaled from the size of
 *   now to that picture, but not below a quarter. A device that is
 *   strained as it is carries one less than are there now.
 *
 * @module
 */
import { PAGE_MAX_MEMBERS } from "../../../signaling/protocol.ts";
import { AUDIO_KBPS, CAMERA_RUNGS } from "./resolution_ladder.ts";
import type { QualitySample } from "./connection_sample.ts";

/** How many, and what sets the limit. */
export interface CallCapacity {
  /** People in a call with oneself; at most what the page allows. */
  readonly maxMembers: number;
  /** True when it may well be more. */
  readonly isLowerBound: boolean;
  /** What would give way first; null when neither was seen to. */
  readonly limitedBy: "network" | "device" | null;
}

/** What is known. */
export interface CallCapacityInput {
  /** The last sample of each connected member. */
  readonly samples: readonly QualitySample[];
  /** The budget, which was measured when `isUplinkFull`. */
  readonly uplinkKbps: number;
  readonly isUplinkCongested: boolean;
  readonly cores: number;
  /** It is too much for the device as it is. */
  readonly isDeviceStrained: boolean;
  /** It was too much, and is not since pictures are smaller. */
  readonly isDeviceLimited: boolean;
}

/** The picture that everyone should get at least. */
const MIN_VIDEO = { px: 320, kbps: 160, fps: 20, pixels: 320 * 180 };
/** Share of an estimate that is planned with. */
const USABLE_SHARE = 0.85;
const DEVICE_SHARE = 0.5;
const MIN_LOAD_SCALE = 0.25;

/** What one member costs the uplink at least, in kbit/s. */
export const MIN_MEMBER_KBPS = AUDIO_KBPS +
  (CAMERA_RUNGS.find(({ px }) => px === MIN_VIDEO.px)?.kbps ?? MIN_VIDEO.kbps);

/** The number, or null while nothing was measured. */
export function estimateCapacity(
  input: CallCapacityInput,
): CallCapacity | null {
  const network = estimateNetworkCapacity(input);
  const device = estimateDeviceCapacity(input);
  if (network === null && device === null) return null;
  // Two are there already.
  const least = Math.max(2, Math.min(network ?? Infinity, device ?? Infinity));
  const isTop = least >= PAGE_MAX_MEMBERS;
  const byDevice = device !== null && device <= (network ?? Infinity);
  return {
    maxMembers: Math.min(PAGE_MAX_MEMBERS, least),
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
  if (loads.length === 0) return null;
  const mean = loads.reduce((sum, load) => sum + load, 0) / loads.length;
  const room = Math.max(1, cores * DEVICE_SHARE);
  return mean <= 0 ? null : 1 + Math.floor(room / mean);
}

/** Cores that one member with the least picture would keep busy, both ways. */
function memberLoadCores(sample: QualitySample): number | null {
  const { encodeMsPerFrame, decodeMsPerFrame } = sample;
  if (encodeMsPerFrame === null && decodeMsPerFrame === null) return null;
  const sent = loadScale(sample.sentWidth, sample.sentHeight);
  const got = loadScale(sample.width, sample.height);
  const ms = (encodeMsPerFrame ?? 0) * sent + (decodeMsPerFrame ?? 0) * got;
  return ms * MIN_VIDEO.fps / 1000;
}

function loadScale(width: number | null, height: number | null): number {
  const pixels = (width ?? 0) * (height ?? 0);
  return pixels === 0
    ? 1
    : Math.min(1, Math.max(MIN_LOAD_SCALE, MIN_VIDEO.pixels / pixels));
}
