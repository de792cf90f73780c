/** Pointer and pen over a shared screen: permission, position, end. @module */
import { assert, assertEquals } from "@std/assert";
import { fileURLToPath } from "node:url";
import { axeViolations } from "../harness/axe.ts";
import type { CallPage } from "../harness/call_page.ts";
import { e2e } from "../harness/e2e.ts";
import type { BrowserContextOptions } from "../harness/packages.ts";
import type { TestSession } from "../harness/test_session.ts";

const CHANNEL_PAGE = fileURLToPath(
  new URL("channel_page.js", import.meta.url),
);
/** A phone in portrait format: the screen is letterboxed on it. */
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true };
/** Largest distance of the same point on two pages, in CSS pixels. */
const TOLERANCE_PX = 3;

async function join(
  session: TestSession,
  name: string,
  options?: BrowserContextOptions,
): Promise<CallPage> {
  const page = await session.page(name, options);
  await page.page.addInitScript({ path: CHANNEL_PAGE });
  await page.join(session.room());
  return page;
}

/** Ada shares her screen with Bob; nobody may draw yet. */
async function share(session: TestSession): Promise<[CallPage, CallPage]> {
  const ada = await join(session, "Ada");
  const bob = await join(session, "Bob");
  await bob.media({ peers: 1 });
  await ada.get("toggle-screen").click();
  await bob.painted(1, "screen-tile");
  return [ada, bob];
}

/** Opens the tools on the shared screen. */
async function openTools(page: CallPage): Promise<void> {
  await page.get("annotate").click();
  await page.get("annotation-surface").waitFor();
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Box of the last such element; null without one. */
async function boxIn(page: CallPage, testId: string): Promise<Box | null> {
  const boxes = await page.page.evaluate<Box[]>(
    `[...document.querySelectorAll("[data-testid=${testId}]")].map((element) => {
      const { x, y, width, height } = element.getBoundingClientRect();
      return { x, y, width, height };
    })`,
  );
  return boxes.at(-1) ?? null;
}

async function boxOf(page: CallPage, testId: string): Promise<Box> {
  await page.get(testId).last().waitFor();
  const box = await boxIn(page, testId);
  assert(box, `${testId} on the page of ${page.name}`);
  return box;
}

/** Draws a line between two points, given as parts of the picture. */
async function drawLine(
  page: CallPage,
  from: readonly [number, number],
  to: readonly [number, number],
): Promise<void> {
  const { x, y, width, height } = await boxOf(page, "annotation-surface");
  const { mouse } = page.page;
  await mouse.move(x + from[0] * width, y + from[1] * height);
  await mouse.down();
  await mouse.move(x + to[0] * width, y + to[1] * height, { steps: 12 });
  await mouse.up();
}

/** Middle of the newest line and size of the picture; null without a line. */
async function lineOn(page: CallPage): Promise<Box | null> {
  const line = await boxIn(page, "annotation-line");
  const picture = await boxIn(page, "annotation-picture");
  return line && picture && {
    x: line.x + line.width / 2 - picture.x,
    y: line.y + line.height / 2 - picture.y,
    width: picture.width,
    height: picture.height,
  };
}

/**
 * Waits until the middle of the newest line is at this part of the picture on
 * all pages; draws it again when it faded before a slow page was looked at.
 */
async function showsLineAt(
  pages: readonly CallPage[],
  [x, y]: readonly [number, number],
  draw: () => Promise<unknown>,
): Promise<void> {
  const end = performance.now() + 60_000;
  const missing = new Set(pages);
  let seen = "";
  while (performance.now() < end) {
    await draw();
    for (let i = 0; i < 40; i++) {
      for (const page of missing) {
        const line = await lineOn(page);
        seen = `${page.name}: ${JSON.stringify(line)}`;
        const isThere = line !== null &&
          Math.hypot(line.x - x * line.width, line.y - y * line.height) <
            TOLERANCE_PX;
        if (isThere) missing.delete(page);
      }
      if (missing.size === 0) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  throw new Error(`No line at ${x}, ${y}: ${seen}`);
}

/** The layer lies exactly on the picture of the video. */
async function assertOnPicture(page: CallPage, tile: string): Promise<void> {
  const video = await page.page.evaluate<number[]>(
    `(() => {
      const video = document.querySelector("[data-testid=${tile}] video");
      const { left, top, width, height } = video.getBoundingClientRect();
      const { videoWidth, videoHeight } = video;
      const scale = Math.min(width / videoWidth, height / videoHeight);
      return [
        left + (width - videoWidth * scale) / 2,
        top + (height - videoHeight * scale) / 2,
        videoWidth * scale,
        videoHeight * scale,
      ];
    })()`,
  );
  const { x, y, width, height } = await boxOf(page, "annotation-picture");
  [x, y, width, height].forEach((value, i) => {
    const difference = Math.abs(value - (video[i] ?? NaN));
    assert(difference < 1, `${page.name}: ${[x, y, width, height]} ${video}`);
  });
}

const hasNoMarks = (page: CallPage) =>
  page.get("annotation-layer").waitFor({ state: "detached" });

/** Sends a line on the shared screen, whether or not the member may draw. */
async function forgeLine(member: CallPage): Promise<void> {
  const forged = {
    kind: "annotation",
    action: "draw",
    screen: await member.get("screen-tile").getAttribute("data-peer-id"),
    line: 0,
    points: [1000, 1000, 9000, 9000],
  };
  await member.page.evaluate(`maruChannels.forge(${JSON.stringify(forged)})`);
}

e2e(
  "Nobody can draw on a screen before its sharer allows it, even with a forged message, and nothing is loaded",
  async (session) => {
    const [ada, bob] = await share(session);
    const cho = await join(session, "Cho");
    await Promise.all([ada, bob, cho].map((page) => page.media({ peers: 2 })));
    for (const page of [ada, bob, cho]) {
      assertEquals(await page.get("annotate").count(), 0);
      assertEquals(await page.get("own-screen-tile").count(), 0);
      assertEquals(await page.page.evaluate("maruChannels.hasLoaded()"), false);
      assertEquals(await page.page.evaluate("maruChannels.annotations()"), 0);
    }
    const forge = () => forgeLine(bob);
    await forge();
    // Arrives behind it on the same channels.
    await bob.say("drawn?");
    for (const page of [ada, cho]) {
      await page.hears("drawn?");
      assertEquals(await page.page.evaluate("maruChannels.annotations()"), 1);
      assertEquals(await page.get("annotation-layer").count(), 0);
      assertEquals(await page.page.evaluate("maruChannels.hasLoaded()"), false);
    }
    // The same message is shown once the sharer allows it.
    await ada.get("let-draw").click();
    await cho.get("annotate").waitFor();
    await showsLineAt([ada, cho], [0.5, 0.5], forge);
    await ada.get("let-draw").click();
    await Promise.all([ada, cho].map(hasNoMarks));
  },
);

e2e(
  "A line and its author appear at the same place on all pages, also for a newcomer with a phone, and fade",
  async (session) => {
    const [ada, bob] = await share(session);
    await ada.get("let-draw").click();
    await ada.painted(1, "own-screen-tile");
    const cho = await join(session, "Cho", PHONE);
    await cho.painted(1, "screen-tile");
    await cho.get("annotate").waitFor();
    await openTools(bob);
    await showsLineAt(
      [ada, bob, cho],
      [0.4, 0.6],
      () => drawLine(bob, [0.2, 0.3], [0.6, 0.9]),
    );
    await assertOnPicture(ada, "own-screen-tile");
    await assertOnPicture(bob, "screen-tile");
    await assertOnPicture(cho, "screen-tile");
    for (const page of [ada, cho]) {
      await page.get("live-region").getByText("Bob is drawing").waitFor();
    }
    assertEquals(await bob.get("annotation-name").count(), 0);
    // A finger on the phone.
    await openTools(cho);
    const { x, y, width, height } = await boxOf(cho, "annotation-surface");
    await showsLineAt(
      [ada, bob],
      [0.25, 0.25],
      () => cho.page.touchscreen.tap(x + width / 4, y + height / 4),
    );
    assertEquals(await axeViolations(bob), []);
    assertEquals(await axeViolations(cho), []);
    for (const page of [ada, bob, cho]) {
      await page.get("annotation-line").first().waitFor({ state: "detached" });
    }
    await hasNoMarks(ada);
  },
);

e2e(
  "The keyboard points and draws, each member clears its own marks and the sharer all; nothing is left when sharing ends",
  async (session) => {
    const [ada, bob] = await share(session);
    await ada.get("let-draw").click();
    const bobId = await ada.get("tile").getAttribute("data-peer-id");
    await bob.get("annotate").focus();
    await bob.page.keyboard.press("Enter");
    const surface = bob.get("annotation-surface");
    await surface.waitFor();
    await bob.until(
      `document.activeElement.dataset.testid === "annotation-surface"`,
    );
    await surface.press("ArrowRight");
    await ada.get("annotation-pointer").waitFor();
    await showsLineAt([ada], [0.42, 0.5], async () => {
      // From right of the middle to the left and back.
      await surface.press(" ");
      for (let i = 0; i < 2; i++) await surface.press("Shift+ArrowLeft");
      await surface.press(" ");
      for (let i = 0; i < 2; i++) await surface.press("Shift+ArrowRight");
    });
    // The sharer draws too, and both clear.
    await openTools(ada);
    await showsLineAt(
      [bob],
      [0.2, 0.2],
      () => drawLine(ada, [0.1, 0.1], [0.3, 0.3]),
    );
    const ofBob = ada.page.locator(`.annotation-line[data-by="${bobId}"]`);
    await surface.press(" ");
    await ofBob.first().waitFor({ state: "attached" });
    await bob.get("annotation-clear").click();
    await ofBob.first().waitFor({ state: "detached" });
    await surface.press(" ");
    await surface.press(" ");
    await ofBob.first().waitFor({ state: "attached" });
    await ada.get("annotation-clear").click();
    await bob.get("annotation-line").first().waitFor({ state: "detached" });
    await surface.press("Escape");
    await bob.until(
      `document.activeElement.dataset.testid === "annotate"`,
    );
    await ada.get("annotation-close").click();
    await openTools(bob);
    await showsLineAt(
      [ada],
      [0.3, 0.3],
      () => drawLine(bob, [0.2, 0.2], [0.4, 0.4]),
    );
    await ada.get("stop-sharing").click();
    for (const page of [ada, bob]) await hasNoMarks(page);
    await ada.get("own-screen-tile").waitFor({ state: "detached" });
    // A later screen begins without the permission.
    await ada.get("toggle-screen").click();
    await bob.painted(1, "screen-tile");
    assertEquals(await bob.get("annotate").count(), 0);
  },
);

/** Switches the permission of one member in the people list of the sharer. */
async function switchDrawing(sharer: CallPage, name: string): Promise<void> {
  const row = sharer.get("person").filter({ hasText: name });
  if (await row.count() === 0) {
    await sharer.get("people-toggle").click();
  }
  const toggle = row.getByTestId("let-member-draw");
  if (await toggle.count() === 0) {
    const menu = row.getByTestId("person-menu");
    await menu.focus();
    await sharer.page.keyboard.press("Enter");
  }
  await toggle.focus();
  await sharer.page.keyboard.press("Space");
}

e2e(
  "The sharer lets single members draw: the others have no tools, and their marks appear nowhere",
  async (session) => {
    const [ada, bob] = await share(session);
    const cho = await join(session, "Cho");
    await Promise.all([ada, bob, cho].map((page) => page.media({ peers: 2 })));
    await switchDrawing(ada, "Bob");
    await bob.get("live-region").getByText("You can draw on Ada").waitFor();
    await ada.painted(1, "own-screen-tile");
    assertEquals(
      await ada.get("let-draw").getAttribute("aria-pressed"),
      "mixed",
    );
    await openTools(bob);
    const draw = () => drawLine(bob, [0.2, 0.3], [0.6, 0.9]);
    await showsLineAt([ada, bob, cho], [0.4, 0.6], draw);
    assertEquals(await cho.get("annotate").count(), 0);
    // A page that ignores its missing permission draws on nobody's page.
    const choId = await ada.get("tile").last().getAttribute("data-peer-id");
    const ofCho = (page: CallPage) =>
      page.page.locator(`.annotation-line[data-by="${choId}"]`);
    await forgeLine(cho);
    // Arrives behind it on the same channels.
    await cho.say("drawn?");
    for (const page of [ada, bob]) {
      await page.hears("drawn?");
      assertEquals(await ofCho(page).count(), 0);
    }
    // Everyone, then all but Bob: his tools and marks disappear.
    await ada.get("let-draw").click();
    await bob.get("live-region").getByText("can no longer draw").waitFor();
    await bob.get("annotation-surface").waitFor({ state: "detached" });
    await ada.get("let-draw").click();
    await openTools(bob);
    await openTools(cho);
    await showsLineAt([ada, cho], [0.4, 0.6], draw);
    await bob.get("annotation-surface").focus();
    await switchDrawing(ada, "Bob");
    await bob.get("annotation-surface").waitFor({ state: "detached" });
    for (const page of [ada, bob, cho]) {
      await page.get("annotation-line").first().waitFor({ state: "detached" });
    }
    await bob.until(`document.activeElement.dataset.testid === "screen-tile"`);
    await showsLineAt(
      [ada, bob],
      [0.3, 0.3],
      () => drawLine(cho, [0.2, 0.2], [0.4, 0.4]),
    );
    assertEquals(await bob.get("annotate").count(), 0);
    assertEquals(await axeViolations(ada), []);
  },
);

e2e(
  "Firefox draws on a screen that Chromium shares",
  async (session) => {
    const ada = await join(session, "Ada");
    const fox = await session.firefoxPage("Fox");
    await fox.join(session.room());
    await ada.media({ peers: 1 });
    await ada.get("toggle-screen").click();
    await fox.painted(1, "screen-tile");
    await ada.get("let-draw").click();
    await openTools(fox);
    await showsLineAt(
      [fox, ada],
      [0.4, 0.6],
      () => drawLine(fox, [0.2, 0.3], [0.6, 0.9]),
    );
    await ada.get("live-region").getByText("Fox is drawing").waitFor();
  },
  { needsFirefox: true },
);
