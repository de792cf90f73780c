import { assert, assertEquals } from "@std/assert";
import { brotliCompressSync } from "node:zlib";
import { LANGUAGES } from "../../../client/strings/languages.ts";
import { bundle, type ClientFile, stopBundler } from "../../../tools/bundle.ts";

const options = {
  ignore: (await Deno.permissions.query({ name: "run" })).state !== "granted",
  // esbuild's process ends a moment after `stop()`.
  sanitizeOps: false,
  sanitizeResources: false,
};

/** What has no hash in its name, since it is asked for by name. */
const FIXED_NAMES = [
  "index.html",
  "manifest.webmanifest",
  "offline.html",
  "sw.js",
];

async function inFolder(test: (folder: URL) => Promise<void>): Promise<void> {
  const path = await Deno.makeTempDir();
  try {
    await test(new URL(`file://${path}/`));
  } finally {
    await stopBundler();
    await Deno.remove(path, { recursive: true });
  }
}

async function namesIn(folder: URL): Promise<string[]> {
  const names: string[] = [];
  for await (const { name, isFile } of Deno.readDir(folder)) {
    if (isFile) names.push(name);
  }
  return names.sort();
}

Deno.test({
  name: "bundle() writes what files.json lists, alike each time, and no more",
  ...options,
  fn: () =>
    inFolder(async (outDir) => {
      await Deno.mkdir(new URL("assets/", outDir));
      await Deno.writeTextFile(new URL("assets/app-OLD.js", outDir), "old");
      const first = await bundle({ outDir });
      assertEquals(await bundle({ outDir }), first);
      const assets = await namesIn(new URL("assets/", outDir));
      const listed = first.map(({ path }) => path);
      assertEquals(
        listed,
        [...assets.map((name) => `assets/${name}`), ...FIXED_NAMES],
      );
      const list: ClientFile[] = JSON.parse(
        await Deno.readTextFile(new URL("files.json", outDir)),
      );
      assertEquals(list, first);
      assertEquals(
        list.filter((file) => !file.immutable).map((file) => file.path),
        FIXED_NAMES,
      );
    }),
});

Deno.test({
  name:
    "bundle() makes a page that names only its own files and no inline code",
  ...options,
  fn: () =>
    inFolder(async (outDir) => {
      const listed = (await bundle({ outDir })).map(({ path }) => `/${path}`);
      const html = await Deno.readTextFile(new URL("index.html", outDir));
      const named = [...html.matchAll(/(?:src|href)="([^"]+)"/g)];
      assertEquals(named.length, 5);
      for (const [, path] of named) assert(listed.includes(path ?? ""), path);
      assert(!/<style|style=|<script>|<script [^>]*>[^<]/.test(html));
    }),
});

Deno.test({
  name: "bundle() keeps the page in each language within 80 KB of brotli",
  ...options,
  fn: () =>
    inFolder(async (outDir) => {
      const list = await bundle({ outDir });
      const tags = Object.keys(LANGUAGES);
      for (const tag of tags) {
        const others = tags.filter((other) => other !== tag)
          .map((other) => `assets/${other}-`);
        const loaded = list.map(({ path }) => path)
          .filter((path) => /\.(js|css)$/.test(path))
          .filter((path) => !others.some((other) => path.startsWith(other)));
        // The script, the worker, the styles and the texts.
        assertEquals(loaded.length, 4);
        let bytes = 0;
        for (const path of loaded) {
          bytes += await brotliSize(new URL(path, outDir));
        }
        assert(bytes <= 80_000, `${bytes} bytes`);
      }
    }),
});

async function brotliSize(file: URL): Promise<number> {
  return brotliCompressSync(await Deno.readFile(file)).length;
}

Deno.test({
  name:
    "bundle() makes a worker that keeps the page without a server and all that it names",
  ...options,
  fn: () =>
    inFolder(async (outDir) => {
      await bundle({ outDir });
      const read = (name: string) => Deno.readTextFile(new URL(name, outDir));
      const offline = await read("offline.html");
      const worker = await read("sw.js");
      assert(offline.includes('data-page="offline"'));
      assert(worker.includes('"/offline.html"'));
      const named = [...offline.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)];
      const needed = named.map(([, path = ""]) => path)
        .filter((path) => !path.includes("touch-"));
      assertEquals(needed.length, 3);
      for (const path of needed) assert(worker.includes(path), path);
    }),
});

Deno.test({
  name: "bundle() makes a manifest whose icons are there, each in its size",
  ...options,
  fn: () =>
    inFolder(async (outDir) => {
      const listed = (await bundle({ outDir })).map(({ path }) => `/${path}`);
      const { icons } = JSON.parse(
        await Deno.readTextFile(new URL("manifest.webmanifest", outDir)),
      );
      for (const { src, sizes, type } of icons) {
        assert(listed.includes(src), src);
        if (type !== "image/png") continue;
        const png = await Deno.readFile(new URL(`.${src}`, outDir));
        const view = new DataView(png.buffer);
        const size = `${view.getUint32(16)}x${view.getUint32(20)}`;
        assertEquals(size, sizes);
      }
    }),
});
