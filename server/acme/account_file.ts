/**
 * The file of the account key in the data directory. One key is used for all
 * certificates and directories.
 *
 * @module
 */
import type { DataDir } from "../data_dir.ts";
import { AccountKey } from "./account_key.ts";

const FILE = "acme-account.pem";

/** Loads the key; generates it at the first call, and when it cannot be read. */
export async function loadOrCreateAccountKey(
  dataDir: DataDir,
): Promise<AccountKey> {
  const stored = await dataDir.read(FILE);
  const key = stored === null ? null : await AccountKey.parse(stored);
  if (key !== null) return key;
  if (stored !== null) {
    await dataDir.quarantine(FILE, "it contains no key of an account");
  }
  const generated = await AccountKey.generate();
  await dataDir.write(FILE, generated.pem);
  return generated.key;
}
