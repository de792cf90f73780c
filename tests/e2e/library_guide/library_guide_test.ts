/**
 * The pages of docs/library/, with all blocks in them, against the real server
 * from another origin: what a member does arrives at the other.
 */
import { assertEquals, assertRejects } from "@std/assert";
import { readProjectFile } from "../../fakes/document.ts";
import { findFreePort } from "../../../tools/server_process.ts";
import type { CallPage } from "../harness/call_page.ts";
import { e2e } from "../harness/e2e.ts";
import type { TestSession } from "../harness/test_session.ts";
import { type Guide, parseSettings, readGuide } from "./guide_blocks.ts";
import { GuidePages } from "./guide_pages.ts";
import { PackageProject } from "./package_project.ts";

/** Port of the pages; the documents say 8080. */
let pagePort = 0;

/** The setting of the document, for the port of the test. */
const README = await readGuide("README").catch(() => null);

function settings(): Record<string, string> {
  pagePort = findFreePort();
  const given = parseSettings(README?.commands[0] ?? "");
  const here = Object.entries(given)
    .map(([name, value]) => [name, value.replace("8080", String(pagePort))]);
  return {
    ...Object.fromEntries(here),
    ICE: "on",
    ICE_PORT: String(findFreePort()),
    ICE_TLS_PORT: String(findFreePort()),
  };
}

function guideTest(
  name: string,
  body: (pages: GuidePages, session: TestSession) => Promise<void>,
): void {
  e2e(name, async (session) => {
    await using pages = new GuidePages(session, pagePort);
    await body(pages, session);
  }, { env: settings });
}

/** Waits until an element has a text. */
async function hasText(
  { page }: CallPage,
  selector: string,
  text: string,
): Promise<void> {
  await page.locator(selector).filter({ hasText: text }).first().waitFor();
}

async function press({ page }: CallPage, name: string): Promise<void> {
  await page.getByRole("button", { name, exact: true }).click();
}

/** Waits until the video in an element paints a color (red, green, blue). */
async function paints(
  page: CallPage,
  selector: string,
  color: readonly number[],
): Promise<void> {
  await page.until(`(() => {
    const video = document.querySelector(${JSON.stringify(selector)});
    if (!video?.videoWidth) return false;
    const canvas = new OffscreenCanvas(8, 8);
    const context = canvas.getContext("2d");
    context.drawImage(video, 0, 0, 8, 8);
    const { data } = context.getImageData(0, 0, 1, 1);
    return [${color}].every((part, i) => Math.abs(part - data[i]) < 40);
  })()`);
}

async function moves(page: CallPage, selector: string): Promise<void> {
  const video = `document.querySelector(${JSON.stringify(selector)})`;
  const frames = `(${video}?.getVideoPlaybackQuality().totalVideoFrames ?? 0)`;
  await page.until(`${frames} > 5`);
}

/** Script after which the person refuses. */
function refuse(method: "getUserMedia" | "getDisplayMedia"): string {
  return `MediaDevices.prototype.${method} = () =>
    Promise.reject(new DOMException("No", "NotAllowedError"))`;
}

guideTest("README: two pages list each other", async (pages, session) => {
  const [ada, bob] = await Promise.all([
    pages.open("Ada", "README"),
    pages.open("Bob", "README"),
  ]);
  await Promise.all([
    hasText(ada, "#members li", "Bob"),
    hasText(bob, "#members li", "Ada"),
  ]);
  await ada.until('document.title === "ended aborted"');
  await session.until(
    "the code of a bad address",
    () => ada.console.some((line) => line.includes("bad-address")),
  );
  // The second visit of Bob's page has ended.
  await ada.until(
    'JSON.stringify([...document.querySelectorAll("li")].map((li) => li.textContent)) === \'["Bob"]\'',
  );
});

guideTest("First call: pictures, mute, text and leaving", async (pages) => {
  const ada = await pages.open("Ada", "first_call");
  const bob = await pages.open("Bob", "first_call");
  await hasText(bob, "figcaption", "Ada");
  await Promise.all([ada, bob].map((page) => page.media({ peers: 1 })));
  await Promise.all([ada, bob].map((page) => moves(page, "figure video")));
  await moves(ada, "#self");

  await press(ada, "Mute");
  await hasText(bob, "figcaption", "Ada (muted)");
  await ada.page.getByPlaceholder("Message").fill("Hello");
  await ada.page.keyboard.press("Enter");
  await hasText(bob, "li", "Ada: Hello");
  await hasText(ada, "li", "Me: Hello");

  await press(ada, "Leave");
  await hasText(ada, "#state", "ended left");
  await bob.page.locator("figure").waitFor({ state: "detached" });
});

guideTest(
  "First call: without a camera it says why and goes on",
  async (pages) => {
    const ada = await pages.open("Ada", "first_call", async ({ page }) => {
      await page.addInitScript(refuse("getUserMedia"));
    });
    await hasText(ada, "#state", "not allowed");
    const bob = await pages.open("Bob", "first_call");
    await hasText(ada, "figcaption", "Bob");
    await moves(ada, "figure video");
    await hasText(bob, "figcaption", "Ada (muted)");
  },
);

guideTest("Data channel game: moves and points arrive", async (pages) => {
  const ada = await pages.open("Ada", "data_channel_game");
  const bob = await pages.open("Bob", "data_channel_game");
  await ada.until('document.title === "Against Bob"');
  await bob.until('document.title === "Against Ada"');
  const left = (page: CallPage, id: string) =>
    page.page.evaluate<string>(`document.querySelector("${id}").style.left`);

  const field = ada.page.locator("#field");
  // Unordered messages may be lost, so it goes on until one arrives.
  let x = 20;
  while (await left(bob, "#other") === "") {
    await field.hover({ position: { x: x++ % 100, y: 10 } });
  }
  await field.hover({ position: { x: 200, y: 150 } });
  await hasText(ada, "#score", "1 : 0");
  await hasText(bob, "#score", "0 : 1");
  assertEquals(await left(ada, "#dot"), await left(bob, "#dot"));

  const cho = await pages.open("Cho", "data_channel_game");
  await hasText(cho, "#score", "Two are playing already");
  await bob.page.goto("about:blank");
  await ada.until('document.title === "Waiting for another player"');
  await pages.show(bob, "data_channel_game");
  await hasText(bob, "#score", "0 : 1");
  assertEquals(await left(ada, "#dot"), await left(bob, "#dot"));
});

guideTest(
  "Own tracks: canvas, sound, another track, a second picture",
  async (pages) => {
    const ada = await pages.open("Ada", "own_tracks");
    const bob = await pages.open("Bob", "own_tracks");
    await press(ada, "Start");
    await press(bob, "Start");
    const video = "#others video";
    await paints(bob, video, [65, 105, 225]);
    await bob.media({ peers: 1 });
    await press(ada, "Swap");
    await paints(bob, video, [46, 139, 87]);

    await pages.show(bob, "screen_share");
    await paints(bob, video, [255, 99, 71]);
    await press(ada, "End");
    await bob.page.locator(video).waitFor({ state: "detached" });
  },
);

guideTest("Screen share: the screen arrives, and ends", async (pages) => {
  const ada = await pages.open("Ada", "screen_share");
  const bob = await pages.open("Bob", "screen_share");
  await press(ada, "Share screen");
  await bob.until('document.querySelector("#others video")?.videoWidth > 0');
  await press(ada, "Stop sharing");
  await bob.page.locator("#others video").waitFor({ state: "detached" });

  await ada.page.evaluate(refuse("getDisplayMedia"));
  await press(ada, "Share screen");
  await hasText(ada, "#problem", "not shared");
});

guideTest(
  "TURN only: the pair is relayed, and /ice serves other connections",
  async (pages) => {
    const ada = await pages.open("Ada", "turn_only");
    const bob = await pages.open("Bob", "turn_only");
    for (const page of [ada, bob]) {
      await hasText(page, "#path", "relay to relay");
      await moves(page, "#others video");
      await hasText(page, "li", "relay, valid for 3600 s");
    }
  },
);

guideTest(
  "The npm package is packed, type-checked, bundled, and meets the module of the server",
  async (pages, session) => {
    await using project = await PackageProject.create();
    assertEquals(project.installedFiles(), [
      "LICENSE",
      "README.md",
      "maru.d.ts",
      "maru.js",
      "package.json",
    ]);
    const { packaged: [code = ""] } = await readGuide("README");
    // The page of npm shows this README.
    const [, inReadme = ""] = /^```js\n([\s\S]*?)^```$/m.exec(
      await readProjectFile("tools/client_package/README.md"),
    ) ?? [];
    await project.write("use.ts", pages.place(code, "Bob"));
    await project.write("readme.ts", pages.place(inReadme, "Cho"));
    await project.check("use.ts", "readme.ts");
    const wrong = code.replace('name: "Bob"', "name: 1");
    await project.write("wrong.ts", wrong);
    await assertRejects(() => project.check("wrong.ts"), Error, "TS2322");
    const bundle = await project.bundle("use.ts");

    const ada = await pages.open("Ada", "README");
    const bob = await session.page("Bob");
    await pages.showHtml(bob, `<script type="module">${bundle}</script>`);
    await hasText(ada, "#members li", "Bob");

    const cho = await session.page("Cho");
    const readme = await project.bundle("readme.ts");
    await pages.showHtml(
      cho,
      `<body><script type="module">${readme}</script></body>`,
    );
    await hasText(ada, "#members li", "Cho");
    await cho.until('document.querySelectorAll("video").length === 2');
  },
);

Deno.test({
  name: "docs/library has a page for each subject, linked from its index",
  ignore: README === null,
  fn: async () => {
    const index = await readProjectFile("docs/library/README.md");
    const linked = [...index.matchAll(/^\| \[[^\]]+\]\((\w+)\.md\)/gm)]
      .map(([, name]) => name);
    const others: readonly Guide[] = [
      "first_call",
      "data_channel_game",
      "own_tracks",
      "screen_share",
      "turn_only",
    ];
    assertEquals(linked, [...others]);
  },
});
