/**
 * Interface of the code that draws the background; the platform implements it.
 *
 * @module
 */
import type { BackgroundEffect } from "./background_effect.ts";

/** What the engine reports. */
export interface BackgroundEngineEvents {
  /** Mean time of a frame, about once a second. */
  readonly onFrameTime: (frameMs: number) => void;
  /** It does not work any more. */
  readonly onFailure: (reason: string) => void;
}

/** A loaded engine, for one camera at a time. */
export interface BackgroundEngine {
  /** Changes the effect, also of a camera in process; rejects without the picture. */
  setEffect(effect: BackgroundEffect): Promise<void>;
  /** Resolves to a new track once it has its first frame. Ends the one before. */
  process(camera: MediaStreamTrack): Promise<MediaStreamTrack>;
  /** Computes the mask for every n-th frame. */
  setMaskInterval(frames: number): void;
  /** Ends the track of the camera; the engine stays loaded. */
  end(): void;
  close(): void;
}

/** Loads the engine, which is not a part of the page; rejects where it cannot run. */
export type LoadBackgroundEngine = (
  events: BackgroundEngineEvents,
) => Promise<BackgroundEngine>;
