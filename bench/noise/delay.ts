/**
 * Delay between two signals by their cross-correlation.
 *
 * @module
 */

/** Every how many samples of the signals are compared. */
const STRIDE = 7;

/** Number of samples, up to a limit, by which the output is behind the input. */
export function findDelay(
  input: Float32Array,
  output: Float32Array,
  maxSamples: number,
): number {
  let best = { delay: 0, correlation: -Infinity };
  for (let delay = 0; delay <= maxSamples; delay++) {
    let correlation = 0;
    for (let n = maxSamples; n < input.length; n += STRIDE) {
      correlation += (output[n] ?? 0) * (input[n - delay] ?? 0);
    }
    if (correlation > best.correlation) best = { delay, correlation };
  }
  return best.delay;
}
