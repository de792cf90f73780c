/**
 * Programs that start another one with arguments of their own before those that they get.
 *
 * @module
 */

/** Writes a shell script that replaces itself by `command` with its own arguments added. */
export async function writeLauncher(
  path: string,
  command: readonly string[],
): Promise<void> {
  const words = command.map((word) => `'${word.replaceAll("'", "'\\''")}'`);
  const text = `#!/bin/sh\nexec ${words.join(" ")} "$@"\n`;
  await Deno.writeTextFile(path, text);
  await Deno.chmod(path, 0o700);
}
