/** Attacks of a server that changes the signaling. @module */
import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { e2e } from "../harness/e2e.ts";
import type { CallPage } from "../harness/call_page.ts";
import type { TestSession } from "../harness/test_session.ts";
import { askForCode, openMemberTools, readCode } from "./voice_code.ts";
import { Middle, type ProofHandling } from "./middle.ts";

const KEY = "AAECAwQFBgcICQoLDA0ODw";

/** Two members, the first of whom is called, with an attacker in between. */
async function joinWithMiddle(
  session: TestSession,
  link: string,
  proofs: ProofHandling,
  caller: CallPage,
) {
  const middle = await Middle.open(await session.page("Middle"), proofs);
  const callee = await session.page("Ada");
  await middle.intercept(callee, "callee");
  await middle.intercept(caller, "caller");
  await callee.join(link);
  await caller.join(link);
  return { middle, callee };
}

/** Waits until the attacker has heard and seen both. */
async function hearsBoth(session: TestSession, middle: Middle) {
  let sides = await middle.overheard();
  let isReading = false;
  await session.until("the attacker to hear both", () => {
    if (!isReading) {
      isReading = true;
      void middle.overheard().then((read) => {
        sides = read;
        isReading = false;
      });
    }
    return sides.every(({ frames, energy }) => frames > 10 && energy > 0);
  });
}

for (const browser of ["Chromium", "Firefox"]) {
  e2e(
    `Without a key a server in the middle hears and sees a call with ${browser}`,
    async (session) => {
      const bob = browser === "Firefox"
        ? await session.firefoxPage("Bob")
        : await session.page("Bob");
      const { middle, callee } = await joinWithMiddle(
        session,
        session.room(),
        "kept",
        bob,
      );
      await Promise.all([bob.media({ peers: 1 }), callee.media({ peers: 1 })]);
      await hearsBoth(session, middle);
      await bob.say("Only for Ada");
      await callee.hears("Only for Ada");
      // The two people who compare the codes notice it.
      await openMemberTools(bob);
      await openMemberTools(callee);
      await askForCode(bob);
      const codes = [await readCode(bob), await readCode(callee)];
      assertNotEquals(codes[0], codes[1]);
    },
    { needsFirefox: true },
  );
}

for (
  const [proofs, problem, sentence] of [
    ["kept", "forged", "was changed on its way"],
    ["stripped", "forged", "was changed on its way"],
    ["stripped everywhere", "unproven", "without the key of this link"],
  ] as const
) {
  e2e(
    `With a key a server in the middle is refused, with proofs ${proofs}`,
    async (session) => {
      const link = `${session.room()}#k=${KEY}`;
      const bob = await session.page("Bob");
      const { middle, callee } = await joinWithMiddle(
        session,
        link,
        proofs,
        bob,
      );
      const note = callee.page.locator(`[data-problem="${problem}"]`);
      await note.waitFor();
      assert((await note.textContent())?.includes(sentence));
      for (const page of [bob, callee]) {
        const stats = await page.stats();
        assertEquals(stats.filter((it) => it.bytesReceived > 0), []);
        assertEquals(stats.filter((it) => it.bytesSent > 0), []);
      }
      for (const { frames, energy } of await middle.overheard()) {
        assertEquals([frames, energy], [0, 0]);
      }
    },
  );
}
