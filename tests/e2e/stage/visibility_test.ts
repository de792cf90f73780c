/** A tile that is visible in part keeps its video; a covered one is not requested. @module */
import { assert, assertEquals } from "@std/assert";
import type { CallPage } from "../harness/call_page.ts";
import { e2e } from "../harness/e2e.ts";
import type { TestSession } from "../harness/test_session.ts";

const PHONE = { viewport: { width: 390, height: 844 } } as const;
/** Speed of the clock of the page that shows the video. */
const CLOCK_SPEED = 4;
/** Longer than the page takes to stop requesting a hidden video: 8 s of its clock. */
const PANEL_OPEN_MS = 12_000 / CLOCK_SPEED;
const STOP_TIMEOUT_MS = 60_000;

async function joinPair(
  session: TestSession,
): Promise<readonly [viewer: CallPage, sender: CallPage]> {
  const viewer = await session.page("Ada", {
    ...PHONE,
    reducedMotion: "reduce",
  });
  await viewer.useClock(CLOCK_SPEED);
  await viewer.join(session.room());
  const sender = await session.member("Bob");
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
  async (session) => {
    const [viewer] = await joinPair(session);
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
  async (session) => {
    const [viewer, sender] = await joinPair(session);
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
