/**
 * The Chromium in npm `@sparticuz/chromium`: a browser for a machine without
 * one, without root and without another download, and an old one beside it.
 * The unpacker of the package writes to fixed names in /tmp, where two runs at
 * a time break each other; this one unpacks into a new folder and renames it.
 *
 * @module
 */
import { createReadStream, createWriteStream, existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rename, rm } from "node:fs/promises";
import { arch, platform, tmpdir, userInfo } from "node:os";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { createBrotliDecompress } from "node:zlib";
import {
  loadTarFs,
  resolveNpmChromium,
  resolveOldNpmChromium,
} from "./packages.ts";

/** An unpacked browser. */
export interface UnpackedChromium {
  readonly executablePath: string;
  /** Paths of its libraries and, on a machine without any, its fonts. */
  readonly env: Readonly<Record<string, string>>;
}

/** A version of the package. */
interface ChromiumPackage {
  /** Path of its module. */
  readonly resolve: () => Promise<string>;
  /** Archives beside the binary, with libraries and fonts. */
  readonly archives: readonly string[];
}

const CURRENT: ChromiumPackage = {
  resolve: resolveNpmChromium,
  archives: ["al2023.tar.br", "fonts.tar.br"],
};
/** The nearest to the oldest supported version, 109, that starts here. */
const OLD: ChromiumPackage = {
  resolve: resolveOldNpmChromium,
  archives: ["aws.tar.br", "swiftshader.tar.br"],
};

/** True on the platform of the binary: Linux on x86-64. */
export function hasNpmChromium(): boolean {
  return platform() === "linux" && arch() === "x64";
}

/** Unpacks the current browser; see {@linkcode unpackOnce}. */
export function npmChromium(): Promise<UnpackedChromium> {
  return unpackOnce(CURRENT);
}

/** Unpacks Chromium 110; see {@linkcode unpackOnce}. */
export function oldNpmChromium(): Promise<UnpackedChromium> {
  return unpackOnce(OLD);
}

/**
 * Unpacks a browser once per version (200 MB below the temporary folder). Safe
 * in several processes at a time.
 */
async function unpackOnce(source: ChromiumPackage): Promise<UnpackedChromium> {
  const entry = await source.resolve();
  const root = dirname(dirname(entry));
  const card = await readFile(join(root, "package.json"), "utf8");
  const { version } = JSON.parse(card);
  const cache = join(tmpdir(), `maru-chromium-${userInfo().uid}`);
  const folder = join(cache, String(version));
  if (!existsSync(join(folder, "chromium"))) {
    await mkdir(cache, { recursive: true, mode: 0o700 });
    await unpack(join(root, "bin"), source.archives, cache, folder);
  }
  return {
    executablePath: join(folder, "chromium"),
    env: {
      LD_LIBRARY_PATH: join(folder, "lib"),
      ...(existsSync("/etc/fonts") ? {} : { FONTCONFIG_PATH: folder }),
    },
  };
}

async function unpack(
  bin: string,
  archives: readonly string[],
  cache: string,
  folder: string,
) {
  const { extract } = await loadTarFs();
  const fresh = await mkdtemp(join(cache, "new-"));
  const packed = (name: string) => createReadStream(join(bin, name));
  const unbrotli = createBrotliDecompress;
  for (const name of archives) {
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
