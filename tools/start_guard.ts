/**
 * Builds the script for browsers that are too old for the others.
 *
 * @module
 */
import { buildInlineScript } from "./inline_script.ts";

const START_GUARD = new URL("../client/start_guard.ts", import.meta.url);

/** Builds `client/start_guard.ts` as ES5. */
export function buildStartGuard(): Promise<Uint8Array<ArrayBuffer>> {
  return buildInlineScript(START_GUARD, "es5");
}
