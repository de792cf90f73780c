/**
 * Leaves the processor to connections that are being made: until their first
 * pictures are there nothing is animated, and scripts that are needed later
 * are not loaded.
 *
 * @module
 */
import { useEffect, useState } from "preact/hooks";

/** Time for the first pictures of a connection to be decoded and painted. */
const SETTLE_MS = 1_000;
/** Longest time for which a connection counts as being made. */
const MAX_CONNECTING_MS = 5_000;
/** Class of the document while nothing is animated. */
const STILL_CLASS = "is-still";

const works = new Set<Promise<unknown>>();
let settled: Promise<void> = Promise.resolve();
let endWork = () => {};

/** Calls `work` a connection that is being made, until some time after it is done. */
export function noteConnecting(work: Promise<unknown>): void {
  if (works.size === 0) {
    settled = new Promise((resolve) => endWork = resolve);
    document.documentElement.classList.add(STILL_CLASS);
  }
  works.add(work);
  void Promise.race([work.catch(() => {}), delay(MAX_CONNECTING_MS)])
    .then(() => delay(SETTLE_MS))
    .then(() => {
      works.delete(work);
      if (works.size > 0) return;
      document.documentElement.classList.remove(STILL_CLASS);
      endWork();
    });
}

/** Resolves when there has been time for a join, and no connection is being made. */
export async function whenSettled(): Promise<void> {
  await delay(SETTLE_MS);
  await settled;
}

/** False until {@linkcode whenSettled}, from the first render on. */
export function useSettled(): boolean {
  const [isSettled, setSettled] = useState(false);
  useEffect(() => {
    void whenSettled().then(() => setSettled(true));
  }, []);
  return isSettled;
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
