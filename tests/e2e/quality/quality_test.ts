/** Video sizes that follow their display, and the measured quality of connections. @module */
import { assert, assertEquals } from "@std/assert";
import type { BrowserContextOptions, Locator } from "../harness/packages.ts";
import { axeViolations } from "../harness/axe.ts";
import type { CallPage } from "../harness/call_page.ts";
import { e2e, type TestOptions } from "../harness/e2e.ts";
import type { TestSession } from "../harness/test_session.ts";

const SCRIPTS = ["statistics_page.js", "quality_page.js"].map((name) =>
  new URL(name, import.meta.url)
);
const FULL_SIZE: TestOptions = { devices: "fake" };
/** Encoding for four pages is much for a busy machine. */
const SLOW_MS = 150_000;

interface Stream {
  readonly sentWidth: number;
  readonly framesSent: number;
  readonly gotWidth: number;
  readonly framesDecoded: number;
  readonly isActive: boolean;
  readonly maxKbps: number;
  readonly priority: string;
}

async function member(
  session: TestSession,
  name: string,
  options: BrowserContextOptions = {},
  clockSpeed = 1,
): Promise<CallPage> {
  const page = await session.page(name, {
    viewport: { width: 1280, height: 800 },
    reducedMotion: "reduce",
    ...options,
  });
  await page.addScripts(...SCRIPTS);
  await page.useClock(clockSpeed);
  await page.join(session.room());
  return page;
}

function streams(page: CallPage): Promise<readonly Stream[]> {
  return page.page.evaluate<Stream[]>("qualityProbe.streams()");
}

/** Waits until the streams of a page, in the order of arrival, satisfy a condition. */
async function untilStreams(
  page: CallPage,
  isSo: (streams: readonly Stream[]) => boolean,
): Promise<readonly Stream[]> {
  const end = performance.now() + SLOW_MS;
  for (;;) {
    const seen = await streams(page);
    if (isSo(seen)) return seen;
    if (performance.now() > end) {
      throw new Error(`${page.name} has ${JSON.stringify(seen)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

async function openQuality(page: CallPage): Promise<void> {
  await page.get("more").click();
  await page.get("open-quality").click();
  await page.get("quality-panel").waitFor();
}

e2e(
  "Video shrinks as members join, and a pinned member is received in a larger size",
  async (session) => {
    const ada = await member(session, "Ada");
    const bob = await member(session, "Bob");
    // Alone with Bob, Ada sees him large.
    await untilStreams(ada, ([a]) => (a?.gotWidth ?? 0) > 640);
    const [alone] = await untilStreams(bob, ([b]) => b?.maxKbps === 1_700);
    assertEquals(alone?.priority, "high");
    await member(session, "Cho");
    const dan = await member(session, "Dan");
    await ada.media({ peers: 3 });
    await untilStreams(
      bob,
      (all) =>
        all.length === 3 && all.every((s) => s.maxKbps <= 550 && s.isActive),
    );
    await untilStreams(
      ada,
      (all) => all.every((s) => s.gotWidth > 0 && s.gotWidth <= 640),
    );
    const tile = ada.get("tile").filter({ hasText: "Bob" });
    await tile.hover();
    await tile.getByTestId("pin").click();
    // Ada met Bob first, and Bob met Ada first.
    const pinned = await untilStreams(
      ada,
      ([b, ...others]) =>
        (b?.gotWidth ?? 0) > 640 && others.length === 2 &&
        others.every((s) => s.gotWidth <= 320),
    );
    assertEquals(pinned.length, 3);
    await untilStreams(
      bob,
      ([first, ...others]) =>
        (first?.sentWidth ?? 0) > 640 &&
        others.every((s) => s.sentWidth <= 640 && s.maxKbps <= 550),
    );
    await dan.media({ peers: 3 });
  },
  FULL_SIZE,
);

e2e(
  "A member that is covered sends no video there, its sound continues, and the video returns",
  async (session) => {
    const ada = await member(session, "Ada");
    await member(session, "Bob");
    const cho = await member(session, "Cho");
    await ada.media({ peers: 2 });
    await ada.page.evaluate(`(() => {
      const cover = document.createElement("div");
      cover.id = "cover";
      cover.style.position = "fixed";
      cover.style.inset = "0";
      cover.style.zIndex = "99";
      document.body.append(cover);
    })()`);
    await untilStreams(cho, ([toAda]) => toAda?.isActive === false);
    const quiet = await untilStreams(cho, ([toAda, toBob]) => {
      return toAda?.isActive === false && toBob?.isActive === true;
    });
    assert((quiet[1]?.framesSent ?? 0) > 0);
    // The last frames may still be on their way: the count comes to a stop.
    let before = NaN;
    let equalReadings = 0;
    await untilStreams(ada, ([, ofCho]) => {
      equalReadings = ofCho?.framesDecoded === before ? equalReadings + 1 : 0;
      before = ofCho?.framesDecoded ?? NaN;
      return equalReadings >= 4;
    });
    await ada.media({ peers: 2, frames: 0 });
    const [, after] = await streams(ada);
    assertEquals(after?.framesDecoded, before);
    await ada.page.evaluate('document.querySelector("#cover").remove()');
    await ada.media({ peers: 2 });
  },
  FULL_SIZE,
);

for (
  const [where, options] of [
    ["a desktop", {}],
    ["a dark phone", {
      viewport: { width: 390, height: 844 },
      colorScheme: "dark",
    }],
  ] as const
) {
  e2e(`The quality panel shows measurements on ${where}`, async (session) => {
    const ada = await member(session, "Ada", options);
    const bob = await member(session, "Bob");
    await ada.media({ peers: 1 });
    await ada.page.locator("[data-grade]").waitFor();
    await openQuality(ada);
    const panel = ada.get("quality-panel");
    await panel.getByText("Bob", { exact: true }).waitFor();
    const shows = (cell: Locator, pattern: RegExp) =>
      cell.filter({ hasText: pattern }).waitFor();
    const value = (graph: string) =>
      panel.locator(`[data-graph=${graph}]`).getByTestId("quality-value");
    await shows(
      ada.get("picture-in"),
      /^\d+ × \d+ · \d+ fps · (VP8|VP9|H264|AV1)$/,
    );
    await shows(
      ada.get("path"),
      /^Direct · (host|prflx) – (host|prflx) · UDP$/,
    );
    await shows(value("rtt"), /^[\d.]+ ms$/);
    await shows(value("loss-in"), /^[\d.]+%$/);
    await shows(value("in"), /^[\d.]+ kbit/);
    await ada.until(
      `(() => {
        const value = document.querySelector("[data-graph=in] .quality-value");
        const kbps = parseFloat(value?.textContent ?? "");
        return kbps > 20 && kbps < 5_000;
      })()`,
    );
    const said = await ada.get("carrying").innerText();
    assert(/can handle .*\d participants?/.test(said), said);
    assertEquals(await axeViolations(ada), []);
    await ada.page.keyboard.press("Escape");
    await panel.waitFor({ state: "detached" });
    await bob.media({ peers: 1 });
  }, FULL_SIZE);
}

e2e(
  "Packet loss makes a connection poor, and the panel says why",
  async (session) => {
    // Connections are measured every two seconds, and judged over several.
    const ada = await member(session, "Ada", {}, 3);
    await member(session, "Bob");
    await ada.media({ peers: 1 });
    const mark = ada.get("tile").getByTestId("quality-mark");
    await mark.waitFor();
    const grade = (word: string) =>
      ada.until(
        `document.querySelector("[data-grade]")?.dataset.grade === "${word}"`,
      );
    await ada.page.evaluate("qualityProbe.simulate({ loss: 0.3 })");
    await grade("poor");
    assertEquals(await mark.getAttribute("aria-label"), "Connection: Poor");
    await openQuality(ada);
    await ada.get("quality-member")
      .getByText("Packets from Bob to you are being lost.").waitFor();
    assertEquals(await axeViolations(ada), []);
    await ada.page.evaluate("qualityProbe.simulate({})");
    await grade("good");
    await ada.page.evaluate("qualityProbe.simulate({ rttSeconds: 0.4 })");
    await grade("fair");
  },
  FULL_SIZE,
);
