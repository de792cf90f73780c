/**
 * npm packages of the check. They are not in deno.json, so that a start does
 * not download them; their hashes are in tests/deno.lock.
 *
 * @module
 */
// deno-lint-ignore-file no-import-prefix
import compatData from "npm:@mdn/browser-compat-data@8.1.9" with {
  type: "json",
};
import ts from "npm:typescript@5.9.3";

export { ts };

/** Compatibility data of MDN: a tree of features with a `__compat` each. */
export const COMPAT_DATA: unknown = compatData;
