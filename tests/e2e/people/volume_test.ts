/** Volume of each member, and the notice to one who speaks while muted. @module */
import { assertEquals } from "@std/assert";
import { axeViolations } from "../harness/axe.ts";
import type { CallPage } from "../harness/call_page.ts";
import { e2e } from "../harness/e2e.ts";

/** A microphone with one steady tone, as loud as speech. */
const TONE = `
  const { mediaDevices } = navigator;
  const getUserMedia = mediaDevices.getUserMedia.bind(mediaDevices);
  mediaDevices.getUserMedia = async (constraints) => {
    const stream = await getUserMedia(constraints);
    for (const track of stream.getAudioTracks()) {
      const context = new AudioContext();
      const tone = context.createOscillator();
      const output = context.createMediaStreamDestination();
      tone.connect(output);
      tone.start();
      addEventListener("pointerdown", () => context.resume());
      stream.removeTrack(track);
      stream.addTrack(output.stream.getAudioTracks()[0]);
    }
    return stream;
  };
`;

/** Waits for a volume of the sound of a member's tile, which is never muted. */
async function untilVolume(
  page: CallPage,
  name: string,
  volume: number,
): Promise<void> {
  await page.until(
    `(() => {
      const { volume, muted } = document.querySelector(
        '[data-testid="tile"][aria-label^="${name}"] audio');
      return volume === ${volume} && !muted;
    })()`,
  );
}

/** Waits until a member is played on a speaker; the default one is empty. */
async function untilSpeaker(
  page: CallPage,
  name: string,
  speaker: string,
): Promise<void> {
  await page.until(
    `document.querySelector(
      '[data-testid="tile"][aria-label^="${name}"] audio').sinkId === "${speaker}"`,
  );
}

async function openTools(page: CallPage, name: string): Promise<void> {
  await page.get("people-toggle").click();
  await page.get("person").filter({ hasText: name }).getByTestId("person-menu")
    .click();
  await page.get("volume").waitFor();
}

e2e(
  "Each member has a volume of its own on this page, also after a reload",
  async (session) => {
    const bob = await session.member("Bob");
    const cho = await session.member("Cho");
    const ada = await session.member("Ada");
    await ada.media({ peers: 2 });
    await openTools(ada, "Bob");
    assertEquals(await axeViolations(ada), []);
    await ada.get("volume").focus();
    await ada.page.keyboard.press("Home");
    await ada.page.keyboard.press("ArrowRight");
    await ada.page.keyboard.press("ArrowRight");
    await ada.until(
      `document.querySelector('[data-testid="volume"]').value === "10"`,
    );
    await untilVolume(ada, "Bob", 0.1);
    await untilVolume(ada, "Cho", 1);

    // And a speaker of its own.
    const speakers = ada.get("member-speaker");
    await speakers.selectOption({ index: 2 });
    const speaker = await speakers.inputValue();
    await untilSpeaker(ada, "Bob", speaker);
    await untilSpeaker(ada, "Cho", "");
    await speakers.selectOption({ index: 0 });
    await untilSpeaker(ada, "Bob", "");

    await ada.get("mute-for-me").click();
    await ada.get("tile").filter({ hasText: "Bob" })
      .getByTestId("muted-for-me").waitFor();
    await untilVolume(ada, "Bob", 0);
    // Who speaks is still shown.
    await ada.until(
      `document.querySelector('[data-testid="tile"][aria-label^="Bob"]')
        .dataset.speaking === "true"`,
    );
    assertEquals(await bob.get("tile").getByTestId("muted-for-me").count(), 0);
    assertEquals(await cho.get("tile").getByTestId("muted-for-me").count(), 0);

    await ada.page.reload();
    await ada.get("join").click();
    await ada.media({ peers: 2, audio: false });
    await untilVolume(ada, "Bob", 0);
    await untilVolume(ada, "Cho", 1);
    await openTools(ada, "Bob");
    await ada.get("mute-for-me").click();
    await untilVolume(ada, "Bob", 1);
  },
);

e2e(
  "Who speaks while muted gets a notice, is not heard, and unmutes in it",
  async (session) => {
    const ada = await session.page("Ada");
    await ada.page.addInitScript(TONE);
    await ada.join(session.room());
    const bob = await session.member("Bob");
    await bob.media({ peers: 1 });
    await ada.get("toggle-mic").click();
    const notice = ada.page.locator('[data-kind="muted-speech-key"]');
    await notice.waitFor();
    await ada.get("live-region").getByText("Press M to unmute").first()
      .waitFor();
    await bob.media({ peers: 1, frames: 30, audio: false });
    const energy = async () => (await bob.stats())[0]?.audioEnergy ?? 0;
    const before = await energy();
    await bob.media({ peers: 1, frames: 30, audio: false });
    assertEquals((await energy()) - before < 0.001, true);
    await ada.page.keyboard.press("m");
    await bob.media({ peers: 1 });

    await ada.get("more").click();
    await ada.get("open-settings").click();
    await ada.get("switch-muted-speech").waitFor();
    assertEquals(await ada.get("switch-muted-speech").isChecked(), true);
  },
);
