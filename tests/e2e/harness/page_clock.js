/**
 * Runs in the page before its own scripts: makes its timers and its monotonic
 * clock faster, so that a test of a long wait is short. Media keep real time.
 * `maruClockSpeed` is the speed at the start.
 *
 * @module
 */
(() => {
  const nowMs = performance.now.bind(performance);
  const start = globalThis.setTimeout;
  let speed = globalThis.maruClockSpeed;
  let changedAtMs = nowMs();
  let shownMs = changedAtMs;

  performance.now = () => shownMs + (nowMs() - changedAtMs) * speed;
  globalThis.setTimeout = (run, delayMs = 0, ...args) =>
    start(run, delayMs / speed, ...args);

  globalThis.maruClock = {
    /** Changes the speed for timers that start from now on. */
    setSpeed(newSpeed) {
      shownMs = performance.now();
      changedAtMs = nowMs();
      speed = newSpeed;
    },
  };
})();
