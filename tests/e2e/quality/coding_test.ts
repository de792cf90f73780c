/** Codecs and media settings, seen at the other side. @module */
import { assert, assertEquals } from "@std/assert";
import type { CallPage } from "../harness/call_page.ts";
import { e2e } from "../harness/e2e.ts";
import type { TestSession } from "../harness/test_session.ts";

const SCRIPTS = ["statistics_page.js", "coding_page.js"].map((name) =>
  new URL(name, import.meta.url)
);
/** Encoding on a busy machine takes its time. */
const SLOW_MS = 120_000;

/** The one connection of a page, by `coding_page.js`. */
interface Coding {
  readonly videoIn: string;
  readonly videoOut: string;
  readonly audioIn: string;
  readonly audioOut: string;
  readonly audioCopiesIn: number;
  readonly audioPacketsIn: number;
  readonly framesIn: number;
  readonly widthIn: number;
  readonly isCameraActive: boolean;
  readonly maxFps: number;
  readonly screenDegradation: string;
}

async function member(
  session: TestSession,
  page: CallPage,
  clockSpeed = 1,
): Promise<CallPage> {
  await page.addScripts(...SCRIPTS);
  await page.useClock(clockSpeed);
  await page.join(session.room());
  return page;
}

/** Waits until the connection of a page satisfies a condition. */
async function untilCoding(
  page: CallPage,
  isSo: (coding: Coding) => boolean,
): Promise<Coding> {
  const end = performance.now() + SLOW_MS;
  for (;;) {
    const all = await page.page.evaluate<Coding[]>("codingProbe.streams()");
    const [only] = all;
    if (all.length === 1 && only && isSo(only)) return only;
    if (performance.now() > end) {
      throw new Error(`${page.name} has ${JSON.stringify(all)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

e2e(
  "Two devices with many cores use VP9, and return to VP8 when one is overloaded",
  async (session) => {
    const ada = await member(session, await session.page("Ada"), 3);
    const bob = await member(session, await session.page("Bob"));
    await untilCoding(ada, ({ videoIn }) => videoIn.startsWith("video/VP9"));
    await untilCoding(bob, ({ videoIn }) => videoIn.startsWith("video/VP9"));
    await ada.page.evaluate("codingProbe.simulate({ isOverloaded: true })");
    const simple = await untilCoding(
      bob,
      ({ videoIn }) => videoIn.startsWith("video/VP8"),
    );
    await untilCoding(bob, ({ framesIn }) => framesIn > simple.framesIn + 10);
    // Bob's device is not overloaded.
    await untilCoding(ada, ({ videoIn }) => videoIn.startsWith("video/VP9"));
  },
);

e2e(
  "A voice is sent with FEC and DTX, and repeated while packets are lost",
  async (session) => {
    const ada = await member(session, await session.page("Ada"), 3);
    const bob = await member(session, await session.page("Bob"));
    for (const page of [ada, bob]) {
      const { audioOut } = await untilCoding(
        page,
        ({ audioOut }) => audioOut.includes("usedtx=1"),
      );
      assert(audioOut.includes("useinbandfec=1"), audioOut);
    }
    await bob.media({ peers: 1 });
    const single = await untilCoding(bob, () => true);
    await ada.page.evaluate("codingProbe.simulate({ lossOut: 0.03 })");
    await untilCoding(
      bob,
      (now) => now.audioCopiesIn > single.audioCopiesIn + 100,
    );
    await bob.media({ peers: 1 });
    // Silence is sent in few packets: fewer than frames of the camera.
    await ada.get("toggle-mic").click();
    let before = await untilCoding(bob, () => true);
    await untilCoding(bob, (now) => {
      const frames = now.framesIn - before.framesIn;
      if (frames < 15) return false;
      const packets = now.audioPacketsIn - before.audioPacketsIn;
      before = now;
      return packets < frames;
    });
  },
);

e2e(
  "With sound only nobody sends video there, small video is sent to save data, and both are kept",
  async (session) => {
    const ada = await member(session, await session.page("Ada"));
    const bob = await member(session, await session.page("Bob"));
    await ada.media({ peers: 1 });
    await openSettings(ada);
    await ada.get("switch-saveData").click();
    await untilCoding(ada, ({ maxFps }) => maxFps === 15);
    await ada.get("switch-soundOnly").click();
    await untilCoding(bob, ({ isCameraActive }) => !isCameraActive);
    await ada.get("tile-note").getByText("Sound only").waitFor();
    await bob.get("tile-note").getByText("Camera off").waitFor();
    await ada.media({ peers: 1, frames: 0 });
    await ada.page.reload();
    await ada.get("join").click();
    await openSettings(ada);
    assert(await ada.get("switch-saveData").isChecked());
    // The button of the camera ends it.
    await ada.get("toggle-camera").click();
    await untilCoding(bob, ({ isCameraActive }) => isCameraActive);
    assert(!await ada.get("switch-soundOnly").isChecked());
    await ada.media({ peers: 1 });
  },
);

e2e(
  "Music arrives in stereo, and the chosen size and frame rate at the other side",
  async (session) => {
    const ada = await member(session, await session.page("Ada"));
    const bob = await member(session, await session.page("Bob"));
    await bob.media({ peers: 1 });
    await openSettings(ada);
    await ada.get("switch-musicMode").click();
    const { audioOut } = await untilCoding(
      ada,
      ({ audioOut }) => audioOut.includes("maxaveragebitrate=128000"),
    );
    assert(!audioOut.includes("usedtx=1"), audioOut);
    await untilCoding(bob, ({ audioIn }) => audioIn.includes("stereo=1"));
    await ada.get("switch-echoCancellation").waitFor({ state: "detached" });
    await bob.media({ peers: 1 });
    await ada.get("cameraSize-select").selectOption("360p");
    await ada.get("frameRate-select").selectOption("10-15");
    await untilCoding(bob, ({ widthIn }) => widthIn > 0 && widthIn <= 640);
    await ada.until("codingProbe.cameraFrameRate() <= 15");
    await bob.media({ peers: 1 });
    // Each direction has a codec of its own.
    await ada.get("videoCodec-select").selectOption("VP8");
    await untilCoding(bob, ({ videoIn }) => videoIn.startsWith("video/VP8"));
    await untilCoding(ada, ({ videoIn }) => videoIn.startsWith("video/VP9"));
    await ada.get("uploadLimit-select").selectOption("250k");
    await untilCoding(bob, ({ widthIn }) => widthIn > 0 && widthIn <= 320);
    await bob.media({ peers: 1 });
  },
  { devices: "fake" },
);

e2e(
  "A shared screen is sharp, or smooth by its button and by a key",
  async (session) => {
    const ada = await member(session, await session.page("Ada"));
    const bob = await member(session, await session.page("Bob"));
    await bob.media({ peers: 1 });
    await ada.get("toggle-screen").click();
    await bob.get("screen-tile").waitFor();
    const is = (degradation: string) =>
      untilCoding(
        ada,
        ({ screenDegradation }) => screenDegradation === degradation,
      );
    await is("maintain-resolution");
    await ada.get("screen-motion").click();
    await is("maintain-framerate");
    await ada.page.keyboard.press("o");
    await is("maintain-resolution");
    assertEquals(
      await ada.get("screen-motion").getAttribute("aria-pressed"),
      "false",
    );
    await bob.painted(1, "screen-tile");
  },
);

async function openSettings(page: CallPage): Promise<void> {
  await page.get("more").click();
  await page.get("open-settings").click();
  await page.get("switch-saveData").waitFor();
}
