/**
 * Writes the npm package of the client library, `maru-client`, to
 * `dist/maru-client/`, from the files that `deno task build` made.
 *
 * @module
 */
import denoJson from "../deno.json" with { type: "json" };

const ROOT = new URL("../", import.meta.url);
const OUT_DIR = new URL("dist/maru-client/", ROOT);

/** Files of the package, by their path in the project. */
const SOURCES: Readonly<Record<string, string>> = {
  "maru.js": "dist/client/maru.js",
  "maru.d.ts": "dist/client/maru.d.ts",
  "README.md": "tools/client_package/README.md",
  "LICENSE": "LICENSE",
};

/** `package.json` of the package. */
export function createPackageJson(): Readonly<Record<string, unknown>> {
  return {
    name: "maru-client",
    version: denoJson.version,
    description: "Calls and data channels between browsers, over Maru",
    keywords: ["webrtc", "video-call", "data-channel", "signaling", "turn"],
    license: "MIT",
    type: "module",
    sideEffects: false,
    types: "./maru.d.ts",
    exports: {
      ".": { types: "./maru.d.ts", default: "./maru.js" },
      "./package.json": "./package.json",
    },
    files: Object.keys(SOURCES),
  };
}

/** Writes the package to a folder, which is made or emptied. */
export async function buildPackage(outDir: URL = OUT_DIR): Promise<void> {
  await Deno.remove(outDir, { recursive: true }).catch((error) => {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  });
  await Deno.mkdir(outDir, { recursive: true });
  for (const [name, source] of Object.entries(SOURCES)) {
    await Deno.copyFile(new URL(source, ROOT), new URL(name, outDir));
  }
  const json = JSON.stringify(createPackageJson(), null, 2);
  await Deno.writeTextFile(new URL("package.json", outDir), `${json}\n`);
}

if (import.meta.main) {
  await buildPackage();
  // deno-lint-ignore no-console
  console.log(
    "Wrote dist/maru-client: `npm pack` or `npm install` that folder",
  );
}
