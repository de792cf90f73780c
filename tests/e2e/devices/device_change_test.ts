/**
 * Devices are changed, unplugged and plugged in during the call, while the
 * other side keeps receiving on the same connection.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { fileURLToPath } from "node:url";
import { axeViolations } from "../harness/axe.ts";
import type { CallPage, ConnectionStats } from "../harness/call_page.ts";
import { e2e } from "../harness/e2e.ts";
import type { TestSession } from "../harness/test_session.ts";

const PLUG = fileURLToPath(new URL("device_plug.js", import.meta.url));
const OPTIONS = { devices: "several" } as const;

/** Ada with devices that can be unplugged, and Bob as the receiver. */
async function twoMembers(session: TestSession) {
  const bob = await session.member("Bob");
  const ada = await session.page("Ada");
  await ada.page.addInitScript({ path: PLUG });
  await ada.join(session.room());
  const [first] = await bob.media({ peers: 1 });
  assert(first);
  return { ada, bob, first };
}

async function openSettings(page: CallPage): Promise<void> {
  await page.get("more").click();
  await page.get("open-settings").click();
  await page.get("settings-panel").waitFor();
}

/** Waits until Bob receives more, on a connection that was not renegotiated. */
async function goesOn(bob: CallPage, first: ConnectionStats): Promise<void> {
  const [now] = await bob.media({ peers: 1 });
  assert(now);
  assertEquals(
    [now.index, now.localUfrag, now.localVersion],
    [first.index, first.localUfrag, first.localVersion],
  );
}

const uses = (page: CallPage, kind: "audio" | "video", label: string) =>
  page.until(`maruPlug.live("${kind}") === "${label}"`);
const hearsAt = (page: CallPage, label: string) =>
  page.until(`maruPlug.speakers().then((s) => s === "${label}")`);
/** Device ids of the browser, in one line. */
const idsOf = (page: CallPage) =>
  page.page.evaluate<string>(
    "navigator.mediaDevices.enumerateDevices()" +
      ".then((all) => all.map((it) => it.deviceId).sort().join())",
  );
const notice = (page: CallPage, kind: string) =>
  page.page.locator(`[data-testid=notice][data-kind=${kind}]`).first()
    .waitFor();

e2e(
  "Camera, microphone and speaker can be changed in the call without a new offer, and the choice persists",
  async (session) => {
    const { ada, bob, first } = await twoMembers(session);
    await openSettings(ada);
    assertEquals(await axeViolations(ada), []);
    const choose = (kind: string, label: string) =>
      ada.get(`${kind}-select`).selectOption({ label });
    await choose("camera", "fake_device_2");
    await uses(ada, "video", "fake_device_2");
    await goesOn(bob, first);
    await choose("microphone", "Fake Audio Input 1");
    await uses(ada, "audio", "Fake Audio Input 1");
    await goesOn(bob, first);
    await choose("speaker", "Fake Audio Output 2");
    await hearsAt(ada, "Fake Audio Output 2");
    await goesOn(bob, first);
    assertEquals([await ada.made(), await bob.made()], [1, 1]);

    const before = await idsOf(ada);
    await ada.join(session.room());
    await ada.media({ peers: 1 });
    // Some builds of Chromium change device ids on each load: nothing persists.
    if (await idsOf(ada) !== before) return;
    await uses(ada, "video", "fake_device_2");
    await uses(ada, "audio", "Fake Audio Input 1");
    await hearsAt(ada, "Fake Audio Output 2");
    const cho = await session.member("Cho");
    await cho.media({ peers: 2 });
    await hearsAt(ada, "Fake Audio Output 2");
  },
  OPTIONS,
);

e2e(
  "An unplugged device is replaced with a notice, and a new device is only offered",
  async (session) => {
    const { ada, bob, first } = await twoMembers(session);
    await openSettings(ada);
    await ada.get("microphone-select").selectOption({
      label: "Fake Audio Input 1",
    });
    await ada.get("speaker-select").selectOption({
      label: "Fake Audio Output 1",
    });
    await uses(ada, "audio", "Fake Audio Input 1");
    await hearsAt(ada, "Fake Audio Output 1");

    await ada.page.evaluate('maruPlug.unplug("fake_device_0")');
    await notice(ada, "camera-replaced");
    await uses(ada, "video", "fake_device_2");
    await goesOn(bob, first);
    await ada.page.evaluate('maruPlug.unplug("Fake Audio Input 1")');
    await notice(ada, "microphone-replaced");
    await uses(ada, "audio", "Fake Audio Input 2");
    await goesOn(bob, first);
    await ada.page.evaluate('maruPlug.unplug("Fake Audio Output 1")');
    await notice(ada, "speaker-lost");
    await hearsAt(ada, "system");
    assertEquals(await axeViolations(ada), []);

    await ada.page.evaluate('maruPlug.plug("fake_device_0")');
    await ada.get("device-offer").filter({ hasText: "fake_device_0" })
      .waitFor();
    assertEquals(await axeViolations(ada), []);
    await ada.page.evaluate('maruPlug.plug("Fake Audio Output 1")');
    await ada.get("device-offer").filter({ hasText: "Output 1" }).waitFor();
    await uses(ada, "video", "fake_device_2");
    await hearsAt(ada, "system");
    await ada.get("use-device").click();
    await hearsAt(ada, "Fake Audio Output 1");
    await goesOn(bob, first);

    await ada.page.evaluate(
      'maruPlug.unplug("fake_device_0", "fake_device_2")',
    );
    await notice(ada, "camera-ended");
    await ada.get("camera-problem").waitFor();
    await bob.page.locator("[data-testid=tile] .video:not(.is-shown)")
      .waitFor({ state: "attached" });
    await ada.page.evaluate('maruPlug.plug("fake_device_2")');
    await ada.get("use-device").click();
    await uses(ada, "video", "fake_device_2");
    await goesOn(bob, first);
  },
  OPTIONS,
);

e2e(
  "Audio processing switches apply in the call and persist, and a muted microphone stays muted",
  async (session) => {
    const { ada, bob, first } = await twoMembers(session);
    const isSo = (name: string, isOn: boolean) =>
      ada.until(`maruPlug.sound().${name} === ${isOn}`);
    await isSo("echoCancellation", true);
    await openSettings(ada);
    await ada.get("switch-echoCancellation").click();
    await isSo("echoCancellation", false);
    await goesOn(bob, first);
    await ada.get("toggle-mic").click();
    await ada.get("switch-noiseSuppression").click();
    await isSo("noiseSuppression", false);
    await ada.until("maruPlug.live('audio') !== ''");
    assertEquals(
      await ada.get("toggle-mic").getAttribute("data-on"),
      "false",
    );
    await ada.page.goto(session.room());
    await ada.painted(1, "preview");
    await ada.get("sound-settings").locator("summary").click();
    const on = (name: string) => ada.get(`switch-${name}`).isChecked();
    assertEquals(
      [
        await on("echoCancellation"),
        await on("noiseSuppression"),
        await on("autoGainControl"),
      ],
      [false, false, true],
    );
    assertEquals(await axeViolations(ada), []);
    await ada.get("test-speaker").click();
    await ada.page.locator("[data-testid=test-speaker][data-playing=true]")
      .waitFor();
    await ada.page.locator("[data-testid=test-speaker][data-playing=false]")
      .waitFor();
  },
  OPTIONS,
);

e2e(
  "A phone that can open one camera at a time switches cameras and mirrors only the front one",
  async (session) => {
    const ada = await session.page("Ada", {
      viewport: { width: 390, height: 844 },
      isMobile: true,
      hasTouch: true,
    });
    await ada.page.addInitScript({ path: PLUG });
    await ada.page.addInitScript("maruPlug.hasOneCamera = true");
    const bob = await session.member("Bob");
    await ada.join(session.room());
    const [first] = await bob.media({ peers: 1 });
    assert(first);
    const mirrored = ada.get("self-tile").locator(".is-mirrored.is-shown");
    await mirrored.waitFor();
    await ada.get("camera-menu").tap();
    await ada.get("turn-camera").tap();
    await ada.get("self-tile").locator(".is-shown:not(.is-mirrored)").waitFor();
    await goesOn(bob, first);
    await ada.get("camera-menu").tap();
    await ada.get("turn-camera").tap();
    await mirrored.waitFor();
    assertEquals(
      await ada.get("toggle-camera").getAttribute("data-on"),
      "true",
    );
    await goesOn(bob, first);
  },
  OPTIONS,
);
