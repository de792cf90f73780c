/**
 * Texts for the quality of a connection. The tables are typed so that a new
 * issue without a text does not compile.
 *
 * @module
 */
import type { FaultSide } from "../../engine/quality/fault_attribution.ts";
import type { CallCapacity } from "../../engine/quality/call_capacity.ts";
import type { CandidatePairInfo } from "../../engine/quality/candidate_pair.ts";
import type { Issue } from "../../engine/quality/connection_grade.ts";
import type {
  MemberQuality,
  QualityState,
} from "../../engine/quality/quality_state.ts";
import type { QualitySample } from "../../engine/quality/connection_sample.ts";
import type { StringKey } from "../../strings/en.ts";
import type { TextFormatter } from "../context/i18n.ts";
import { roundForDisplay } from "../ui/round_number.ts";

const ISSUE_KEYS = {
  "loss-in": { own: "lossOwn", theirs: "lossTheirs", between: "lossIn" },
  "loss-out": { own: "lossOwn", theirs: "lossTheirs", between: "lossOut" },
  "delay": { own: "delayOwn", theirs: "delayTheirs", between: "delay" },
  "jitter": { own: "jitterOwn", theirs: "jitterTheirs", between: "jitter" },
  "freezes": { own: "deviceSlow", theirs: "freezes", between: "freezes" },
  "picture": {
    own: "pictureOwn",
    theirs: "pictureLow",
    between: "pictureLow",
  },
  "frames": { own: "deviceSlow", theirs: "frames", between: "frames" },
} as const satisfies Record<Issue, Record<FaultSide, StringKey>>;

/** Sentence about the main issue of a connection; empty without one. */
export function describeIssue(
  text: TextFormatter,
  { assessment, faultSide }: Pick<MemberQuality, "assessment" | "faultSide">,
  name: string,
): string {
  const issue = assessment?.issue;
  return issue ? text(ISSUE_KEYS[issue][faultSide ?? "between"], { name }) : "";
}

/** Sentence about the number of members that this device can handle. */
export function describeCapacity(
  text: TextFormatter,
  capacity: CallCapacity | null,
): string {
  if (!capacity) return text("carryingUnknown");
  const { maxMembers: n, isLowerBound, limitedBy } = capacity;
  if (limitedBy === null) return text("carryingAll", { n });
  if (isLowerBound) return text("carryingAtLeast", { n });
  return text(limitedBy === "device" ? "carryingDevice" : "carryingNetwork", {
    n,
  });
}

/** Sentence about the reduction of our own video, or empty. */
export function describeMitigation(
  text: TextFormatter,
  { isOverCapacity, limitedBy }: Pick<
    QualityState,
    "isOverCapacity" | "limitedBy"
  >,
): string {
  if (isOverCapacity) return text("beyondCapacity");
  if (limitedBy === "device") return text("heldByDevice");
  return limitedBy === "network" ? text("heldByNetwork") : "";
}

/** Resolution, frame rate and codec, or a text for no video. */
export function formatVideo(
  text: TextFormatter,
  width: number | null,
  height: number | null,
  fps: number | null,
  codec: string | null,
): string {
  if (!width || !height || !fps) return text("noPicture");
  const rate = text("framesUnit", { n: Math.round(fps) });
  return [`${width} × ${height}`, rate, codec ?? ""].filter(Boolean)
    .join(" · ");
}

/** Route of the media: candidate types of both sides and the protocol. */
export function formatCandidatePair(
  text: TextFormatter,
  path: CandidatePairInfo | null,
): string {
  if (!path) return text("unknown");
  const { localType, remoteType, protocol, relayProtocol } = path;
  const isRelayed = localType === "relay" || remoteType === "relay";
  const transport = localType === "relay"
    ? relayProtocol ?? protocol
    : protocol;
  return [
    text(isRelayed ? "relayed" : "direct"),
    `${localType ?? "?"} – ${remoteType ?? "?"}`,
    transport?.toUpperCase() ?? "",
  ].filter(Boolean).join(" · ");
}

/** A graph of the panel: values, unit and scale. */
export interface QualityGraph {
  readonly id: string;
  readonly label: StringKey;
  readonly unit: StringKey;
  /** Smallest value at the upper edge, so that noise does not fill the graph. */
  readonly suggestedMax: number;
  readonly read: (sample: QualitySample) => number | null;
}

const toPercent = (ratio: number | null) => ratio === null ? null : ratio * 100;

/** Graphs of one member, in display order. */
export const QUALITY_GRAPHS: readonly QualityGraph[] = [
  {
    id: "rtt",
    label: "roundTripTime",
    unit: "unitMs",
    suggestedMax: 100,
    read: (s) => s.rttMs,
  },
  {
    id: "loss-in",
    label: "lossHere",
    unit: "unitPercent",
    suggestedMax: 5,
    read: (s) => toPercent(s.lossIn),
  },
  {
    id: "loss-out",
    label: "lossThere",
    unit: "unitPercent",
    suggestedMax: 5,
    read: (s) => toPercent(s.lossOut),
  },
  {
    id: "jitter",
    label: "jitterTime",
    unit: "unitMs",
    suggestedMax: 30,
    read: (s) => s.jitterMs,
  },
  {
    id: "in",
    label: "bitrateIn",
    unit: "unitKbps",
    suggestedMax: 500,
    read: (s) => s.kbpsIn,
  },
  {
    id: "out",
    label: "bitrateOut",
    unit: "unitKbps",
    suggestedMax: 500,
    read: (s) => s.kbpsOut,
  },
];

/** A value with its unit; one decimal below 10. */
export function formatGraphValue(
  text: TextFormatter,
  unit: StringKey,
  value: number | null,
): string {
  if (value === null) return text("unknown");
  return text(unit, { n: roundForDisplay(value) });
}
