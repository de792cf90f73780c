/**
 * Level meter of a local track by Web Audio. Remote audio is never routed
 * through Web Audio: the echo canceller only knows what media elements play.
 *
 * @module
 */
import type { AudioMeter } from "../engine/media/input_level.ts";
import { connectAnalyser } from "./audio_analyser.ts";

/** A meter of one local track; its level is null until the browser starts audio. */
export function createWebMeter(track: MediaStreamTrack): AudioMeter {
  const context = new AudioContext();
  const readRms = connectAnalyser(context, new MediaStream([track]));
  const listening = new AbortController();
  const resume = () => void context.resume().catch(() => {});
  // Some browsers start audio only after a user gesture.
  for (const event of ["pointerdown", "keydown"]) {
    addEventListener(event, resume, { signal: listening.signal });
  }
  return {
    level: () => context.state === "running" ? readRms() : null,
    stop: () => {
      listening.abort();
      void context.close();
    },
  };
}
