/**
 * Builds the client library: one module without imports, and its types.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { ESBUILD_TARGETS } from "./browser_support/supported_browsers.ts";
import { compressForms } from "./compressed_forms.ts";
import { npmModulesPlugin } from "./esbuild_plugins.ts";

/** Largest compressed library (brotli), in bytes. */
export const MAX_LIBRARY_BYTES = 30_000;

/**
 * Names of properties that only this project has, which become short ones. A
 * test compares what they match with the names of the platform.
 */
export const OWN_NAMES =
  /^((on|is|has|needs|apply|clear|compute|discard|excuse|explain|make|offer|open|private|read|receive|reopen|report|request|retain|begin|keeps|loss|refresh|release|rendered|requested|resend|saves|self|send|skip|sent|switch|unanswered|update|uses|verify|wanted|wants)[A-Z].*|\w+(Access|All|Bps|ById|Camera|Chars|Coding|Connection|Device|Early|Fps|In|Kbps|Limits?|Liveness|Members|Ms|Now|Of|OfType|Out|Peer|PerFrame|Prepared|Px|Ramps|Receiver|Rung|Signal|Socket|Stream|Tracks)|(coding|jitter|rtt)Seconds|active(DeviceId|Ids)|allotment|assessment|audio(Processing|Sender)|authenticator|camera(Id|Size)|capPath|clock|connection(Id|Media)|contents|counters|decrease|degradation|demands|deriveProofKey|encodingOptions|expects|facing|freezes|generations|handlers|health|increase|issues|joinText|knockName|latestSample|libraryUrl|limitationReason|listDevices|liveness|microphoneId|notices|presence|reachablePeers|receivedFramesPerSecond|reference|removeMember|renegotiate|replacements|requirement|resolutions|roomName|samples|scaleDownBy|sharesScreen|success|set(BitrateShare|FullHd|IceConfig|Microphone|PageContext|Picture|Sound)|standing|tuneRemote|typed|uplink|viewHandler|wrapped)$/;
/** Names of the same form that are of the platform, the protocol or the types. */
export const KEPT_NAMES =
  /^(applyConstraints|clearTimeout|onLine|(ago|delay)Ms|get\w*Tracks|getPrototypeOf|indexOf|lockedOut|(match|replace)All|maxRoomMembers|selfBrowserSurface|is(Active|Array|Connected|Final|Finite|Integer|NaN|Private|SafeInteger|View|WordLike)|hasOwn(Property)?)$/;

const LIBRARY_DIR = new URL("../client/library/", import.meta.url);

/**
 * Adds `maru.js` and `maru.d.ts`, which other pages know by these names, and
 * resolves to the names of properties that were shortened.
 *
 * @throws {Error} When the library is too large.
 */
export async function addLibrary(
  files: Map<string, Uint8Array<ArrayBuffer>>,
  isDev: boolean,
): Promise<readonly string[]> {
  const esbuild = await import("esbuild");
  const result = await esbuild.build({
    entryPoints: [fileURLToPath(new URL("maru.ts", LIBRARY_DIR))],
    bundle: true,
    format: "esm",
    target: ESBUILD_TARGETS,
    supported: { "regexp-unicode-property-escapes": true },
    minify: !isDev,
    ...isDev
      ? {}
      : { mangleProps: OWN_NAMES, reserveProps: KEPT_NAMES, mangleCache: {} },
    charset: "utf8",
    legalComments: "none",
    tsconfigRaw: {},
    write: false,
    logLevel: "silent",
    plugins: [npmModulesPlugin],
  });
  const script = Uint8Array.from(result.outputFiles[0]?.contents ?? []);
  files.set("maru.js", script);
  files.set(
    "maru.d.ts",
    await Deno.readFile(new URL("maru.d.ts", LIBRARY_DIR)),
  );
  const shortened = Object.keys(result.mangleCache ?? {})
    .filter((name) => !KEPT_NAMES.test(name));
  if (isDev) return shortened;
  const { br } = Object.fromEntries(
    await compressForms(script, "text/javascript"),
  );
  const bytes = br?.length ?? script.length;
  if (bytes > MAX_LIBRARY_BYTES) {
    throw new Error(
      `maru.js has ${bytes} bytes (brotli), over ${MAX_LIBRARY_BYTES}: leave parts of the engine out`,
    );
  }
  return shortened;
}
