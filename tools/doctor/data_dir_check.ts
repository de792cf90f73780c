/**
 * The data directory: whether the server can write it, and others cannot read
 * it.
 *
 * @module
 */
import { join } from "node:path";
import { error, type Finding, ok, warning } from "./finding.ts";
import type { CheckContext } from "./machine.ts";

/** Checks the rights of `DATA_DIR` and of the files in it. */
export async function checkDataDir(
  { machine, config: { dataDir } }: CheckContext,
): Promise<Finding[]> {
  const folder = await machine.stat(dataDir);
  if (folder === null) {
    return [ok(
      "data-dir-later",
      `DATA_DIR (${dataDir}) is created at the start`,
    )];
  }
  if (!folder.isDirectory) {
    return [error(
      "data-dir-file",
      `DATA_DIR (${dataDir}) is a file`,
      "Set DATA_DIR to a directory",
    )];
  }
  const reason = await machine.tryWrite(dataDir);
  if (reason !== null) {
    return [error(
      "data-dir-unwritable",
      `DATA_DIR (${dataDir}) cannot be written: ${reason}`,
      `\`chown -R USER ${dataDir}\` with the user of the server; a full or read-only disk has the same effect: \`df -h ${dataDir}\``,
    )];
  }
  const open: string[] = [];
  for (const name of await machine.list(dataDir) ?? []) {
    const mode = (await machine.stat(join(dataDir, name)))?.mode ?? 0;
    if ((mode & 0o077) !== 0) open.push(name);
  }
  if (open.length > 0) {
    return [warning(
      "data-dir-readable",
      `Other users can read ${open.join(", ")} in DATA_DIR`,
      `\`chmod -R go-rwx ${dataDir}\`; replace the keys if those users are not trusted`,
    )];
  }
  return [
    ok("data-dir", `DATA_DIR (${dataDir}) can be written, and is private`),
  ];
}
