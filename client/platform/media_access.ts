/**
 * Access of the page to camera and microphone, as the browser reports it.
 *
 * @module
 */
import type { MediaAccess } from "../engine/media/media_problem.ts";

/** Reads the Permissions API, which rejects where it has no device permissions. */
export const mediaAccess: MediaAccess = {
  isSecure: isSecureContext,
  isGranted: async (name) => {
    try {
      const { state } = await navigator.permissions.query({ name });
      return state === "granted";
    } catch {
      return false;
    }
  },
};
