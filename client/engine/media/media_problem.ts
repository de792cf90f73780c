/**
 * Problems of camera and microphone, each with a text in the page.
 *
 * @module
 */

/** Why a device is not available. */
export type MediaProblem =
  /** Refused by the person, the browser or its policy. */
  | "refused"
  /** Not connected. */
  | "missing"
  /** In use by another program, or broken. */
  | "busy"
  /** The page is not served over https. */
  | "insecure"
  /** Unplugged, or taken by another program, while in use. */
  | "ended";

/** Problem of an error of `getUserMedia` (W3C mediacapture-main §10). */
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
