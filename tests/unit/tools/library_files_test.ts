import { assert, assertEquals } from "@std/assert";
import { stopBundler } from "../../../tools/bundle.ts";
import { addLibrary } from "../../../tools/library_files.ts";

const options = {
  ignore: (await Deno.permissions.query({ name: "run" })).state !== "granted",
  // esbuild's process ends a moment after `stop()`.
  sanitizeOps: false,
  sanitizeResources: false,
};

const LIBRARY = new URL("../../../client/library/", import.meta.url);

async function build() {
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  try {
    const shortened = await addLibrary(files, false);
    return {
      shortened,
      script: new TextDecoder().decode(files.get("maru.js")),
    };
  } finally {
    await stopBundler();
  }
}

Deno.test({
  name:
    "maru.js is one module without imports that exports what maru.d.ts declares",
  ...options,
  fn: async () => {
    const { script } = await build();
    assertEquals(script.match(/\bimport\s*[("{*]/g), null);
    const exported = /export\{([^}]*)\}/.exec(script)?.[1] ?? "";
    const names = exported.split(",").map((part) => part.split(" as ").at(-1));
    const types = await Deno.readTextFile(new URL("maru.d.ts", LIBRARY));
    const declared = [
      ...types.matchAll(/export declare (?:function|class) (\w+)/g),
    ]
      .map(([, name]) => name);
    assertEquals(names.sort(), declared.sort());
  },
});

Deno.test({
  name:
    "The names that maru.js shortens are not of the platform, nor of its types",
  ...options,
  fn: async () => {
    const { createPageProgram } = await import(
      "../../../tools/browser_support/page_program.ts"
    );
    const program = createPageProgram(
      ["/empty.ts"],
      new Map([["/empty.ts", ""]]),
    );
    const texts = [
      ...program.getSourceFiles().map(({ text }) => text),
      await Deno.readTextFile(new URL("maru.d.ts", LIBRARY)),
      // The messages that others send and receive.
      await Deno.readTextFile(new URL("../../signaling/protocol.ts", LIBRARY)),
      await Deno.readTextFile(new URL("../../PROTOCOL.md", LIBRARY)),
    ].map((text) => text.replaceAll(/\/\*[^]*?\*\//g, ""));
    const platform = new Set(texts.join("\n").match(/\b[a-z]+[A-Z]\w*/g));
    const { shortened, script } = await build();
    assert(shortened.length > 50 && platform.size > 1_000);
    // A name that is also used as a text.
    for (const [, text = ""] of script.matchAll(/["'`](\w+)["'`]/g)) {
      platform.add(text);
    }
    // Parameters of the functions of the types.
    const parameters = ["isOn"];
    const wrong = shortened.filter((name) =>
      platform.has(name) && !parameters.includes(name)
    );
    assertEquals(wrong, []);
  },
});
