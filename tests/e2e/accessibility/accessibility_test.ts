/** Accessibility of every state of the page, in both sizes and themes. @module */
import { assert, assertEquals, assertNotEquals } from "@std/assert";
import type { BrowserContextOptions } from "../harness/packages.ts";
import { Buffer } from "node:buffer";
import { fileURLToPath } from "node:url";
import { axeInBothThemes, axeViolations } from "../harness/axe.ts";
import type { CallPage } from "../harness/call_page.ts";
import { e2e } from "../harness/e2e.ts";
import { assertInside } from "../layout/boxes.ts";
import type { TestSession } from "../harness/test_session.ts";

const here = (name: string): string =>
  fileURLToPath(new URL(name, import.meta.url));

const SIZES: Readonly<Record<string, BrowserContextOptions>> = {
  desktop: { viewport: { width: 1280, height: 800 } },
  phone: {
    viewport: { width: 390, height: 844 },
    isMobile: true,
    hasTouch: true,
  },
};

/** A state of the page and how it is reached from the one before. */
interface State {
  readonly name: string;
  readonly reach: (world: World) => Promise<unknown>;
}

interface World {
  readonly session: TestSession;
  readonly page: CallPage;
  readonly bob: CallPage;
}

/** Closes the open panel, which covers the controls on a phone. */
async function closePanel(page: CallPage): Promise<void> {
  const close = page.get("panel-close");
  if (await close.isVisible()) await close.click();
}

/** Takes a seat of a page that never answers. */
async function takeSilentSeat({ session, bob }: World): Promise<void> {
  await bob.page.evaluate(
    `new Promise((resolve) => {
      const seat = new WebSocket("/socket?room=${session.roomName()}");
      (globalThis.seats ??= []).push(seat);
      seat.onmessage = () => resolve(true);
    })`,
  );
}

const STATES: readonly State[] = [
  {
    name: "start",
    reach: async ({ session, page }) => {
      await page.page.goto(session.server.origin);
      await page.get("create-room").waitFor();
    },
  },
  {
    name: "start, bad name",
    reach: async ({ page }) => {
      await page.get("room-input").fill("a/b");
      await page.get("room-input").press("Enter");
      await page.page.locator("#room-problem:not(:empty)").waitFor();
    },
  },
  {
    name: "check",
    reach: async ({ session, page }) => {
      await page.page.goto(`${session.server.origin}/check`);
      await page.page.locator("h1").waitFor();
    },
  },
  {
    name: "lobby",
    reach: async ({ session, page }) => {
      await page.page.goto(session.room());
      await page.painted(1, "preview");
    },
  },
  {
    name: "lobby, camera off",
    reach: async ({ page }) => {
      await page.get("toggle-camera").click();
      await page.page.locator(".preview-off").waitFor();
      await page.get("toggle-camera").click();
    },
  },
  {
    name: "call, alone",
    reach: ({ session, page }) => page.join(session.room()),
  },
  {
    name: "menu",
    reach: async ({ page }) => {
      await page.get("more").click();
      await page.page.locator(".menu").waitFor();
    },
  },
  {
    name: "list of keys",
    reach: async ({ page }) => {
      await page.get("show-shortcuts").click();
      await page.get("shortcut-list").waitFor();
    },
  },
  {
    name: "call of two, with a notice",
    reach: async ({ session, page, bob }) => {
      await page.get("dialog-close").click();
      await bob.join(session.room());
      await page.get("notice").waitFor();
      await page.painted(1);
    },
  },
  {
    name: "chat",
    reach: async ({ page, bob }) => {
      await bob.say("Hello");
      await page.hears("Hello");
      await page.say("Hello to you");
      await page.get("chat-reply").first().click();
      await page.get("composer-reply").waitFor();
    },
  },
  ...["quality", "settings", "invite"].map((panel) => ({
    name: panel,
    reach: async ({ page }: World) => {
      await closePanel(page);
      await page.get("more").click();
      await page.get(`open-${panel}`).click();
      await page.get(`${panel}-panel`).waitFor();
    },
  })),
  {
    name: "people of a locked room",
    reach: async ({ page }) => {
      await page.get("people-toggle").click();
      await page.get("lock-switch").click();
      await page.get("room-locked").waitFor();
      await page.get("person-menu").click();
    },
  },
  {
    name: "a file that is offered",
    reach: async ({ page, bob }) => {
      await page.get("lock-switch").click();
      await closePanel(page);
      await page.get("chat-toggle").click();
      await bob.get("file-input").setInputFiles({
        name: "plan.txt",
        mimeType: "text/plain",
        buffer: Buffer.from("plan"),
      });
      await page.get("file-accept").waitFor();
    },
  },
  {
    name: "self view hidden",
    reach: async ({ page }) => {
      await page.get("panel-close").click();
      await page.get("self-tile").hover();
      await page.get("self-tile").focus();
      await page.get("hide-self").click();
      await page.get("show-self").waitFor();
    },
  },
  {
    name: "a shared screen",
    reach: async ({ page, bob }) => {
      await page.get("show-self").click();
      await bob.get("toggle-screen").click();
      await page.painted(1, "screen-tile");
    },
  },
  {
    name: "tools over a shared screen",
    reach: async ({ page, bob }) => {
      await bob.get("let-draw").click();
      await page.get("annotate").click();
      await page.get("annotation-surface").waitFor();
    },
  },
  {
    name: "failed",
    reach: async (world) => {
      const { page } = world;
      await takeSilentSeat(world);
      await page.setClockSpeed(4);
      const failure = page.page.locator(".tile-failure");
      await failure.waitFor();
      const shown = failure.locator("p, .button").filter({ visible: true });
      await assertInside(shown, failure, 7);
      await page.setClockSpeed(1);
    },
  },
  {
    name: "left",
    reach: async ({ page }) => {
      await page.get("leave").click();
      await page.get("end").waitFor();
    },
  },
  {
    name: "refused",
    reach: async (world) => {
      const { session, page } = world;
      await takeSilentSeat(world);
      await page.page.goto(session.room());
      await page.get("join").click();
      await page.get("end").waitFor();
    },
  },
];

/** Barriers of the page as it is now, in both themes. */
async function problems(page: CallPage, size: string): Promise<string[]> {
  const found = [...await axeInBothThemes(page)];
  if (size === "phone") {
    found.push(...await page.page.evaluate<string[]>("maruAccess.small()"));
  }
  return found;
}

/** A room of these servers is full with three members. */
const SMALL_ROOMS = { MAX_ROOM_MEMBERS: "3" };

for (const [size, options] of Object.entries(SIZES)) {
  e2e(
    `No state has an accessibility barrier on a ${size}, in both themes`,
    async (session) => {
      const page = await session.page("Ada", {
        ...options,
        reducedMotion: "reduce",
      });
      await page.useClock(1);
      await page.page.addInitScript({
        path: here("../harness/accessibility_probe.js"),
      });
      const bob = await session.page("Bob");
      const found: Record<string, string[]> = {};
      for (const { name, reach } of STATES) {
        await reach({ session, page, bob });
        const here = await problems(page, size);
        if (here.length > 0) found[name] = here;
      }
      assertEquals(found, {});
      assertEquals(await page.cspViolations(), []);
    },
    { env: SMALL_ROOMS },
  );
}

e2e(
  "The lobby has no accessibility barrier when devices are blocked",
  async (session) => {
    const page = await session.page("Ada", {
      ...SIZES.phone,
      reducedMotion: "reduce",
    });
    await page.page.addInitScript({
      path: here("../harness/accessibility_probe.js"),
    });
    await page.page.goto(session.room());
    await page.page.locator(".problems-end").waitFor();
    assertEquals(await problems(page, "phone"), []);
  },
  { devices: "refused" },
);

/** Animated elements while a member joins, panels open and the member leaves. */
async function movedBy(
  session: TestSession,
  reducedMotion: "reduce" | "no-preference",
): Promise<string[]> {
  const page = await session.page("Ada", { reducedMotion });
  await page.page.addInitScript({
    path: here("../harness/accessibility_probe.js"),
  });
  await page.join(session.room(reducedMotion));
  const bob = await session.member("Bob", session.room(reducedMotion));
  await page.painted(1);
  // Until some time after a member is connected nothing moves in any case.
  await page.until('!document.querySelector(".is-still")');
  await page.get("chat-toggle").click();
  await page.get("more").click();
  await page.get("show-shortcuts").click();
  await page.get("dialog-close").click();
  await bob.get("leave").click();
  await page.tiles(0);
  return await page.page.evaluate<string[]>("maruAccess.moved()");
}

e2e("Nothing is animated when reduced motion is preferred", async (session) => {
  assertEquals(await movedBy(session, "reduce"), []);
  assertNotEquals(await movedBy(session, "no-preference"), []);
});

e2e(
  "The language can be changed in the call, with title and labels",
  async (session) => {
    const ada = await session.member("Ada");
    await ada.get("more").click();
    const entry = ada.get("other-language");
    assertEquals(await entry.getAttribute("lang"), "ko");
    await entry.click();
    await ada.until('document.documentElement.lang === "ko"');
    assertEquals(
      await ada.get("leave").getAttribute("aria-label"),
      "통화 나가기",
    );
    assertEquals(await axeViolations(ada), []);
    await ada.page.goto(`${session.server.origin}/check`);
    await ada.until('document.title === "연결 점검 · Maru"');
    const korean = await session.page("Kim", { locale: "ko-KR" });
    await korean.page.goto(session.server.origin);
    await korean.until('document.documentElement.lang === "ko"');
    assert(await korean.page.getByText("새 방 만들기").isVisible());
  },
);
