/**
 * Marks on shared screens as the views draw them. They have a store of their
 * own, since they change with each movement of a pointer.
 *
 * @module
 */

import type { ScreenPoint } from "./screen_point.ts";

/** A pointer, which has one point, or a line. */
export interface ScreenMark {
  readonly key: string;
  readonly kind: "pointer" | "line";
  /** Id of the member that shares the screen. */
  readonly screenId: string;
  /** Id of the member that drew it. */
  readonly by: string;
  /** At least one point; fractions of a thousandth are kept. */
  readonly points: readonly ScreenPoint[];
  /** True while it disappears. */
  readonly isFading: boolean;
}

/** All marks, oldest first. */
export interface AnnotationState {
  readonly marks: readonly ScreenMark[];
}

/** State without marks. */
export const NO_ANNOTATIONS: AnnotationState = { marks: [] };

/** Choice of a sharer who may draw on its screen. */
export interface AnnotationChoice {
  /** True when members may who have no decision of their own. */
  readonly isForAll: boolean;
  /** Ids of the members for which the opposite was decided. */
  readonly exceptions: readonly string[];
}

/** The part of a profile that says who may draw on the screen of a member. */
export interface AnnotationGrant {
  /** True while every member may, also one that joins later. */
  readonly annotatable: boolean;
  /** Otherwise the ids of those who may, with that of the sharer itself. */
  readonly annotatableBy: readonly string[];
}

/** The choice with which each share begins. */
export const ALLOWS_NOBODY: AnnotationChoice = {
  isForAll: false,
  exceptions: [],
};

/** The part of a call's state that concerns annotations and seldom changes. */
export interface AnnotationSummary {
  /** Who may draw on our own screen. */
  readonly choice: AnnotationChoice;
  /** Own screen while others may draw on it. */
  readonly ownScreen: MediaStream | null;
  /** Ids of the other members that pointed or drew in the last minute. */
  readonly annotators: readonly string[];
}

/** Summary of a page that has just been opened. */
export const NO_ANNOTATION_SUMMARY: AnnotationSummary = {
  choice: ALLOWS_NOBODY,
  ownScreen: null,
  annotators: [],
};
