/**
 * Pseudo-random integers for reproducible tests.
 *
 * @module
 */

/** Creates a generator of integers below a bound; the same seed gives the same sequence. */
export function createSeededRandom(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor(state / 2 ** 32 * below);
  };
}
