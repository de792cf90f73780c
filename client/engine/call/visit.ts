/**
 * What a tab keeps of a visit to a room, so that a reloaded page takes its own
 * seat again.
 *
 * @module
 */
import type { ResumePoint } from "../signaling/signaling_client.ts";
import { type MemberVolumes, readVolumes } from "./member_volumes.ts";
import { asRecord } from "../json.ts";

/** A visit that may be continued. */
export interface Visit {
  readonly room: string;
  /** Id of our seat. */
  readonly id: string;
  /** Resume token of the seat. */
  readonly resume: string;
  /** Highest generation of our connections; those of the next page are newer. */
  readonly generation: number;
  readonly name: string;
  readonly muted: boolean;
  readonly cameraOff: boolean;
  /** How loud the other members are played. */
  readonly volumes?: MemberVolumes;
}

/** Keeps the visit of this tab. */
export interface VisitStore {
  save(visit: Visit): void;
  clear(): void;
}

/**
 * Distance to the connections of the page before: more than the other members
 * can have replaced since.
 */
const GENERATION_STEP = 1_000;

/** Generation of the first connections of a page that continues a visit. */
export function firstGenerationOf(visit: Visit | null): number {
  return visit === null ? 0 : visit.generation + GENERATION_STEP;
}

/** What a page that continues a visit resumes: the seat, but no old message. */
export function resumePointOf(visit: Visit | null): ResumePoint | null {
  return visit && { token: visit.resume, received: null };
}

/** Reads a stored visit; null when it is malformed. */
export function readVisit(value: unknown): Visit | null {
  const fields = asRecord(value);
  if (!fields) return null;
  const { room, id, resume, generation, name, muted, cameraOff } = fields;
  const isValid = typeof room === "string" && typeof id === "string" &&
    typeof resume === "string" && resume !== "" && typeof name === "string" &&
    typeof generation === "number" && Number.isSafeInteger(generation);
  if (!isValid) return null;
  return {
    room,
    id,
    resume,
    generation: Math.max(0, generation),
    name,
    muted: muted === true,
    cameraOff: cameraOff === true,
    volumes: readVolumes(fields.volumes),
  };
}
