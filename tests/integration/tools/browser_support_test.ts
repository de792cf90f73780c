/** Which built-ins and Web APIs the check of supported browsers finds. @module */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { fileURLToPath } from "node:url";

const isGranted = (await Promise.all(
  (["read", "env", "write", "run"] as const).map((name) =>
    Deno.permissions.query({ name })
  ),
)).every(({ state }) => state === "granted");

function test(name: string, fn: () => Promise<void> | void): void {
  Deno.test({ name, ignore: !isGranted, fn });
}

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

// Loading TypeScript needs permissions.
const tools = isGranted
  ? {
    ...await import("../../../tools/browser_support/compat_data.ts"),
    ...await import("../../../tools/browser_support/find_unsupported.ts"),
    ...await import("../../../tools/browser_support/packages.ts"),
    ...await import("../../../tools/browser_support/page_program.ts"),
    ...await import("../../../tools/browser_support/supported_browsers.ts"),
    ...await import("../../../tools/browser_support/used_features.ts"),
    ...await import("../../../tools/browser_support/detected_features.ts"),
  }
  : null;

/** Line and path of each feature that a source of the page uses and a supported browser lacks. */
function missingIn(sources: readonly string[]): string[][] {
  if (!tools) return [];
  const texts = new Map(
    sources.map((source, i) => [`${ROOT}client/probe${i}.ts`, source]),
  );
  const program = tools.createPageProgram([...texts.keys()], texts);
  const { unsupported } = tools.findUnsupported(
    tools.findUsedFeatures(program, (file) => texts.has(file)),
    new tools.BrowserSupport(tools.COMPAT_DATA, tools.SUPPORTED_BROWSERS),
    [],
  );
  return [...texts.keys()].map((file) => {
    const uses = unsupported.filter((use) => use.file === file)
      .map(({ line, message }) =>
        `${line} ${/\(([\w.]+)\)$/.exec(message)?.[1]}`
      );
    return [...new Set(uses)];
  });
}

const builtIn = (name: string) => `1 javascript.builtins.${name}`;

/** Each source with what is missing in it. */
const CASES: readonly (readonly [string, ...string[]])[] = [
  ["Promise.withResolvers<void>();", builtIn("Promise.withResolvers")],
  ["const f = Promise.withResolvers;", builtIn("Promise.withResolvers")],
  ["[3, 1].toSorted();", builtIn("Array.toSorted")],
  [
    "new Uint8Array(2).toSorted();",
    builtIn("TypedArray.toSorted"),
  ],
  ["Object.groupBy([1], String);", builtIn("Object.groupBy")],
  ["new Intl.Segmenter();", builtIn("Intl.Segmenter")],
  ["new Set([1]).union(new Set());", builtIn("Set.union")],
  ["new Map([[1, 2]]).values().map(String);", builtIn("Iterator.map")],
  ["'a'.isWellFormed();", builtIn("String.isWellFormed")],
  ["Array.fromAsync([1]);", builtIn("Array.fromAsync")],
  ["const a = /[a--b]/v;", builtIn("RegExp.unicodeSets")],
  ["const a = /(?i:b)/;", "1 javascript.regular_expressions.modifier"],
  ["AbortSignal.any([]);", "1 api.AbortSignal.any_static"],
  ["URL.canParse('a');", "1 api.URL.canParse_static"],
  ["navigator.wakeLock;", "1 api.Navigator.wakeLock"],
  ["const { wakeLock } = navigator;", "1 api.Navigator.wakeLock"],
  ["document.startViewTransition();", "1 api.Document.startViewTransition"],
  ["document.body.showPopover();", "1 api.HTMLElement.showPopover"],
  [
    "(c: RTCIceCandidate) => c.type;",
    "1 api.RTCIceCandidate.type",
  ],
  [
    "navigator.mediaDevices.getUserMedia({ video: { resizeMode: 'none' } });",
    "1 api.MediaDevices.getUserMedia.constraints_resizeMode_parameter",
  ],
  // All browsers of the table have these.
  ["structuredClone({}, { transfer: [] });"],
  ["[1].at(-1); 'a'.replaceAll('a', 'b'); Object.hasOwn({}, 'a');"],
  ["new Error('a', { cause: 1 }); crypto.randomUUID();"],
  ["const toSorted = { toSorted: () => 1 }; toSorted.toSorted();"],
  ["let a: Promise<void> | PromiseWithResolvers<void>;"],
];

test("The check finds what a supported browser lacks", () => {
  const found = missingIn(CASES.map(([source]) => source));
  assertEquals(
    CASES.map(([source], i) => [source, ...found[i] ?? []]),
    CASES.map((one) => [...one]),
  );
});

test("The check knows the types of packages, and refuses a module without", () => {
  const source = `import type { TargetedEvent } from "preact";
export const a = (event: TargetedEvent<HTMLVideoElement>) =>
  event.currentTarget.requestPictureInPicture();`;
  assertEquals(missingIn([source]), [[
    "3 api.HTMLVideoElement.requestPictureInPicture",
  ]]);
  assertThrows(() => missingIn(['import "./missing.ts";']), TypeError);
});

test("The built scripts, with the packages in them, use nothing that a supported browser lacks", () => {
  if (!tools) return;
  const built = `${ROOT}dist/client/`;
  const scripts = [...Deno.readDirSync(`${built}assets`)]
    .map(({ name }) => `${built}assets/${name}`)
    .filter((name) => name.endsWith(".js"));
  assert(scripts.length > 1);
  const program = tools.createScriptProgram([...scripts, `${built}sw.js`]);
  const { unsupported } = tools.findUnsupported(
    tools.findUsedFeatures(program, (file) => file.startsWith(built)),
    new tools.BrowserSupport(tools.COMPAT_DATA, tools.SUPPORTED_BROWSERS),
    tools.DETECTED_FEATURES,
  );
  assertEquals(unsupported.map(({ message }) => message), []);
});
