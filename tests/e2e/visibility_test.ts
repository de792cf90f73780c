/** A tile that is visible in part keeps its video; a covered one is not requested. @module */
import { assert, assertEquals } from "@std/assert";
import type { CallPage } from "./call_page.ts";
import { e2e, type Stage } from "./stage.ts";

const PHONE = { viewport: { width: 390, height: 844 } } as const;
/** Longer than the page takes to stop requesting a hidden video (8 s). */
const PANEL_OPEN_MS = 12_000;
const STOP_TIMEOUT_MS = 60_000;

async function joinPair(
  stage: Stage,
): Promise<readonly [viewer: CallPage, sender: CallPage]> {
  const viewer = await stage.page("Ada", { ...PHONE, reducedMotion: "reduce" });
  await viewer.join(stage.room());
  const sender = await stage.member("Bob");
  await viewer.media({ peers: 1 });
  return [viewer, sender];
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

async function framesSent(page: CallPage): Promise<number> {
  const [connection] = await page.stats();
  return connection?.framesSent ?? 0;
}

/** Waits until a page has sent no frame for two seconds. */
async function untilVideoStops(sender: CallPage): Promise<void> {
  const end = performance.now() + STOP_TIMEOUT_MS;
  let last = await framesSent(sender);
  for (;;) {
    await sleep(2_000);
    const now = await framesSent(sender);
    if (now === last) return;
    if (performance.now() > end) throw new Error("The video does not stop");
    last = now;
  }
}

e2e(
  "The video above an open quality panel continues on a phone, and the panel shows its size",
  async (stage) => {
    const [viewer] = await joinPair(stage);
    await viewer.get("more").click();
    await viewer.get("open-quality").click();
    await viewer.get("quality-panel").waitFor();
    await sleep(PANEL_OPEN_MS);
    await viewer.media({ peers: 1, frames: 5 });
    const video = await viewer.get("picture-in").innerText();
    assert(/^\d+ × \d+ · \d+ fps/.test(video), video);
  },
);

e2e(
  "A video is requested neither behind a cover nor outside of the viewport",
  async (stage) => {
    const [viewer, sender] = await joinPair(stage);
    const changes = [
      {
        hide: `document.body.append(Object.assign(
          document.createElement("div"),
          { id: "cover", style: "position: fixed; inset: 0; z-index: 9" },
        ))`,
        show: 'document.getElementById("cover").remove()',
      },
      {
        hide: `document.querySelector(".grid").style.top = "900px"`,
        show: `document.querySelector(".grid").style.top = ""`,
      },
    ];
    for (const { hide, show } of changes) {
      await viewer.page.evaluate(hide);
      await untilVideoStops(sender);
      const [connection] = await viewer.stats();
      assertEquals(connection?.connectionState, "connected");
      await viewer.page.evaluate(show);
      await viewer.media({ peers: 1 });
    }
  },
);
