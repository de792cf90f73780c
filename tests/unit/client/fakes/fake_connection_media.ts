/**
 * Media decisions of a connection that limit nothing.
 *
 * @module
 */
import type { ConnectionMedia } from "../../../../client/engine/peer/connection_media.ts";
import { computeSendLimits } from "../../../../client/engine/quality/send_limits.ts";

/** The decisions. */
export const FAKE_CONNECTION_MEDIA: ConnectionMedia = {
  startLimits: () =>
    computeSendLimits(
      { camera: 5, screen: 3 },
      {
        hasCamera: true,
        cameraPx: 1_280,
        hasScreen: true,
        screenPx: null,
        isScreenMotion: false,
        maxFps: Infinity,
      },
    ),
  videoCodec: () => "VP8",
  audioCoding: () => ({ contents: ["speech", "music"], isRedundant: false }),
};
