/** Pictures follow who looks at them, and connections tell how they do. @module */
import { assert, assertEquals } from "@std/assert";
import { fileURLToPath } from "node:url";
import type { BrowserContextOptions } from "playwright-core";
import { axeViolations } from "./axe.ts";
import type { CallPage } from "./call_page.ts";
import { e2e, type Stage } from "./stage.ts";

const PAGE = fileURLToPath(new URL("quality_page.js", import.meta.url));
/** A browser's own estimate climbs slowly from 300 kbit/s. */
const SLOW_MS = 90_000;

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
  stage: Stage,
  name: string,
  options: BrowserContextOptions = {},
): Promise<CallPage> {
  const page = await stage.page(name, { reducedMotion: "reduce", ...options });
  await page.page.addInitScript({ path: PAGE });
  await page.join(stage.room());
  return page;
}

function streams(page: CallPage): Promise<readonly Stream[]> {
  return page.page.evaluate<Stream[]>("qualityProbe.streams()");
}

/** Waits until the streams of a page, in the order of arrival, are so. */
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
  "Pictures shrink as members come, and who pins somebody gets a larger one",
  async (stage) => {
    const ada = await member(stage, "Ada");
    const bob = await member(stage, "Bob");
    // Alone with Bob, Ada sees him large.
    await untilStreams(ada, ([a]) => (a?.gotWidth ?? 0) > 640);
    const [alone] = await untilStreams(bob, ([b]) => b?.maxKbps === 1_700);
    assertEquals(alone?.priority, "high");
    await member(stage, "Cho");
    const dan = await member(stage, "Dan");
    await ada.media({ peers: 3 });
    const among = await untilStreams(
      bob,
      (all) => all.length === 3 && all.every((s) => s.maxKbps <= 550),
    );
    assert(among.every(({ isActive }) => isActive));
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
    const sent = await untilStreams(
      bob,
      ([first]) => (first?.sentWidth ?? 0) > 640,
    );
    assert(sent.slice(1).every((s) => s.sentWidth <= 640 && s.maxKbps <= 550));
    await dan.media({ peers: 3 });
  },
);

e2e(
  "Who is covered by a panel sends no picture there, sound goes on, and comes back",
  async (stage) => {
    const phone = { viewport: { width: 390, height: 844 } };
    const ada = await member(stage, "Ada", phone);
    await member(stage, "Bob");
    const cho = await member(stage, "Cho");
    await ada.media({ peers: 2 });
    await ada.get("chat-toggle").click();
    await untilStreams(cho, ([toAda]) => toAda?.isActive === false);
    const quiet = await untilStreams(cho, ([toAda, toBob]) => {
      return toAda?.isActive === false && toBob?.isActive === true;
    });
    assert((quiet[1]?.framesSent ?? 0) > 0);
    const [, before] = await streams(ada);
    await ada.until(`maruProbe.media({
      peers: 2, frames: 0, audio: true, timeoutMs: 5000
    }).then(() => true)`);
    const [, after] = await streams(ada);
    assertEquals(after?.framesDecoded, before?.framesDecoded);
    await ada.get("panel-close").click();
    await ada.media({ peers: 2 });
  },
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
  e2e(`The panel shows what was measured, on ${where}`, async (stage) => {
    const ada = await member(stage, "Ada", options);
    const bob = await member(stage, "Bob");
    await ada.media({ peers: 1 });
    await ada.page.locator("[data-grade]").waitFor();
    await openQuality(ada);
    const panel = ada.get("quality-panel");
    await panel.getByText("Bob").waitFor();
    const row = (graph: string) =>
      panel.locator(`[data-graph=${graph}]`).getByTestId("quality-value")
        .innerText();
    await ada.until(
      `/\\d+ kbit/.test(document.querySelector(
        "[data-graph=in] .quality-value")?.textContent ?? "")`,
    );
    assert(/^[\d.]+ ms$/.test(await row("rtt")), await row("rtt"));
    assert(/^[\d.]+%$/.test(await row("loss-in")), await row("loss-in"));
    const received = parseFloat(await row("in"));
    assert(received > 20 && received < 5_000, `${received} kbit/s`);
    const picture = await ada.get("picture-in").innerText();
    assert(/^\d+ × \d+ · \d+ fps · (VP8|VP9|H264|AV1)$/.test(picture), picture);
    const path = await ada.get("path").innerText();
    assert(/^Direct · (host|prflx) – (host|prflx) · UDP$/.test(path), path);
    const said = await ada.get("carrying").innerText();
    assert(/can handle .*\d participants?/.test(said), said);
    assertEquals(await axeViolations(ada), []);
    await ada.page.keyboard.press("Escape");
    await panel.waitFor({ state: "detached" });
    await bob.media({ peers: 1 });
  });
}

e2e(
  "Lost packets make a connection poor, and the panel says why",
  async (stage) => {
    const ada = await member(stage, "Ada");
    await member(stage, "Bob");
    await ada.media({ peers: 1 });
    const mark = ada.get("tile").getByTestId("quality-mark");
    await mark.waitFor();
    const grade = (word: string) =>
      ada.until(
        `document.querySelector("[data-grade]")?.dataset.grade === "${word}"`,
      );
    await ada.page.evaluate("qualityProbe.pretend({ loss: 0.3 })");
    await grade("poor");
    assertEquals(await mark.getAttribute("aria-label"), "Connection: Poor");
    await openQuality(ada);
    await ada.get("quality-member")
      .getByText("Packets from Bob to you are being lost.").waitFor();
    assertEquals(await axeViolations(ada), []);
    await ada.page.evaluate("qualityProbe.pretend({ loss: 0 })");
    await grade("good");
    await ada.page.evaluate("qualityProbe.pretend({ rttSeconds: 0.4 })");
    await grade("fair");
  },
);
