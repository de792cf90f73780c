import { assert, assertEquals, assertMatch } from "@std/assert";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { LANGUAGES } from "../../../client/strings/languages.ts";
import {
  bundleClient,
  type ClientFile,
  stopBundler,
} from "../../../tools/bundle.ts";

const options = {
  ignore: (await Deno.permissions.query({ name: "run" })).state !== "granted",
  // esbuild's process ends a moment after `stop()`.
  sanitizeOps: false,
  sanitizeResources: false,
};

/** Largest first visit in one language, scripts, styles and worker, compressed. */
const MAX_FIRST_VISIT_BYTES = 90_000;

/** What has no hash in its name, since it is asked for by name. */
const FIXED_NAMES = [
  "build.json",
  "check.html",
  "embed.js",
  "index.html",
  "learn.html",
  "learn_sandbox.html",
  "manifest.webmanifest",
  "maru.d.ts",
  "maru.js",
  "offline.html",
  "offline_room.html",
  "page.css",
  "room.html",
  "sw.js",
];

/** Shows why a script did not start; the same in all documents. */
const GUARD = /^assets\/start_guard-/;

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
  name:
    "bundleClient() writes the files of files.json and their compressed forms, alike each time, and no more",
  ...options,
  fn: () =>
    inFolder(async (outDir) => {
      await Deno.mkdir(new URL("assets/", outDir));
      await Deno.writeTextFile(new URL("assets/app-OLD.js", outDir), "old");
      const first = await bundleClient({ outDir });
      assertEquals(await bundleClient({ outDir }), first);
      const assets = await namesIn(new URL("assets/", outDir));
      const listed = first.map(({ path }) => path);
      const forms = first.flatMap(({ path, codings }) =>
        codings.map((coding) => `${path}.${coding}`)
      );
      const written = [
        ...assets.map((name) => `assets/${name}`),
        ...await namesIn(outDir),
      ];
      assertEquals(written.sort(), [...listed, ...forms, "files.json"].sort());
      assertEquals(listed.slice(-FIXED_NAMES.length), FIXED_NAMES);
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
    "bundleClient() makes a page that names only its own files and no inline code",
  ...options,
  fn: () =>
    inFolder(async (outDir) => {
      const listed = (await bundleClient({ outDir })).map(({ path }) =>
        `/${path}`
      );
      for (
        const page of ["index.html", "room.html", "check.html", "learn.html"]
      ) {
        const html = await Deno.readTextFile(new URL(page, outDir));
        const named = [...html.matchAll(/(?:src|href)="([^"]+)"/g)];
        assert(named.length >= 6);
        for (const [, reference = ""] of named) {
          assertMatch(reference, /^\.{1,2}\/[^/.]/);
          const { pathname } = new URL(reference, "https://maru.test/x");
          assert(listed.includes(pathname), reference);
        }
        assert(!/<style|style=|<script>|<script [^>]*>[^<]/.test(html));
      }
    }),
});

Deno.test({
  name:
    "bundleClient() lets the browser compile the scripts of the page while it loads them",
  ...options,
  fn: () =>
    inFolder(async (outDir) => {
      const files = (await bundleClient({ outDir })).filter(({ path }) =>
        /^assets\/(app|chunk)-.*js$/.test(path)
      );
      assert(files.length > 2);
      for (const { path } of files) {
        const text = await Deno.readTextFile(new URL(path, outDir));
        assertMatch(text, /^\/\/# allFunctionsCalledOnLoad\n/, path);
      }
    }),
});

Deno.test({
  name: "bundleClient() compresses scripts and texts, and no image",
  ...options,
  fn: () =>
    inFolder(async (outDir) => {
      for (const { path, type, codings } of await bundleClient({ outDir })) {
        if (type === "image/png") assertEquals(codings, [], path);
        if (!/javascript|css/.test(type)) continue;
        const read = (name: string) => Deno.readFile(new URL(name, outDir));
        const body = await read(path);
        // A file of a few lines may not become smaller.
        if (body.length < 200) continue;
        assertEquals(codings, ["br", "gzip"], path);
        assertEquals(
          brotliDecompressSync(await read(`${path}.br`)).compare(body),
          0,
        );
        assertEquals(gunzipSync(await read(`${path}.gzip`)).compare(body), 0);
      }
    }),
});

Deno.test({
  name: "bundleClient() keeps the page in each language within 90 kB of brotli",
  ...options,
  fn: () =>
    inFolder(async (outDir) => {
      const list = await bundleClient({ outDir });
      const html = await Deno.readTextFile(new URL("index.html", outDir));
      for (const tag of Object.keys(LANGUAGES)) {
        // Scripts and styles that the page loads, worker and texts.
        const loaded = list.map(({ path }) => path).filter((path) =>
          /\.(js|css)$/.test(path) &&
          (html.includes(`"./${path}"`) || path === "sw.js" ||
            path.startsWith(`assets/${tag}-`))
        );
        assert(loaded.length >= 5);
        let bytes = 0;
        for (const path of loaded) {
          bytes += (await Deno.stat(new URL(`${path}.br`, outDir))).size;
        }
        assert(bytes <= MAX_FIRST_VISIT_BYTES, `${bytes} bytes`);
      }
    }),
});

Deno.test({
  name:
    "bundleClient() gives the connection check a document that shares no script with the call",
  ...options,
  fn: () =>
    inFolder(async (outDir) => {
      const list = (await bundleClient({ outDir })).map(({ path }) => path);
      const reachable = async (page: string) => {
        const texts = [await Deno.readTextFile(new URL(page, outDir))];
        const found = new Set<string>();
        for (const text of texts) {
          for (const path of list) {
            const [, name] = /^assets\/(.+\.js)$/.exec(path) ?? [];
            if (!name || found.has(path) || !text.includes(name)) continue;
            found.add(path);
            texts.push(await Deno.readTextFile(new URL(path, outDir)));
          }
        }
        return found;
      };
      const check = await reachable("check.html");
      const shared = (await reachable("index.html")).intersection(check);
      assertEquals([...shared].filter((path) => !GUARD.test(path)), []);
      for (const tag of Object.keys(LANGUAGES)) {
        const texts = `assets/check-check_${tag}-`;
        assert([...check].some((path) => path.startsWith(texts)), texts);
      }
    }),
});

Deno.test({
  name:
    "bundleClient() makes a worker that keeps the page without a server and all that it names",
  ...options,
  fn: () =>
    inFolder(async (outDir) => {
      await bundleClient({ outDir });
      const read = (name: string) => Deno.readTextFile(new URL(name, outDir));
      const worker = await read("sw.js");
      for (const page of ["offline.html", "offline_room.html"]) {
        const offline = await read(page);
        assert(offline.includes('data-page="offline"'));
        assert(worker.includes(`"${page}"`));
        const named = [
          ...offline.matchAll(/(?:src|href)="[./]+\/(assets\/[^"]+)"/g),
        ];
        const needed = named.map(([, path = ""]) => path)
          .filter((path) => !path.includes("touch-"));
        assert(needed.length >= 4);
        for (const path of needed) assert(worker.includes(`"${path}"`), path);
      }
    }),
});

Deno.test({
  name:
    "bundleClient() makes a manifest whose icons are there, each in its size",
  ...options,
  fn: () =>
    inFolder(async (outDir) => {
      const listed = (await bundleClient({ outDir })).map(({ path }) =>
        `/${path}`
      );
      const { icons } = JSON.parse(
        await Deno.readTextFile(new URL("manifest.webmanifest", outDir)),
      );
      for (const { src, sizes, type } of icons) {
        assert(listed.includes(`/${src}`), src);
        if (type !== "image/png") continue;
        const png = await Deno.readFile(new URL(src, outDir));
        const view = new DataView(png.buffer);
        const size = `${view.getUint32(16)}x${view.getUint32(20)}`;
        assertEquals(size, sizes);
      }
    }),
});
