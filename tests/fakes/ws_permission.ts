/**
 * npm `ws` reads environment variables when it is imported, so a suite that
 * imports it can only be loaded with permission to read them.
 *
 * @module
 */

/** Variables that npm `ws` reads when it is imported. */
export const WS_VARIABLES = [
  "WS_NO_BUFFER_UTIL",
  "WS_NO_UTF_8_VALIDATE",
] as const;
const MAY_IMPORT_WS = (await Promise.all(
  WS_VARIABLES.map((variable) =>
    Deno.permissions.query({ name: "env", variable })
  ),
)).every(({ state }) => state === "granted");

/**
 * Loads a suite, which registers its tests. Without the permission it registers
 * an ignored test in its place.
 */
export async function testWithWs(
  name: string,
  load: () => Promise<unknown>,
): Promise<void> {
  if (MAY_IMPORT_WS) await load();
  else Deno.test.ignore(`${name} (needs env, since npm ws reads it)`, () => {});
}
