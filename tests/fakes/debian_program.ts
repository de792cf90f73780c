/** Programs of Debian's packages that tests run. @module */

/**
 * Whether tests of a program are left out: it is not installed, or the
 * permissions are missing. CI must have it, so there it is never missing.
 *
 * @param args Arguments with which it ends at once.
 */
export async function isProgramMissing(
  program: string,
  args: readonly string[],
): Promise<boolean> {
  for (const name of ["run", "net", "read", "write", "env"] as const) {
    const { state } = await Deno.permissions.query({ name });
    if (state !== "granted") return true;
  }
  try {
    await new Deno.Command(program, {
      args: [...args],
      stdout: "null",
      stderr: "null",
    }).output();
    return false;
  } catch {
    return Deno.env.get("CI") === undefined;
  }
}
