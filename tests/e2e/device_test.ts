/** Whoever has no camera, or says no to it, is let in all the same. @module */
import { assertEquals, assertMatch } from "@std/assert";
import { CallPage } from "./call_page.ts";
import { launchChromium } from "./browser.ts";
import { e2e, type Stage } from "./stage.ts";

/** One with these devices calls one with a camera, and is seen and told why. */
async function joinWithout(stage: Stage, sentence: RegExp): Promise<void> {
  await using seeing = await launchChromium("fake");
  const bob = await CallPage.open(seeing, "Bob");
  await bob.join(stage.room());
  const ada = await stage.page("Ada");
  await ada.page.goto(stage.room());
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
  "A member whose camera is refused joins, hears why, and sees the other",
  (stage) =>
    joinWithout(
      stage,
      /camera access is blocked/i,
    ),
  { devices: "refused" },
);

e2e(
  "A member without any camera or microphone joins, hears why, and sees the other",
  (stage) => joinWithout(stage, /no camera found/i),
  { devices: "none" },
);
