/** A picture that stands still although it arrives recovers by itself. @module */
import { assertEquals } from "@std/assert";
import { e2e } from "../harness/e2e.ts";

const SCRIPT = new URL("./still_picture.js", import.meta.url);

e2e(
  "A picture that is decoded and not painted any more moves again, on another connection",
  async (session) => {
    const ada = await session.member("Ada");
    const bob = await session.member("Bob");
    const script = await Deno.readTextFile(SCRIPT);
    for (const member of [ada, bob]) {
      await member.media({ peers: 1 });
      await member.page.evaluate(script);
      await member.until("maruStill.isReady()");
    }
    const call = async (
      page: typeof ada.page,
      what: string,
      value: object | null = {},
    ) =>
      await page.evaluate<object | null>(
        `maruStill.${what}(${JSON.stringify(value)})`,
      );
    // Ada did not make the first offer: such a side loses the picture.
    const offer = await call(bob.page, "offer");
    const answer = await call(ada.page, "answer", offer);
    await call(bob.page, "accept", answer);

    await ada.until("maruStill.paintedSince() > 20");
    assertEquals([await ada.made(), await bob.made()], [2, 2]);
    await bob.media({ peers: 1 });
  },
);
