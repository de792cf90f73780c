/**
 * npm `ws` reads environment variables when it is imported, so a suite that
 * imports it can only be loaded with permission to read them.
 *
 * @module
 */

const MAY_IMPORT_WS =
  (await Deno.permissions.query({ name: "env" })).state === "granted";

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
