/** Noise suppression, judged by the sound that the other side receives. @module */
import { assert, assertEquals } from "@std/assert";
import type { CallPage } from "../harness/call_page.ts";
import { e2e } from "../harness/e2e.ts";
import type { TestSession } from "../harness/test_session.ts";

const TIMEOUT_MS = 60_000;
/** The noise has a power of 0.0145 where nothing changes it. */
const LOUD = 0.01;
/** RNNoise leaves less than 0.00001. */
const QUIET = 0.0001;

/** Bob, who listens, and Ada in noise with her audio settings open. */
async function twoMembers(session: TestSession) {
  const bob = await session.member("Bob");
  const ada = await session.page("Ada");
  const requested: string[] = [];
  ada.page.on("request", (request) => requested.push(request.url()));
  await ada.join(session.room());
  await bob.media({ peers: 1 });
  await openSettings(ada);
  return { ada, bob, requested };
}

async function openSettings(ada: CallPage): Promise<void> {
  await ada.get("more").click();
  await ada.get("open-settings").click();
}

/** Waits until the received power, energy per second, is as expected. */
async function power(
  bob: CallPage,
  what: string,
  isExpected: (power: number) => boolean,
): Promise<void> {
  const end = performance.now() + TIMEOUT_MS;
  const seen: number[] = [];
  while (performance.now() < end) {
    const [before] = await bob.stats();
    const [after] = await bob.media({ peers: 1, audio: false, frames: 15 });
    if (!before || !after) continue;
    const seconds = after.audioSeconds - before.audioSeconds;
    if (seconds < 0.3) continue;
    seen.push((after.audioEnergy - before.audioEnergy) / seconds);
    if (isExpected(seen.at(-1) ?? 0)) return;
  }
  throw new Error(`Bob does not hear ${what}: ${seen}`);
}

const isLoud = (power: number) => power > LOUD;
const isQuiet = (power: number) => power < QUIET;
const isSilent = (power: number) => power < 1e-9;

e2e(
  "Strong noise suppression removes noise at the other side, and works with mute and other microphones",
  async (session) => {
    const { ada, bob, requested } = await twoMembers(session);
    assertEquals(requested.filter((url) => /noise/.test(url)), []);
    const [connection] = await bob.stats();
    await ada.get("switch-autoGainControl").click();
    await ada.get("switch-noiseSuppression").click();
    await power(bob, "noise", isLoud);
    await ada.get("switch-strongNoise").click();
    await power(bob, "less noise", isQuiet);
    assert(requested.some((url) => url.endsWith(".wasm")));

    await ada.get("panel-close").click();
    await ada.get("toggle-mic").click();
    await power(bob, "silence", isSilent);
    await ada.get("toggle-mic").click();
    await power(bob, "sound again", (power) => !isSilent(power));
    await power(bob, "less noise", isQuiet);

    await openSettings(ada);
    const [other] = await ada.page.evaluate<string[]>(
      `[...document.querySelectorAll("[data-testid=microphone-select] option")]
        .map((option) => option.value).filter(Boolean).slice(-1)`,
    );
    await ada.get("microphone-select").selectOption(other ?? "");
    await power(bob, "less noise of another microphone", isQuiet);

    await ada.get("switch-strongNoise").click();
    await power(bob, "noise", isLoud);
    const [after] = await bob.stats();
    assertEquals(after?.localVersion, connection?.localVersion);
    assertEquals(ada.strayRequests, []);
    assertEquals(await ada.cspViolations(), []);
  },
  { devices: "person" },
);

e2e(
  "Noise suppression that cannot be loaded turns itself off with a sentence",
  async (session) => {
    const { ada, bob } = await twoMembers(session);
    await ada.page.route("**/*.wasm", (route) => route.abort());
    await ada.get("switch-strongNoise").click();
    await ada.page.getByText("Strong noise suppression didn't start").first()
      .waitFor();
    assertEquals(await ada.get("switch-strongNoise").isChecked(), false);
    await bob.media({ peers: 1 });
  },
  { devices: "person" },
);
