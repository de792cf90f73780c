/**
 * Pictures of every state of the page, in both sizes and both themes, into the
 * ignored folder `screenshots/`. `deno task screenshots call-2 chat` takes
 * only these; `--lang=ko-KR` takes them in Korean.
 *
 * @module
 */
// deno-lint-ignore-file no-console
import { launchChromium } from "../e2e/harness/browser.ts";
import { ServerProcess } from "../e2e/harness/server_process.ts";
import { TestSession } from "../e2e/harness/test_session.ts";
import { type Scene, SCENES } from "./scenes.ts";
import { Set, type Size, SIZES, THEMES } from "./set.ts";

const FOLDER = new URL("../../screenshots/", import.meta.url);
/** Notices go by themselves within this time. */
const QUIET_MS = 10_000;
/** Pictures and layout come to rest. */
const SETTLE_MS = 1_000;

let rooms = 0;

async function picture(
  session: TestSession,
  name: string,
  scene: Scene,
  size: Size,
  locale: string,
): Promise<void> {
  const room = `studio-${++rooms}`;
  await using set = new Set(session, room, { ...SIZES[size], locale });
  const { page } = await scene(set);
  // What is only said for some seconds is not part of the scene.
  await page.locator(".notices").waitFor({
    state: "detached",
    timeout: QUIET_MS,
  })
    .catch(() => {});
  // Nothing is hovered.
  await page.mouse.move(0, 0);
  for (const theme of THEMES) {
    await page.emulateMedia({ colorScheme: theme });
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
    const path = new URL(`${name}-${size}-${theme}.png`, FOLDER);
    await Deno.writeFile(path, await page.screenshot());
  }
}

async function main(args: readonly string[]): Promise<void> {
  const locale = args.find((arg) => arg.startsWith("--lang="))?.slice(7) ??
    "en-US";
  const wanted = args.filter((arg) => !arg.startsWith("--"));
  const unknown = wanted.filter((name) => !Object.hasOwn(SCENES, name));
  if (unknown.length > 0) {
    throw new TypeError(
      `No scene ${unknown.join(", ")}; there is ${
        Object.keys(SCENES).join(", ")
      }`,
    );
  }
  await Deno.mkdir(FOLDER, { recursive: true });
  await using server = await ServerProcess.start();
  await using browser = await launchChromium("fake", await server.keyHash());
  const session = new TestSession({ server, browser });
  for (const [name, scene] of Object.entries(SCENES)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    for (const size of Object.keys(SIZES) as Size[]) {
      try {
        await picture(session, name, scene, size, locale);
        console.log(`${name}, ${size}`);
      } catch (error) {
        console.error(`${name}, ${size}:`, error);
        Deno.exitCode = 1;
      }
    }
  }
}

if (import.meta.main) await main(Deno.args);
