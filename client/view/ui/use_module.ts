/**
 * Scripts that are loaded on demand.
 *
 * @module
 */
import { useEffect, useState } from "preact/hooks";

/**
 * The module, or null before it is loaded. A failed load is repeated when
 * `retry` changes: the server may be away.
 *
 * @param load Imports the module.
 * @param isWanted False loads nothing yet.
 * @param initial The module, where it was loaded before.
 */
export function useModule<Module>(
  load: () => Promise<Module>,
  isWanted = true,
  retry: unknown = null,
  initial: Module | null = null,
): Module | null {
  const [module, setModule] = useState<Module | null>(() => initial);
  useEffect(() => {
    if (!isWanted || module) return;
    load().then((loaded) => setModule(() => loaded), () => {});
  }, [isWanted, retry]);
  return module;
}
