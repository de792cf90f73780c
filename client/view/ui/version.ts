/**
 * Version of the running build.
 *
 * @module
 */

/** Defined by `tools/bundle.ts` from `version` in deno.json. */
declare const __MARU_VERSION__: string;

/** Version of the build, for example "1.2.3". */
export function getMaruVersion(): string {
  return __MARU_VERSION__;
}
