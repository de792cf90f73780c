/**
 * How loud this page plays each other member, kept for the visit.
 *
 * @module
 */
import { asRecord } from "../json.ts";

/** Volume by the id of the member, 0 to 1; a member that is missing has 1. */
export type MemberVolumes = Readonly<Record<string, number>>;

/** State of the volumes. */
export interface VolumesState {
  readonly volumes: MemberVolumes;
  /** Id of the speaker of a member that is played on one of its own, by member. */
  readonly memberSpeakers: Readonly<Record<string, string | null>>;
}

/** Most volumes that are kept; the oldest is dropped first. */
export const MAX_MEMBER_VOLUMES = 64;

/** Volume of a member. */
export function volumeOf(
  { volumes }: Pick<VolumesState, "volumes">,
  id: string,
): number {
  return Object.hasOwn(volumes, id) ? volumes[id] ?? 1 : 1;
}

/** The volumes with another one for a member, within 0 to 1. */
export function withVolume(
  volumes: MemberVolumes,
  id: string,
  volume: number,
): MemberVolumes {
  const { [id]: _, ...others } = volumes;
  const kept = Object.entries(others).slice(1 - MAX_MEMBER_VOLUMES);
  const bounded = Math.min(1, Math.max(0, volume));
  return Object.fromEntries([...kept, [id, bounded]]);
}

/** Reads stored volumes; malformed ones are dropped. */
export function readVolumes(value: unknown): MemberVolumes {
  const entries = Object.entries(asRecord(value) ?? {});
  return Object.fromEntries(
    entries.flatMap(([id, volume]) =>
      typeof volume === "number" && volume >= 0 && volume <= 1
        ? [[id, volume]]
        : []
    ).slice(-MAX_MEMBER_VOLUMES),
  );
}
