/**
 * Renders at most once per animation frame what the engine changed, and holds
 * that while a description is made: a page of a call takes so long to render
 * that the description would wait for it. A newcomer renders once the answers of
 * the others are applied, while the browser connects.
 *
 * @module
 */

/** A visible page that draws no frame renders after this time. */
const MAX_FRAME_WAIT_MS = 100;
/** Longest time for which connections hold the views. */
export const MAX_HOLD_MS = 500;

const updates = new Set<() => void>();
/** Connections that are being made; a new set when they took too long. */
let works = new Set<Promise<unknown>>();
let cancelFrame = () => {};

/** Calls `update` before the next frame, or at once on a hidden page. */
export function updateInFrame(update: () => void): void {
  if (document.visibilityState === "hidden") return update();
  updates.add(update);
  if (updates.size === 1 && works.size === 0) requestFlush();
}

/** Drops an update. */
export function cancelUpdate(update: () => void): void {
  updates.delete(update);
}

/** Holds updates until `work` is done, for a short time at most. */
export function holdUpdates(work: Promise<unknown>): void {
  const own = works;
  if (own.size === 0) setTimeout(() => release(own), MAX_HOLD_MS);
  own.add(work);
  cancelFrame();
  void work.finally(() => {
    own.delete(work);
    if (own.size === 0) release(own);
  });
}

function release(held: Set<Promise<unknown>>): void {
  if (held !== works) return;
  works = new Set();
  if (updates.size > 0) requestFlush();
}

function requestFlush(): void {
  cancelFrame();
  const frame = requestAnimationFrame(flush);
  const timer = setTimeout(flush, MAX_FRAME_WAIT_MS);
  cancelFrame = () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  };
}

function flush(): void {
  cancelFrame();
  const due = [...updates];
  updates.clear();
  for (const update of due) update();
}
