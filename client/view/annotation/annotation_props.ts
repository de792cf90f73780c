/**
 * Input of the layer above a shared screen and its parts.
 *
 * @module
 */

/** Input of the layer. */
export interface AnnotationLayerProps {
  /** Id of the member that shares the screen. */
  readonly screenId: string;
  /** True for the screen of this browser. */
  readonly isOwn: boolean;
  /** True while the tools are open. */
  readonly isOpen: boolean;
  readonly close: () => void;
}

/** A tool of the surface. */
export type AnnotationToolName = "pointer" | "pen";
