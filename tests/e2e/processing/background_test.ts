/** Backgrounds of the camera, judged by the picture that the other side receives. @module */
import { Buffer } from "node:buffer";
import { fileURLToPath } from "node:url";
import { assert, assertEquals } from "@std/assert";
import { axeViolations } from "../harness/axe.ts";
import type { CallPage } from "../harness/call_page.ts";
import { e2e } from "../harness/e2e.ts";
import type { TestSession } from "../harness/test_session.ts";

const SCRIPT = fileURLToPath(new URL("received_picture.js", import.meta.url));
/** Files that belong to backgrounds. */
const PROCESSING_FILES =
  /background_|own_picture|selfie|noise|rnnoise|\.wasm|\.tflite/;
const TIMEOUT_MS = 60_000;

type Rgb = readonly [red: number, green: number, blue: number];

/** Bob, who watches, and Ada, whose requests are listed. */
async function twoMembers(session: TestSession, isFirefox = false) {
  const bob = await session.page("Bob");
  await bob.page.addInitScript({ path: SCRIPT });
  await bob.join(session.room());
  const ada = isFirefox
    ? await session.firefoxPage("Ada")
    : await session.page("Ada");
  const requested: string[] = [];
  ada.page.on("request", (request) => requested.push(request.url()));
  await ada.join(session.room());
  await bob.media({ peers: 1 });
  return { ada, bob, requested };
}

/** Opens the choice of backgrounds with the keyboard. */
async function openBackgrounds(ada: CallPage): Promise<void> {
  await ada.get("more").click();
  await ada.get("open-settings").click();
  await ada.page.locator("[data-testid=background-settings] summary").focus();
  await ada.page.keyboard.press("Enter");
  await ada.get("backgrounds").waitFor();
}

/** Cells of the picture that Bob receives: 32 in the top row of 8, for one. */
async function readCells(bob: CallPage): Promise<readonly Rgb[]> {
  return await bob.page.evaluate<Rgb[] | null>("maruReceived.cells(32, 8)") ??
    [];
}

/** Difference between neighbor cells in the corner above the shoulder. */
function contrastOf(cells: readonly Rgb[]): number {
  const row = cells.slice(0, 8).map(([red]) => red);
  const steps = row.slice(1).map((red, i) => Math.abs(red - (row[i] ?? 0)));
  return steps.reduce((sum, step) => sum + step, 0) / steps.length;
}

/** Waits until what Bob receives is as expected. */
async function received(
  bob: CallPage,
  what: string,
  isExpected: (cells: readonly Rgb[]) => boolean,
): Promise<readonly Rgb[]> {
  const end = performance.now() + TIMEOUT_MS;
  for (;;) {
    const cells = await readCells(bob);
    if (cells.length > 0 && isExpected(cells)) return cells;
    if (performance.now() > end) {
      throw new Error(`Bob does not receive ${what}: ${cells.slice(0, 8)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const isStriped = (cells: readonly Rgb[]) => contrastOf(cells) > 90;
const isBlurred = (cells: readonly Rgb[]) => contrastOf(cells) < 30;
/** The sky of the picture "sea": even and light blue. */
const isSea = (cells: readonly Rgb[]) =>
  isNear(cells[1], [158, 202, 216]) && contrastOf(cells) < 12;
const isRed = (cells: readonly Rgb[]) => isNear(cells[1], [220, 20, 20]);
/** Face of the person, in the middle of the third row. */
const faceOf = (cells: readonly Rgb[]) => cells[3 * 32 + 16];

function isNear(color: Rgb | undefined, wanted: Rgb): boolean {
  return color !== undefined &&
    wanted.every((channel, i) => Math.abs(channel - (color[i] ?? 0)) < 40);
}

/** A red picture as PNG, made in the page. */
async function redPicture(page: CallPage): Promise<Buffer> {
  const base64 = await page.page.evaluate<string>(`(() => {
    const canvas = document.createElement("canvas");
    canvas.width = 64;
    canvas.height = 36;
    const context = canvas.getContext("2d");
    context.fillStyle = "rgb(220 20 20)";
    context.fillRect(0, 0, 64, 36);
    return canvas.toDataURL("image/png").split(",")[1];
  })()`);
  return Buffer.from(base64, "base64");
}

e2e(
  "Blur, a picture and an own picture reach the other side, and nothing is loaded before",
  async (session) => {
    const { ada, bob, requested } = await twoMembers(session);
    const isLoaded = () => requested.some((url) => PROCESSING_FILES.test(url));
    const before = await received(bob, "stripes", isStriped);
    assertEquals(isLoaded(), false);
    const [connection] = await bob.stats();

    await openBackgrounds(ada);
    assertEquals(requested.filter((url) => url.endsWith(".wasm")), []);
    await ada.get("background-none").focus();
    await ada.page.keyboard.press("ArrowRight");
    const blurred = await received(bob, "a blurred background", isBlurred);
    assert(isNear(faceOf(blurred), faceOf(before) ?? [0, 0, 0]));
    assertEquals(await axeViolations(ada), []);

    await ada.get("background-sea").check();
    await received(bob, "the sea", isSea);
    await ada.get("background-file").setInputFiles({
      name: "notes.txt",
      mimeType: "text/plain",
      buffer: Buffer.from("not a picture"),
    });
    await ada.page.getByTestId("background-status").getByText("JPEG").waitFor();
    await ada.get("background-file").setInputFiles({
      name: "red.png",
      mimeType: "image/png",
      buffer: await redPicture(bob),
    });
    await received(bob, "the own picture", isRed);

    const [after] = await bob.stats();
    assertEquals(after?.index, connection?.index);
    assertEquals(after?.localVersion, connection?.localVersion);
    await ada.get("panel-close").click();
    await ada.get("more").click();
    await ada.get("open-quality").click();
    await ada.get("background-time").getByText(/\d+ ms/).waitFor();
    assertEquals(ada.strayRequests, []);
    assertEquals(await ada.cspViolations(), []);
  },
  { devices: "person" },
);

e2e(
  "The background is kept over camera changes and a reload, and none shows the room",
  async (session) => {
    const { ada, bob } = await twoMembers(session);
    await openBackgrounds(ada);
    await ada.get("background-sea").check();
    await received(bob, "the sea", isSea);
    await ada.get("toggle-camera").click();
    await bob.page.locator("[data-testid=tile] video:not(.is-shown)").waitFor();
    await ada.get("toggle-camera").click();
    await bob.painted(1);
    for (let i = 0; i < 5; i++) {
      const cells = await readCells(bob);
      assert(!isStriped(cells), `The room is shown: ${cells.slice(0, 8)}`);
      await bob.media({ peers: 1, frames: 3 });
    }
    await received(bob, "the sea", isSea);

    await ada.page.reload();
    await ada.get("join").click();
    await ada.get("self-tile").waitFor();
    await bob.painted(1);
    await received(bob, "the sea", isSea);
    await openBackgrounds(ada);
    assertEquals(await ada.get("background-sea").isChecked(), true);
    await ada.get("background-none").check();
    await received(bob, "stripes", isStriped);
  },
  { devices: "person" },
);

e2e(
  "A background that cannot be loaded turns itself off with a sentence",
  async (session) => {
    const { ada, bob } = await twoMembers(session);
    await ada.page.route("**/*.wasm", (route) => route.abort());
    await openBackgrounds(ada);
    await ada.get("background-blur").check();
    await ada.page.getByText("The background effect didn't start").first()
      .waitFor();
    assertEquals(await ada.get("background-none").isChecked(), true);
    await received(bob, "stripes", isStriped);
  },
  { devices: "person" },
);

e2e(
  "A background of Firefox reaches the other side",
  async (session) => {
    const { ada, bob } = await twoMembers(session, true);
    await openBackgrounds(ada);
    await ada.get("background-sea").check();
    await received(bob, "the sea", isSea);
    await ada.get("background-none").check();
    await received(bob, "another picture", (cells) => !isSea(cells));
    assertEquals(ada.strayRequests, []);
    assertEquals(await ada.cspViolations(), []);
  },
  { devices: "person", needsFirefoxGraphics: true },
);
