/**
 * Browsers for the end-to-end tests: finds one, or unpacks the one of npm, and
 * starts it with fake devices, with peer connections on loopback and without
 * the features that connect to the internet.
 *
 * @module
 */
import {
  type Browser,
  type BrowserContext,
  type LaunchOptions,
  loadPlaywright,
} from "./packages.ts";
import {
  hasNpmChromium,
  npmChromium,
  oldNpmChromium,
  type UnpackedChromium,
} from "./npm_chromium.ts";
import { personCameraFile, whiteNoiseFile } from "./person_camera.ts";
import { smallCameraFile } from "./small_camera.ts";

/**
 * Camera and microphone of a browser: a camera with small frames, one of full
 * size, a person in noise, several ones, one that is refused, or none. Fake microphones and
 * speakers are always several.
 */
export type Devices =
  | "small"
  | "fake"
  | "person"
  | "several"
  | "refused"
  | "none";

/** Where a browser runs, if not beside the test. */
export interface BrowserPlace {
  /** Path of a program that starts this one there, with its arguments. */
  launcherOf(executablePath: string): Promise<string>;
  /** Names that may be resolved there. */
  readonly hostNames: readonly string[];
  /** Film of its camera, if not one of small frames. */
  readonly filmFile?: string | undefined;
}

const DEVICE_COUNT: Readonly<Partial<Record<Devices, string>>> = {
  several: "=device-count=3",
  none: "=device-count=0",
};

const CHROMIUM_PATHS: Readonly<Record<string, readonly string[]>> = {
  linux: [
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
    "/usr/bin/google-chrome-stable",
    "/snap/bin/chromium",
  ],
  darwin: [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
  ],
  windows: [
    "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
    "C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe",
    "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe",
  ],
};
const FIREFOX_PATHS: Readonly<Record<string, readonly string[]>> = {
  linux: ["/usr/bin/firefox-esr"],
};
/** Features that contact other machines; this flag replaces the list of playwright-core. */
const DISABLED_FEATURES = [
  // Without a camera, candidates are multicast names instead of addresses.
  "WebRtcHideLocalIpsWithMdns",
  "MediaRouter",
  "DialMediaRouteProvider",
  "OptimizationHints",
  "NetworkTimeServiceQuerying",
  "Translate",
  "AimEnabled",
  // A page whose request is fulfilled by a test counts as a public one.
  "LocalNetworkAccessChecks",
  "LocalNetworkAccessChecksWebSockets",
  "HttpsUpgrades",
  "PaintHolding",
  "RenderDocument",
  "DestroyProfileOnBrowserClose",
];
const START_TIMEOUT_MS = 60_000;

/** Whether there is a file at this path. */
export function isFile(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}

function firstFile(paths: readonly string[] | undefined): string | null {
  return paths?.find(isFile) ?? null;
}

/**
 * Path of a Chromium: `CHROMIUM`, or a usual path of this system, or "npm" for
 * the one in the npm package, or null. `MARU_CHROMIUM=npm` ignores the
 * machine's own.
 */
export function findChromium(): string | "npm" | null {
  const packed = hasNpmChromium() ? "npm" : null;
  if (Deno.env.get("MARU_CHROMIUM") === "npm") return packed;
  return Deno.env.get("CHROMIUM") ||
    firstFile(CHROMIUM_PATHS[Deno.build.os]) || packed;
}

/** Unpacks the Chromium of npm if it is the one that tests use. */
export async function prepareChromium(): Promise<void> {
  if (findChromium() === "npm") await npmChromium();
}

/** True where Chromium 110 runs. */
export function hasOldChromium(): boolean {
  return hasNpmChromium();
}

/** Path of a Firefox that playwright-core can drive unpatched, or null. */
export function findFirefox(): string | null {
  return Deno.env.get("FIREFOX") || firstFile(FIREFOX_PATHS[Deno.build.os]);
}

async function chromiumBinary(): Promise<LaunchOptions> {
  const found = findChromium();
  if (!found) throw new Error("No Chromium found: set CHROMIUM to its path");
  if (found === "npm") return launchOptionsOf(await npmChromium());
  return { executablePath: found, env: Deno.env.toObject() };
}

function launchOptionsOf(
  { executablePath, env }: UnpackedChromium,
): LaunchOptions {
  return { executablePath, env: { ...Deno.env.toObject(), ...env } };
}

/**
 * Starts a headless Chromium; `await using` ends it.
 *
 * @param trustedKey Base64 of SHA-256 of a certificate's public key (SPKI): it
 * is trusted for `turns:` too, where no warning can be clicked through.
 */
export async function launchChromium(
  devices: Devices = "fake",
  trustedKey = "",
): Promise<Browser> {
  const { chromium } = await loadPlaywright();
  return chromium.launch({
    ...await chromiumBinary(),
    ...await chromiumOptions(devices, trustedKey),
  });
}

/** Starts a headless Chromium in another place. */
export async function launchChromiumAt(
  place: BrowserPlace,
  trustedKey: string,
): Promise<Browser> {
  const { chromium } = await loadPlaywright();
  const binary = await chromiumBinary();
  return chromium.launch({
    ...binary,
    ...await chromiumOptions("small", trustedKey, place),
    executablePath: await place.launcherOf(binary.executablePath ?? ""),
  });
}

/** Starts a headless Chromium 110. */
export async function launchOldChromium(
  devices: Devices,
  trustedKey: string,
): Promise<Browser> {
  const { chromium } = await loadPlaywright();
  return chromium.launch({
    ...launchOptionsOf(await oldNpmChromium()),
    ...await chromiumOptions(devices, trustedKey),
  });
}

/** Starts a headless Chromium that keeps its data in a folder. */
export async function launchChromiumIn(
  folder: string,
  trustedKey: string,
  devices: Devices = "none",
): Promise<BrowserContext> {
  const { chromium } = await loadPlaywright();
  return chromium.launchPersistentContext(folder, {
    ...await chromiumBinary(),
    ...await chromiumOptions(devices, trustedKey),
    ignoreHTTPSErrors: true,
    locale: "en-US",
  });
}

/** Flags of the files that camera and microphone play. */
async function captureFiles(
  devices: Devices,
  filmFile: string | undefined,
): Promise<string[]> {
  if (devices === "small") {
    const path = filmFile ?? await smallCameraFile();
    return [`--use-file-for-fake-video-capture=${path}`];
  }
  return devices === "person"
    ? [
      `--use-file-for-fake-video-capture=${await personCameraFile()}`,
      `--use-file-for-fake-audio-capture=${await whiteNoiseFile()}`,
    ]
    : [];
}

/** @param place Without one, media takes loopback too. */
async function chromiumOptions(
  devices: Devices,
  trustedKey: string,
  place?: BrowserPlace,
): Promise<LaunchOptions> {
  const hostNames = place?.hostNames ?? [];
  const count = DEVICE_COUNT[devices] ?? "";
  const resolved = ["localhost", "localhost.", "127.0.0.1", "::1", ...hostNames]
    .map((name) => `, EXCLUDE ${name}`).join("");
  const answer = devices === "refused" ? "=deny" : "";
  return {
    headless: true,
    timeout: START_TIMEOUT_MS,
    // As on Windows and Linux: a page that is too high shows a scrollbar.
    ignoreDefaultArgs: ["--hide-scrollbars"],
    args: [
      ...await captureFiles(devices, place?.filmFile),
      "--no-sandbox",
      `--ignore-certificate-errors-spki-list=${trustedKey}`,
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      `--disable-features=${DISABLED_FEATURES.join(",")}`,
      `--host-resolver-rules=MAP * ~NOTFOUND${resolved}`,
      "--autoplay-policy=no-user-gesture-required",
      ...place ? [] : ["--allow-loopback-in-peer-connection"],
      `--use-fake-device-for-media-stream${count}`,
      `--use-fake-ui-for-media-stream${answer}`,
      "--auto-select-desktop-capture-source=Entire screen",
    ],
  };
}

/**
 * Starts a headless Firefox with fake devices and without permission prompts.
 *
 * @param display Name of an X display, without which it has no WebGL.
 * @param env Added to the environment of the tests.
 */
export async function launchFirefox(
  place?: BrowserPlace,
  display = "",
  env: Readonly<Record<string, string>> = {},
): Promise<Browser> {
  const found = findFirefox();
  if (!found) throw new Error("No Firefox found: set FIREFOX to its path");
  const { firefox } = await loadPlaywright();
  return firefox.launch({
    executablePath: await place?.launcherOf(found) ?? found,
    channel: "moz-firefox",
    env: {
      ...Deno.env.toObject(),
      ...env,
      ...(display ? { DISPLAY: display, LIBGL_ALWAYS_SOFTWARE: "1" } : {}),
    },
    headless: true,
    timeout: START_TIMEOUT_MS,
    firefoxUserPrefs: {
      "media.navigator.streams.fake": true,
      // Also on machines without a graphics card.
      "webgl.force-enabled": true,
      "media.navigator.permission.disabled": true,
      "media.peerconnection.ice.loopback": place === undefined,
      "media.peerconnection.ice.obfuscate_host_addresses": false,
      "media.autoplay.default": 0,
      "app.update.enabled": false,
      "app.normandy.enabled": false,
      "media.gmp-manager.updateEnabled": false,
      "toolkit.telemetry.enabled": false,
      "datareporting.policy.dataSubmissionEnabled": false,
      "network.captive-portal-service.enabled": false,
      "network.connectivity-service.enabled": false,
      "browser.safebrowsing.malware.enabled": false,
      "browser.safebrowsing.phishing.enabled": false,
      "services.settings.server": "data:,",
      "extensions.update.enabled": false,
    },
  });
}
