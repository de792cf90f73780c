/**
 * Assessment of a call for its views: grade of each connection, and how many
 * members this device and network carry.
 *
 * @module
 */
import { retainKeys } from "../retain_keys.ts";
import type { StatsSnapshot } from "../peer/stats_report.ts";
import { type CallCapacityInput, estimateCapacity } from "./call_capacity.ts";
import { type CandidatePairInfo, readCandidatePair } from "./candidate_pair.ts";
import { CapacityWarning } from "./capacity_warning.ts";
import {
  assessConnection,
  type Assessment,
  NO_ASSESSMENT,
  stabilizeAssessment,
  type StableAssessment,
} from "./connection_grade.ts";
import type { QualitySample } from "./connection_sample.ts";
import { attributeFaults, isVideoIssue } from "./fault_attribution.ts";
import type { MemberQuality, QualityState } from "./quality_state.ts";
import type { RequestedResolutions } from "./requested_resolution.ts";

/** Time for a camera to start after it was requested. */
const VIDEO_START_TIMEOUT_MS = 5_000;

/** Share of the received frames that are decoded on a device that keeps up. */
const PLAYED_SHARE = 0.8;
const GOOD: Assessment = { grade: "good", issue: null };

/** What the picture of a member is compared with. */
export interface ExpectedPicture {
  /** Undefined when not known. */
  readonly isCameraOff: boolean | undefined;
  readonly resolutions: Pick<
    RequestedResolutions,
    "cameraRequestedSinceMs" | "requestedCameraPx"
  >;
  readonly nowMs: number;
}

interface AssessedMember {
  readonly samples: readonly QualitySample[];
  readonly candidatePair: CandidatePairInfo | null;
  readonly stable: StableAssessment;
}

/** Assessment of one call. */
export class CallAssessment {
  readonly #members = new Map<string, AssessedMember>();
  readonly #capacityWarning: CapacityWarning;

  /** @param onOverCapacity Called at most once, when the call exceeds the capacity. */
  constructor(onOverCapacity: () => void) {
    this.#capacityWarning = new CapacityWarning(onOverCapacity);
  }

  /** A member has another sample, the last of `samples`, from `snapshot`. */
  add(
    id: string,
    samples: readonly QualitySample[],
    snapshot: StatsSnapshot,
    expected: ExpectedPicture,
  ): void {
    const before = this.#members.get(id)?.stable ?? NO_ASSESSMENT;
    const assessment = assessConnection(samples, expectedPx(id, expected));
    const stable = stabilizeAssessment(before, assessment);
    const candidatePair = readCandidatePair(snapshot);
    this.#members.set(id, { samples, candidatePair, stable });
  }

  /** Forgets all but these members. */
  retainMembers(ids: ReadonlySet<string>): void {
    retainKeys(this.#members, ids);
  }

  /** True when video plays badly here, of most members. */
  get hasOwnVideoIssue(): boolean {
    return [...this.memberQualities().values()].some((
      { assessment, faultSide },
    ) =>
      faultSide === "own" && assessment !== null && isVideoIssue(assessment)
    );
  }

  /** Quality of each member, for the views. */
  memberQualities(): ReadonlyMap<string, MemberQuality> {
    const members = [...this.#members];
    const sides = attributeFaults(
      new Map(members.map(([id, member]) => [
        id,
        isSlowlySent(member) ? GOOD : member.stable.current,
      ])),
    );
    return new Map(
      members.map(([id, member]) => [id, {
        assessment: member.stable.current,
        faultSide: isSlowlySent(member) ? "theirs" : sides.get(id) ?? null,
        candidatePair: member.candidatePair,
        samples: member.samples,
      }]),
    );
  }

  /** What the views show. */
  evaluate(
    input: CallCapacityInput & { readonly neededKbps: number },
    nowMs: number,
  ): Omit<QualityState, "backgroundFrameMs"> {
    const capacity = estimateCapacity(input);
    const memberCount = input.samples.length + 1;
    return {
      members: this.memberQualities(),
      capacity,
      isOverCapacity: this.#capacityWarning.update(
        capacity,
        memberCount,
        nowMs,
      ),
      limitedBy: input.isDeviceLimited
        ? "device"
        : input.neededKbps > input.uplinkKbps
        ? "network"
        : null,
    };
  }
}

/** True for a low frame rate of which all is played: the other side sends no more. */
function isSlowlySent({ samples, stable }: AssessedMember): boolean {
  const { framesPerSecond = null, receivedFramesPerSecond = null } =
    samples.at(-1) ?? {};
  return stable.current?.issue === "frames" && framesPerSecond !== null &&
    receivedFramesPerSecond !== null &&
    framesPerSecond >= receivedFramesPerSecond * PLAYED_SHARE;
}

/** Size in which a member's camera should arrive; 0 when it should not. */
function expectedPx(
  id: string,
  { isCameraOff, resolutions, nowMs }: ExpectedPicture,
): number {
  const sinceMs = resolutions.cameraRequestedSinceMs(id);
  const isExpected = isCameraOff === false && sinceMs !== null &&
    nowMs - sinceMs >= VIDEO_START_TIMEOUT_MS;
  return isExpected ? resolutions.requestedCameraPx(id) : 0;
}
