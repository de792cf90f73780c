/**
 * Decisions on the media of a connection that other features make.
 *
 * @module
 */
import type { SendLimits } from "./sender_limiter.ts";

/** Decisions for the connections to one member. */
export interface ConnectionMedia {
  /** Limits of the first picture; called when a connection starts. */
  readonly startLimits: () => SendLimits;
}
