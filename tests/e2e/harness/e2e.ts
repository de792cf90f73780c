/**
 * Registers browser tests. Those that change no setting and stop no server
 * share one server and one Chromium with the other tests of their file; each
 * has browser contexts and a room of its own.
 *
 * @module
 */
import {
  type Devices,
  findChromium,
  findFirefox,
  hasOldChromium,
  isFile,
} from "./browser.ts";
import {
  type Settings,
  SharedEquipment,
  startServer,
} from "./shared_equipment.ts";
import { DISPLAY_SERVER } from "./virtual_display.ts";
import { TestSession } from "./test_session.ts";

/** What differs from a plain test. */
export interface TestOptions {
  /** Devices of the Chromium, `small` by default; tests with the same ones share it. */
  readonly devices?: Devices;
  /** Settings of the server, which is shared by tests with the same object. */
  readonly env?: Settings;
  /** True for a test that stops or kills its server. */
  readonly stopsServer?: boolean;
  /** True for a test that needs a Firefox beside Chromium. */
  readonly needsFirefox?: boolean;
  /** True for a test that needs WebGL in Firefox. */
  readonly needsFirefoxGraphics?: boolean;
  /** True for a test that needs a Chromium 110 beside the current one. */
  readonly needsOldChromium?: boolean;
  /** Path of a program that the test starts. */
  readonly needsProgram?: string;
  /** True for one of the tests that CI also runs in the Chromium of npm. */
  readonly isCore?: boolean;
}

/** Waits of a test have a deadline each; this one ends what hangs without. */
const TEST_DEADLINE_MS = 300_000;
/** Environment variable: with the value `core`, only core tests are registered. */
const SELECTION = "MARU_E2E_SELECTION";
const DEFAULT_SETTINGS: Settings = {};

const isGranted = (await Promise.all(
  (["run", "net", "env"] as const).map((name) =>
    Deno.permissions.query({ name })
  ),
)).every((status) => status.state === "granted");

const shared = new SharedEquipment();
let isHooked = false;
let count = 0;

/** Registers a test that gets a session. */
export function e2e(
  name: string,
  body: (session: TestSession) => Promise<void>,
  options: TestOptions = {},
): void {
  if (!isSelected(options)) return;
  const ignore = isIgnored(options);
  if (!ignore) askFor(options);
  const roomSuffix = `-${++count}`;
  Deno.test({
    name,
    ignore,
    // What arrives from shared processes is read across tests.
    sanitizeOps: false,
    fn: () => run(name, body, options, roomSuffix),
  });
}

function isSelected({ isCore = false }: TestOptions): boolean {
  return isCore || !isGranted || Deno.env.get(SELECTION) !== "core";
}

/** A machine without a browser ignores browser tests; in CI they fail there. */
function isIgnored(
  options: TestOptions,
): boolean {
  const { needsOldChromium = false, needsProgram } = options;
  const needsGraphics = options.needsFirefoxGraphics ?? false;
  const needsFirefox = (options.needsFirefox ?? false) || needsGraphics;
  if (!isGranted) return true;
  if (Deno.env.get("CI")) return false;
  return findChromium() === null ||
    (needsFirefox && findFirefox() === null) ||
    (needsGraphics && !isFile(DISPLAY_SERVER)) ||
    (needsOldChromium && !hasOldChromium()) ||
    (needsProgram !== undefined && !isFile(needsProgram));
}

function askFor(options: TestOptions): void {
  const { devices = "small", env = DEFAULT_SETTINGS } = options;
  if (!options.stopsServer) shared.needServer(env);
  shared.needChromium(devices);
  const needsGraphics = options.needsFirefoxGraphics ?? false;
  if (options.needsFirefox || needsGraphics) shared.needFirefox(needsGraphics);
  if (options.needsOldChromium) shared.needOldChromium();
  if (isHooked) return;
  isHooked = true;
  Deno.test.beforeAll(() => shared.start());
  Deno.test.afterAll(() => shared.stop());
}

async function run(
  name: string,
  body: (session: TestSession) => Promise<void>,
  { devices = "small", env = DEFAULT_SETTINGS, stopsServer }: TestOptions,
  roomSuffix: string,
): Promise<void> {
  await using own = new AsyncDisposableStack();
  const server = stopsServer
    ? own.use(await startServer(env))
    : shared.server(env);
  const browser = shared.chromium(devices);
  const { firefox, oldChromium } = shared;
  const session = own.use(
    new TestSession({ server, browser, firefox, oldChromium, roomSuffix }),
  );
  try {
    await withDeadline(body(session));
  } catch (error) {
    await session.saveArtifacts(name);
    throw error;
  }
}

async function withDeadline(work: Promise<void>): Promise<void> {
  const deadline = Promise.withResolvers<never>();
  const error = new Error(`Not done within ${TEST_DEADLINE_MS} ms`);
  const timer = setTimeout(() => deadline.reject(error), TEST_DEADLINE_MS);
  try {
    await Promise.race([work, deadline.promise]);
  } finally {
    clearTimeout(timer);
  }
}
