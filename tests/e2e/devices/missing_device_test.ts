/** Members without a camera, or whose camera is blocked, can still join. @module */
import { assertEquals, assertMatch } from "@std/assert";
import type { BrowserContextOptions } from "../harness/packages.ts";
import type { Devices } from "../harness/browser.ts";
import { e2e } from "../harness/e2e.ts";
import type { TestSession } from "../harness/test_session.ts";

/** A member with these devices sees the reason and the other member. */
async function joinWithout(
  session: TestSession,
  devices: Devices,
  sentence: RegExp,
  options: BrowserContextOptions = {},
): Promise<void> {
  const bob = await session.member("Bob");
  const browser = await session.launch(devices);
  const ada = await session.page("Ada", options, browser);
  await ada.page.goto(session.room());
  const problem = ada.get("camera-problem").filter({ hasText: sentence });
  await problem.waitFor();
  assertMatch(await problem.innerText(), /[.!]/);
  await ada.get("name-input").fill("Ada");
  await ada.get("join").click();
  await ada.media({ peers: 1 });
  await ada.painted(1);
  await bob.tiles(1);
  await ada.say("I cannot show my face");
  await bob.hears("I cannot show my face");
  assertEquals(ada.console.filter((l) => l.startsWith("pageerror")), []);
}

e2e(
  "A member whose camera is blocked joins, sees the reason and sees the other member",
  (session) =>
    joinWithout(
      session,
      "refused",
      /camera and microphone access is blocked/i,
      { permissions: [] },
    ),
);

e2e(
  "A member whose system blocks the camera, which the browser allows, is sent to the settings",
  (session) => joinWithout(session, "refused", /in your device's settings/i),
);

e2e(
  "A member without a camera or microphone joins, sees the reason and sees the other member",
  (session) => joinWithout(session, "none", /no camera found/i),
);
