/**
 * Why a camera or microphone is not there, as few kinds that a sentence can
 * be written for.
 *
 * @module
 */

/** Why a device is not there. */
export type MediaProblem =
  /** The person, the browser or its policy said no. */
  | "refused"
  /** There is no such device. */
  | "missing"
  /** Another program holds it, or it does not work. */
  | "busy"
  /** The page is not served over https. */
  | "insecure"
  /** It was there and was unplugged or taken away. */
  | "ended";

/** The problem behind an error of `getUserMedia` (W3C mediacapture-main §10). */
export function mediaProblemOf(error: unknown): MediaProblem {
  switch (error instanceof Error ? error.name : "") {
    case "NotAllowedError":
    case "SecurityError":
      return "refused";
    case "NotFoundError":
    case "OverconstrainedError":
      return "missing";
    case "TypeError":
      return "insecure";
    default:
      return "busy";
  }
}
