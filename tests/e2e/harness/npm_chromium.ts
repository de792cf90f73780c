/**
 * The Chromium in npm `@sparticuz/chromium`: a browser for a machine without
 * one, without root and without another download. The unpacker of the package
 * writes to fixed names in /tmp, where two runs at a time break each other;
 * this one unpacks into a new folder and renames it.
 *
 * @module
 */
import { createReadStream, createWriteStream, existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rename, rm } from "node:fs/promises";
import { arch, platform, tmpdir, userInfo } from "node:os";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { createBrotliDecompress } from "node:zlib";
import { loadTarFs, resolveNpmChromium } from "./packages.ts";

/** An unpacked browser. */
export interface UnpackedChromium {
  readonly executablePath: string;
  /** Paths of its libraries and, on a machine without any, its fonts. */
  readonly env: Readonly<Record<string, string>>;
}

/** True on the platform of the binary: Linux on x86-64. */
export function hasNpmChromium(): boolean {
  return platform() === "linux" && arch() === "x64";
}

/**
 * Unpacks the browser once per version (200 MB below the temporary folder).
 * Safe in several processes at a time.
 */
export async function npmChromium(): Promise<UnpackedChromium> {
  const entry = await resolveNpmChromium();
  const root = dirname(dirname(entry));
  const card = await readFile(join(root, "package.json"), "utf8");
  const { version } = JSON.parse(card);
  const cache = join(tmpdir(), `maru-chromium-${userInfo().uid}`);
  const folder = join(cache, String(version));
  if (!existsSync(join(folder, "chromium"))) {
    await mkdir(cache, { recursive: true, mode: 0o700 });
    await unpack(join(root, "bin"), cache, folder);
  }
  return {
    executablePath: join(folder, "chromium"),
    env: {
      LD_LIBRARY_PATH: join(folder, "lib"),
      ...(existsSync("/etc/fonts") ? {} : { FONTCONFIG_PATH: folder }),
    },
  };
}

async function unpack(bin: string, cache: string, folder: string) {
  const { extract } = await loadTarFs();
  const fresh = await mkdtemp(join(cache, "new-"));
  const packed = (name: string) => createReadStream(join(bin, name));
  const unbrotli = createBrotliDecompress;
  for (const name of ["al2023.tar.br", "fonts.tar.br"]) {
    const into = extract(fresh, { chown: false });
    await pipeline(packed(name), unbrotli(), into);
  }
  const binary = createWriteStream(join(fresh, "chromium"), { mode: 0o755 });
  await pipeline(packed("chromium.br"), unbrotli(), binary);
  try {
    await rename(fresh, folder);
  } catch (error) {
    // Another process was faster.
    await rm(fresh, { recursive: true, force: true });
    if (!existsSync(join(folder, "chromium"))) throw error;
  }
}
