/**
 * Words for the quality of a connection: one key for each verdict and cause,
 * so that a new one without words does not compile.
 *
 * @module
 */
import type { FaultSide } from "../../engine/quality/fault_attribution.ts";
import type { CallCapacity } from "../../engine/quality/call_capacity.ts";
import type { CandidatePairInfo } from "../../engine/quality/connection_counters.ts";
import type { Grade, Issue } from "../../engine/quality/connection_grade.ts";
import type {
  MemberQuality,
  QualityState,
} from "../../engine/quality/quality_state.ts";
import type { QualitySample } from "../../engine/quality/connection_sample.ts";
import type { StringKey } from "../../strings/en.ts";
import type { TextFormatter } from "../context/i18n.ts";

/** Word for each verdict. */
export const GRADE_KEYS = {
  good: "gradeGood",
  fair: "gradeFair",
  poor: "gradePoor",
} as const satisfies Record<Grade, StringKey>;

const ISSUE_KEYS = {
  "loss-in": { own: "lossOwn", theirs: "lossTheirs", between: "lossIn" },
  "loss-out": { own: "lossOwn", theirs: "lossTheirs", between: "lossOut" },
  "delay": { own: "delayOwn", theirs: "delayTheirs", between: "delay" },
  "jitter": { own: "jitterOwn", theirs: "jitterTheirs", between: "jitter" },
  "freezes": { own: "deviceSlow", theirs: "freezes", between: "freezes" },
  "frames": { own: "deviceSlow", theirs: "frames", between: "frames" },
} as const satisfies Record<Issue, Record<FaultSide, StringKey>>;

/** What a connection suffers from, in a sentence; empty when it is well. */
export function describeIssue(
  text: TextFormatter,
  { assessment, faultSide }: Pick<MemberQuality, "assessment" | "faultSide">,
  name: string,
): string {
  const trouble = assessment?.issue;
  return trouble
    ? text(ISSUE_KEYS[trouble][faultSide ?? "between"], { name })
    : "";
}

/** How many are carried, in a sentence. */
export function describeCapacity(
  text: TextFormatter,
  carrying: CallCapacity | null,
): string {
  if (!carrying) return text("carryingUnknown");
  const { maxMembers: n, isLowerBound, limitedBy } = carrying;
  if (limitedBy === null) return text("carryingAll", { n });
  if (isLowerBound) return text("carryingAtLeast", { n });
  return text(limitedBy === "device" ? "carryingDevice" : "carryingNetwork", {
    n,
  });
}

/** What the page did about a call that asks for too much, or empty. */
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

/** Size, rate and codec of a picture, or a word for none. */
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

/** The way that media takes: types of both candidates and the protocol. */
export function formatCandidatePair(
  text: TextFormatter,
  path: CandidatePairInfo | null,
): string {
  if (!path) return text("unknown");
  const { localType, remoteType, protocol, relayProtocol } = path;
  const isRelayed = localType === "relay" || remoteType === "relay";
  const used = localType === "relay" ? relayProtocol ?? protocol : protocol;
  return [
    text(isRelayed ? "relayed" : "direct"),
    `${localType ?? "?"} – ${remoteType ?? "?"}`,
    used?.toUpperCase() ?? "",
  ].filter(Boolean).join(" · ");
}

/** A graph: what it shows, and how a value of it is said. */
export interface QualityGraph {
  readonly id: string;
  readonly label: StringKey;
  readonly unit: StringKey;
  /** The graph is at least this high, so that nothing looks like much. */
  readonly suggestedMax: number;
  readonly read: (sample: QualitySample) => number | null;
}

const toPercent = (share: number | null) => share === null ? null : share * 100;

/** The graphs of one member. */
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

/** A value with its unit, with one digit behind the point where it is small. */
export function formatGraphValue(
  text: TextFormatter,
  unit: StringKey,
  value: number | null,
): string {
  if (value === null) return text("unknown");
  const n = value < 10 ? Math.round(value * 10) / 10 : Math.round(value);
  return text(unit, { n });
}
