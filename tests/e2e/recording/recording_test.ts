/** Recording on the device: the mark, the file, a crash. @module */
import { assert, assertEquals } from "@std/assert";
import { fileURLToPath } from "node:url";
import { axeViolations } from "../harness/axe.ts";
import { CallPage } from "../harness/call_page.ts";
import { launchFirefox } from "../harness/browser.ts";
import { e2e } from "../harness/e2e.ts";
import type { TestSession } from "../harness/test_session.ts";
import { PULSEAUDIO, SoundServer } from "./sound_server.ts";

const SCRIPT = fileURLToPath(new URL("recording_page.js", import.meta.url));

/** A recording as it plays. */
interface Playback {
  readonly error: string | null;
  readonly ended: boolean;
  /** Seconds; null is infinite. */
  readonly duration: number | null;
  readonly videoWidth: number;
  readonly videoHeight: number;
  /** Most pixels of a colour in one frame of 160 by 90. */
  readonly colors: Readonly<Record<"red" | "green" | "blue", number>>;
  /** Highest level of each tone in dB. */
  readonly loudest: readonly number[];
}

const ADA = { color: "#d00000", tone: 440 };
const BOB = { color: "#00a000", tone: 1_000 };
/** A tone that nobody plays. */
const SILENT_TONE = 1_700;

async function equip(
  page: CallPage,
  { color, tone }: typeof ADA,
): Promise<void> {
  await page.page.addInitScript(
    `globalThis.maruColor = "${color}"; globalThis.maruTone = ${tone};`,
  );
  await page.page.addInitScript({ path: SCRIPT });
}

async function joinPair(
  session: TestSession,
  ada: CallPage,
  bob: CallPage,
): Promise<void> {
  await equip(ada, ADA);
  await equip(bob, BOB);
  await ada.join(session.room());
  await bob.join(session.room());
  await Promise.all([ada.media({ peers: 1 }), ada.painted(1)]);
}

async function record(page: CallPage): Promise<void> {
  await page.get("more").click();
  await page.get("start-recording").click();
  await page.get("stop-recording").waitFor();
}

/** Waits until the time in the mark has reached this many seconds. */
async function recordedFor(page: CallPage, seconds: number): Promise<void> {
  await page.until(
    `(() => {
      const [minutes, seconds] = document.querySelector(".recording-time")
        .textContent.split(":").map(Number);
      return minutes * 60 + seconds >= ${seconds};
    })()`,
  );
}

async function play(page: CallPage): Promise<Playback> {
  await page.until("maruRecording.count() > 0");
  const tones = [ADA.tone, BOB.tone, SILENT_TONE];
  return await page.page.evaluate<Playback>(
    `maruRecording.play(${JSON.stringify(tones)})`,
  );
}

function assertBothInside(playback: Playback): void {
  const { error, ended, colors, loudest } = playback;
  const seen = JSON.stringify(playback);
  assertEquals(error, null, seen);
  assert(ended, seen);
  // Both pictures fill much of the frame.
  assert(colors.red > 100 && colors.green > 100, seen);
  const [ada = -Infinity, bob = -Infinity, silence = 0] = loudest;
  assert(ada > silence + 20 && bob > silence + 20, seen);
}

e2e(
  "A recording has both pictures and voices, and everyone sees a mark while it runs",
  async (session) => {
    const ada = await session.page("Ada");
    const bob = await session.page("Bob");
    await joinPair(session, ada, bob);
    await record(ada);
    await ada.get("live-region").getByText("You're recording").waitFor();
    await bob.get("live-region").getByText("Ada is recording").waitFor();
    await bob.get("recording-mark").getByLabel("Ada is recording").waitFor();
    assertEquals(await bob.get("stop-recording").count(), 0);
    assertEquals(await axeViolations(ada), []);
    assertEquals(await axeViolations(bob), []);
    const cho = await session.member("Cho");
    await cho.get("recording-mark").getByLabel("Ada is recording").waitFor();
    await cho.get("people-toggle").click();
    await cho.get("mark-record").waitFor();
    await cho.page.close();
    await recordedFor(ada, 5);
    await ada.get("stop-recording").click();
    await bob.get("recording-mark").waitFor({ state: "detached" });
    await bob.get("live-region").getByText("Ada stopped recording").waitFor();
    const playback = await play(ada);
    assertBothInside(playback);
    assertEquals([playback.videoWidth, playback.videoHeight], [1280, 720]);
    assert((playback.duration ?? 0) > 4, JSON.stringify(playback));
    assertEquals(await ada.cspViolations(), []);
  },
);

e2e(
  "Leaving finishes the recording, which the end page still offers",
  async (session) => {
    const ada = await session.page("Ada");
    const bob = await session.page("Bob");
    await joinPair(session, ada, bob);
    await record(ada);
    await recordedFor(ada, 2);
    await ada.get("leave").click();
    assertBothInside(await play(ada));
    await ada.get("kept-recording").waitFor();
    assertEquals(await axeViolations(ada), []);
    await ada.get("delete-recording").click();
    await ada.get("kept-recording").waitFor({ state: "detached" });
    await ada.page.reload();
    await ada.get("join").waitFor();
    await ada.until('localStorage.getItem("maru.recordings") === null');
  },
);

e2e(
  "After a crash the next page offers the recording, and after a reload the mark is gone",
  async (session) => {
    const ada = await session.page("Ada");
    const bob = await session.page("Bob");
    await joinPair(session, ada, bob);
    await record(ada);
    await recordedFor(ada, 7);
    const next = await CallPage.openIn(ada.page.context(), "Ada");
    await equip(next, ADA);
    const crash = ada.page.waitForEvent("crash");
    ada.page.goto("chrome://crash").catch(() => {});
    await crash;
    await next.page.goto(session.room());
    await next.get("kept-recording").waitFor();
    await next.get("save-recording").click();
    const playback = await play(next);
    assertBothInside(playback);
    assert((playback.duration ?? 0) > 2, JSON.stringify(playback));
    await next.get("delete-recording").click();
    await next.get("kept-recording").waitFor({ state: "detached" });
    await next.join(session.room());
    await bob.get("recording-mark").waitFor({ state: "detached" });
    await record(next);
    await bob.get("recording-mark").waitFor();
    await recordedFor(next, 4);
    await next.page.reload();
    await next.get("kept-recording").waitFor();
    await next.get("join").click();
    await bob.get("recording-mark").waitFor({ state: "detached" });
  },
);

e2e(
  "Firefox records both pictures and voices",
  async (session) => {
    await using sound = await SoundServer.start();
    await using firefox = await launchFirefox(undefined, "", sound.env);
    const ada = await session.page("Ada", {}, firefox);
    const bob = await session.page("Bob");
    await joinPair(session, ada, bob);
    await record(ada);
    await bob.get("recording-mark").waitFor();
    await recordedFor(ada, 5);
    await ada.get("stop-recording").click();
    assertBothInside(await play(ada));
    await ada.page.context().close();
  },
  { needsProgram: PULSEAUDIO },
);
