/**
 * Thread priorities of browsers that root starts, as an ordinary user has them. As root,
 * Chromium gives its other threads a higher priority than the main threads of pages
 * (nice -8 and 0), which then wait much longer for a core.
 *
 * @module
 */
import { findChromium, findFirefox, isFile } from "./browser.ts";
import { writeLauncher } from "./launcher.ts";

const SETPRIV = "/usr/bin/setpriv";

/**
 * Lets the browsers that this process starts run without the right to raise the
 * priority of threads; disposal removes the launchers. Changes nothing for other users
 * and where there is no `setpriv`.
 */
export async function applyUserPriority(): Promise<AsyncDisposable> {
  const folder = await Deno.makeTempDir({ dir: "/tmp", prefix: "maru-bench-" });
  if (Deno.uid() === 0 && isFile(SETPRIV)) {
    await launchWithoutRight(folder, "CHROMIUM", findChromium());
    await launchWithoutRight(folder, "FIREFOX", findFirefox());
  }
  return {
    [Symbol.asyncDispose]: () => Deno.remove(folder, { recursive: true }),
  };
}

/** Puts a launcher of the browser at `path` into the variable that names it. */
async function launchWithoutRight(
  folder: string,
  variable: string,
  path: string | null,
): Promise<void> {
  if (path === null || !isFile(path)) return;
  const launcher = `${folder}/${variable.toLowerCase()}`;
  await writeLauncher(launcher, [SETPRIV, "--bounding-set=-sys_nice", path]);
  Deno.env.set(variable, launcher);
}
