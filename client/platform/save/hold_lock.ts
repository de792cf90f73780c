/**
 * Web Locks that mark a folder as used by an open page; they end with the page.
 *
 * @module
 */

/** Takes a lock until the returned function is called; null when it is taken. */
export function holdLock(
  name: string,
): Promise<(() => void) | null> {
  return new Promise((resolve, reject) => {
    navigator.locks.request(name, { ifAvailable: true }, (lock) => {
      if (!lock) return resolve(null);
      return new Promise<void>((unlock) => resolve(() => unlock()));
    }).catch(reject);
  });
}
