/**
 * Problems of camera and microphone, each with a text in the page.
 *
 * @module
 */
import type { MediaKind } from "./local_tracks.ts";

/** Why a device is not available. */
export type MediaProblem =
  /** Refused by the person, the browser or its policy. */
  | "refused"
  /** Refused by the operating system, although the browser allows it. */
  | "refused-by-system"
  /** Not connected. */
  | "missing"
  /** In use by another program, or broken. */
  | "busy"
  /** The page is not served over https. */
  | "insecure"
  /** The browser, such as one inside of an app, gives pages no devices. */
  | "unsupported"
  /** Unplugged, or taken by another program, while in use. */
  | "ended";

/** What the browser says about access to devices. */
export interface MediaAccess {
  /** True on a page that is served over https, or from this machine. */
  readonly isSecure: boolean;
  /** Whether the page has the permission of the person (W3C Permissions). */
  readonly isGranted: (kind: MediaKind) => Promise<boolean>;
}

/** Problem of an error of `getUserMedia` (W3C mediacapture-main §10). */
export async function findMediaProblem(
  error: unknown,
  kind: MediaKind,
  { isSecure, isGranted }: MediaAccess,
): Promise<MediaProblem> {
  const { name, message } = error instanceof Error
    ? error
    : { name: "", message: "" };
  switch (name) {
    case "NotAllowedError":
      // Chromium names the system in its message.
      return /\bsystem\b/i.test(message) || await isGranted(kind)
        ? "refused-by-system"
        : "refused";
    case "SecurityError":
      return "refused";
    case "NotFoundError":
    case "OverconstrainedError":
      return "missing";
    case "TypeError":
      return isSecure ? "unsupported" : "insecure";
    default:
      return "busy";
  }
}
