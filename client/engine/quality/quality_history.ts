/**
 * Last samples of each connection and their assessment, in bounded number.
 *
 * @module
 */
import { attributeFaults } from "./fault_attribution.ts";
import type { StatsSnapshot } from "../peer/stats_report.ts";
import {
  type ConnectionCounters,
  readCounters,
} from "./connection_counters.ts";
import {
  assessConnection,
  NO_ASSESSMENT,
  stabilizeAssessment,
  type StableAssessment,
} from "./connection_grade.ts";
import type { MemberQuality } from "./quality_state.ts";
import { computeSample, type QualitySample } from "./connection_sample.ts";

/** Samples kept of each member: four minutes at one every two seconds. */
export const MAX_SAMPLES = 120;

interface MemberHistory {
  counters: ConnectionCounters | null;
  samples: readonly QualitySample[];
  stable: StableAssessment;
}

/** Measurements of each member. */
export class QualityHistory {
  readonly #members = new Map<string, MemberHistory>();

  /** Adds a reading of a member. */
  add(id: string, snapshot: StatsSnapshot, renderedPx: number): void {
    const member = this.#members.get(id) ??
      { counters: null, samples: [], stable: NO_ASSESSMENT };
    const counters = readCounters(snapshot);
    const sample = computeSample(counters, member.counters);
    const samples = [...member.samples, sample].slice(-MAX_SAMPLES);
    const assessment = assessConnection(samples, renderedPx);
    const stable = stabilizeAssessment(member.stable, assessment);
    this.#members.set(id, { counters, samples, stable });
  }

  /** Forgets all but these members. */
  retainMembers(ids: ReadonlySet<string>): void {
    for (const id of this.#members.keys()) {
      if (!ids.has(id)) this.#members.delete(id);
    }
  }

  /** Last sample of a member. */
  latestSample(id: string): QualitySample | null {
    return this.#members.get(id)?.samples.at(-1) ?? null;
  }

  /** Quality of each member, for the views. */
  memberQualities(): ReadonlyMap<string, MemberQuality> {
    const assessments = new Map(
      [...this.#members].map(([id, { stable }]) => [id, stable.current]),
    );
    const sides = attributeFaults(assessments);
    return new Map(
      [...this.#members].map(([id, { samples, stable }]) => [id, {
        assessment: stable.current,
        faultSide: sides.get(id) ?? null,
        samples,
      }]),
    );
  }
}
