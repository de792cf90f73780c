/** Every state of the page can be used by everyone, in both sizes and themes. @module */
import { assert, assertEquals, assertNotEquals } from "@std/assert";
import type { BrowserContextOptions } from "playwright-core";
import { Buffer } from "node:buffer";
import { fileURLToPath } from "node:url";
import { axeViolations } from "./axe.ts";
import type { CallPage } from "./call_page.ts";
import { e2e, type Stage } from "./stage.ts";

const here = (name: string): string =>
  fileURLToPath(new URL(name, import.meta.url));

const SIZES: Readonly<Record<string, BrowserContextOptions>> = {
  desktop: {},
  phone: {
    viewport: { width: 390, height: 844 },
    isMobile: true,
    hasTouch: true,
  },
};

/** What the page is brought through, in order; each brings it to its state. */
interface State {
  readonly name: string;
  readonly reach: (world: World) => Promise<unknown>;
}

interface World {
  readonly stage: Stage;
  readonly page: CallPage;
  readonly bob: CallPage;
}

/** Closes the panel that is open: on a phone it lies over the controls. */
async function closePanel(page: CallPage): Promise<void> {
  const close = page.get("panel-close");
  if (await close.isVisible()) await close.click();
}

/** A seat whose page never answers. */
async function takeSilentSeat({ page }: CallPage): Promise<void> {
  await page.evaluate(
    `new Promise((resolve) => {
      const seat = new WebSocket("/socket?room=e2e-room");
      (globalThis.seats ??= []).push(seat);
      seat.onmessage = () => resolve(true);
    })`,
  );
}

const STATES: readonly State[] = [
  {
    name: "start",
    reach: async ({ stage, page }) => {
      await page.page.goto(stage.server.origin);
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
    reach: async ({ stage, page }) => {
      await page.page.goto(`${stage.server.origin}/check`);
      await page.page.locator("h1").waitFor();
    },
  },
  {
    name: "lobby",
    reach: async ({ stage, page }) => {
      await page.page.goto(stage.room());
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
    reach: ({ stage, page }) => page.join(stage.room()),
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
    reach: async ({ stage, page, bob }) => {
      await page.get("dialog-close").click();
      await bob.join(stage.room());
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
    name: "oneself hidden",
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
    name: "failed",
    reach: async ({ page, bob }) => {
      await takeSilentSeat(bob);
      await page.page.locator(".tile-failure").waitFor();
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
    reach: async ({ stage, page, bob }) => {
      await takeSilentSeat(bob);
      await page.page.goto(stage.room());
      await page.get("join").click();
      await page.get("end").waitFor();
    },
  },
];

/** What is amiss with the page as it is, in both themes. */
async function problems(page: CallPage, size: string): Promise<string[]> {
  const found: string[] = [];
  for (const colorScheme of ["light", "dark"] as const) {
    await page.page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await page.page.evaluate("maruAccess.settled()");
    const axe = await axeViolations(page);
    found.push(...axe.map((line) => `${colorScheme}: ${line}`));
  }
  if (size === "phone") {
    found.push(...await page.page.evaluate<string[]>("maruAccess.small()"));
  }
  return found;
}

for (const [size, options] of Object.entries(SIZES)) {
  e2e(
    `No state has a barrier on a ${size}, in light and dark`,
    async (stage) => {
      const page = await stage.page("Ada", options);
      await page.page.addInitScript({ path: here("access_page.js") });
      const bob = await stage.page("Bob");
      const found: Record<string, string[]> = {};
      for (const { name, reach } of STATES) {
        await reach({ stage, page, bob });
        const here = await problems(page, size);
        if (here.length > 0) found[name] = here;
      }
      assertEquals(found, {});
      assertEquals(await page.cspViolations(), []);
    },
    { env: { MAX_ROOM_MEMBERS: "3" } },
  );
}

e2e(
  "The lobby has no barrier either when nothing may be used",
  async (stage) => {
    const page = await stage.page("Ada", SIZES.phone);
    await page.page.addInitScript({ path: here("access_page.js") });
    await page.page.goto(stage.room());
    await page.page.locator(".problems-end").waitFor();
    assertEquals(await problems(page, "phone"), []);
  },
  { devices: "refused" },
);

/** What moved while somebody came, wrote, chose and left. */
async function movedBy(
  stage: Stage,
  reducedMotion: "reduce" | "no-preference",
): Promise<string[]> {
  const page = await stage.page("Ada", { reducedMotion });
  await page.page.addInitScript({ path: here("access_page.js") });
  await page.join(stage.room(reducedMotion));
  const bob = await stage.member("Bob", stage.room(reducedMotion));
  await page.painted(1);
  await page.get("chat-toggle").click();
  await page.get("more").click();
  await page.get("show-shortcuts").click();
  await page.get("dialog-close").click();
  await bob.get("leave").click();
  await page.tiles(0);
  return await page.page.evaluate<string[]>("maruAccess.moved()");
}

e2e("Nothing moves for who wants no motion", async (stage) => {
  assertEquals(await movedBy(stage, "reduce"), []);
  assertNotEquals(await movedBy(stage, "no-preference"), []);
});

e2e(
  "The language changes in the call, and page, title and labels follow",
  async (stage) => {
    const ada = await stage.member("Ada");
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
    await ada.page.goto(`${stage.server.origin}/check`);
    await ada.until('document.title === "연결 점검 · Maru"');
    const korean = await stage.page("Kim", { locale: "ko-KR" });
    await korean.page.goto(stage.server.origin);
    await korean.until('document.documentElement.lang === "ko"');
    assert(await korean.page.getByText("새 방 만들기").isVisible());
  },
);
