/**
 * Texts of the grades, apart from those of the panel, which is loaded on demand.
 *
 * @module
 */
import type { Grade } from "../../engine/quality/connection_grade.ts";
import type { StringKey } from "../../strings/en.ts";

/** Text of each grade. */
export const GRADE_KEYS = {
  good: "gradeGood",
  fair: "gradeFair",
  poor: "gradePoor",
} as const satisfies Record<Grade, StringKey>;
