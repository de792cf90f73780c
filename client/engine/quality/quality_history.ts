/**
 * Last samples of each connection, in bounded number.
 *
 * @module
 */
import { retainKeys } from "../retain_keys.ts";
import type { StatsSnapshot } from "../peer/stats_report.ts";
import {
  type ConnectionCounters,
  readCounters,
} from "./connection_counters.ts";
import { computeSample, type QualitySample } from "./connection_sample.ts";

/** Samples kept of each member: four minutes at one every two seconds. */
export const MAX_SAMPLES = 120;

interface MemberHistory {
  readonly counters: ConnectionCounters;
  readonly samples: readonly QualitySample[];
}

/** Measurements of each member. */
export class QualityHistory {
  readonly #members = new Map<string, MemberHistory>();

  /** Adds a reading of a member; returns its samples. */
  add(id: string, snapshot: StatsSnapshot): readonly QualitySample[] {
    const member = this.#members.get(id);
    const counters = readCounters(snapshot);
    const sample = computeSample(counters, member?.counters ?? null);
    const samples = [...member?.samples ?? [], sample].slice(-MAX_SAMPLES);
    this.#members.set(id, { counters, samples });
    return samples;
  }

  /** Forgets all but these members. */
  retainMembers(ids: ReadonlySet<string>): void {
    retainKeys(this.#members, ids);
  }

  /** Last sample of a member. */
  latestSample(id: string): QualitySample | null {
    return this.#members.get(id)?.samples.at(-1) ?? null;
  }
}
