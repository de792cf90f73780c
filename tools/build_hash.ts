/**
 * The hash of a build, by which anyone compares the page that a server serves
 * with one that they built from the sources.
 *
 * @module
 */

/** Content of `build.json`. */
export interface BuildHash {
  readonly version: string;
  /** SHA-256 of all files, as hex. */
  readonly hash: string;
  /** Subresource integrity of each file, by its path. */
  readonly files: Readonly<Record<string, string>>;
}

/**
 * Hashes a build: SHA-256 of the lines `integrity path`, sorted by path.
 *
 * @param files Content of each file by its path, without compressed forms.
 */
export async function computeBuildHash(
  version: string,
  files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>,
): Promise<BuildHash> {
  const paths = [...files.keys()].sort();
  const integrities: Record<string, string> = {};
  for (const path of paths) {
    const digest = await digestSha256(files.get(path) ?? new Uint8Array());
    integrities[path] = `sha256-${digest.toBase64()}`;
  }
  const lines = paths.map((path) => `${integrities[path]} ${path}\n`).join("");
  const hash = await digestSha256(new TextEncoder().encode(lines));
  return { version, hash: hash.toHex(), files: integrities };
}

async function digestSha256(
  bytes: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}
