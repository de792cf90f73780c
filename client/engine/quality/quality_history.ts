/**
 * The last minutes of each connection: samples and the verdict that follows
 * them. It holds so many samples and no more.
 *
 * @module
 */
import { blame } from "./fault_attribution.ts";
import {
  type Counters,
  countersOf,
  type Reading,
} from "./connection_counters.ts";
import {
  findingOf,
  follow,
  NO_VERDICT,
  type Verdict,
} from "./connection_grade.ts";
import type { MemberQuality } from "./quality_state.ts";
import { type Sample, sampleOf } from "./connection_sample.ts";

/** Samples that are kept of each member: four minutes at one in two seconds. */
export const MAX_SAMPLES = 120;

interface Member {
  counters: Counters | null;
  samples: readonly Sample[];
  verdict: Verdict;
}

/** What was measured of each member. */
export class History {
  readonly #members = new Map<string, Member>();

  /** Takes a reading of a member. */
  add(id: string, reading: Reading, expectsPicture: boolean): void {
    const member = this.#members.get(id) ??
      { counters: null, samples: [], verdict: NO_VERDICT };
    const counters = countersOf(reading);
    const sample = sampleOf(counters, member.counters);
    const samples = [...member.samples, sample].slice(-MAX_SAMPLES);
    const finding = findingOf(samples, expectsPicture);
    const verdict = follow(member.verdict, finding);
    this.#members.set(id, { counters, samples, verdict });
  }

  /** Forgets all but these members. */
  keep(ids: ReadonlySet<string>): void {
    for (const id of this.#members.keys()) {
      if (!ids.has(id)) this.#members.delete(id);
    }
  }

  /** The last sample of a member. */
  last(id: string): Sample | null {
    return this.#members.get(id)?.samples.at(-1) ?? null;
  }

  /** What the views draw. */
  view(): ReadonlyMap<string, MemberQuality> {
    const findings = new Map(
      [...this.#members].map(([id, { verdict }]) => [id, verdict.finding]),
    );
    const sides = blame(findings);
    return new Map(
      [...this.#members].map(([id, { samples, verdict }]) => [id, {
        finding: verdict.finding,
        side: sides.get(id) ?? null,
        samples,
      }]),
    );
  }
}
