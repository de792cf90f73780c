/**
 * Follows how loud a track is, by Web Audio. Only for the microphone of this
 * browser: the sound of others must stay with the elements that play it,
 * where the echo canceller knows it.
 *
 * @module
 */
import type { AudioMeter } from "../engine/media/input_level.ts";

/** A meter of one local track; it is at rest until the browser lets it run. */
export function createWebMeter(track: MediaStreamTrack): AudioMeter {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  const samples = new Float32Array(analyser.fftSize);
  context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
  const ending = new AbortController();
  const wake = () => void context.resume().catch(() => {});
  // Some browsers let nothing run before the first press.
  for (const event of ["pointerdown", "keydown"]) {
    addEventListener(event, wake, { signal: ending.signal });
  }
  return {
    level: () => {
      if (context.state !== "running") return null;
      analyser.getFloatTimeDomainData(samples);
      const sum = samples.reduce((total, sample) => total + sample ** 2, 0);
      return Math.sqrt(sum / samples.length);
    },
    stop: () => {
      ending.abort();
      void context.close();
    },
  };
}
