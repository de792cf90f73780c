/**
 * The last minutes of each connection: samples and the verdict that follows
 * them. It holds so many samples and no more.
 *
 * @module
 */
import { attributeFaults } from "./fault_attribution.ts";
import {
  type ConnectionCounters,
  readCounters,
  type StatsSnapshot,
} from "./connection_counters.ts";
import {
  assessConnection,
  NO_ASSESSMENT,
  stabilizeAssessment,
  type StableAssessment,
} from "./connection_grade.ts";
import type { MemberQuality } from "./quality_state.ts";
import { computeSample, type QualitySample } from "./connection_sample.ts";

/** Samples that are kept of each member: four minutes at one in two seconds. */
export const MAX_SAMPLES = 120;

interface MemberHistory {
  counters: ConnectionCounters | null;
  samples: readonly QualitySample[];
  stable: StableAssessment;
}

/** What was measured of each member. */
export class QualityHistory {
  readonly #members = new Map<string, MemberHistory>();

  /** Takes a reading of a member. */
  add(id: string, reading: StatsSnapshot, expectsPicture: boolean): void {
    const member = this.#members.get(id) ??
      { counters: null, samples: [], stable: NO_ASSESSMENT };
    const counters = readCounters(reading);
    const sample = computeSample(counters, member.counters);
    const samples = [...member.samples, sample].slice(-MAX_SAMPLES);
    const finding = assessConnection(samples, expectsPicture);
    const verdict = stabilizeAssessment(member.stable, finding);
    this.#members.set(id, { counters, samples, stable: verdict });
  }

  /** Forgets all but these members. */
  retainMembers(ids: ReadonlySet<string>): void {
    for (const id of this.#members.keys()) {
      if (!ids.has(id)) this.#members.delete(id);
    }
  }

  /** The last sample of a member. */
  latestSample(id: string): QualitySample | null {
    return this.#members.get(id)?.samples.at(-1) ?? null;
  }

  /** What the views draw. */
  memberQualities(): ReadonlyMap<string, MemberQuality> {
    const findings = new Map(
      [...this.#members].map(([id, { stable }]) => [id, stable.current]),
    );
    const sides = attributeFaults(findings);
    return new Map(
      [...this.#members].map(([id, { samples, stable }]) => [id, {
        assessment: stable.current,
        faultSide: sides.get(id) ?? null,
        samples,
      }]),
    );
  }
}
