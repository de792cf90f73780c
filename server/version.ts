/**
 * Version of the program, from deno.json.
 *
 * @module
 */
import manifest from "../deno.json" with { type: "json" };

/** Version, such as `0.7.0`. */
export const VERSION: string = manifest.version;
