/** ICE restarts of either side of a connection, and of both at once. @module */
import { assert, assertEquals } from "@std/assert";
import type { CallPage } from "../harness/call_page.ts";
import { e2e } from "../harness/e2e.ts";

/** The two pages of a call, with the script that restarts ICE. */
class RestartPair {
  readonly members: readonly [CallPage, CallPage];

  private constructor(members: readonly [CallPage, CallPage]) {
    this.members = members;
  }

  static async create(
    members: readonly [CallPage, CallPage],
  ): Promise<RestartPair> {
    await Promise.all(members.map((member) => member.media({ peers: 1 })));
    const script = await Deno.readTextFile(
      new URL("./held_offers.js", import.meta.url),
    );
    const pair = new RestartPair(members);
    await pair.each(script);
    await pair.untilEach("maruOffers.isReady()");
    return pair;
  }

  async each(expression: string): Promise<void> {
    await Promise.all(
      this.members.map(({ page }) => page.evaluate(expression)),
    );
  }

  async untilEach(expression: string): Promise<void> {
    await Promise.all(this.members.map((member) => member.until(expression)));
  }

  /** Number of messages of a kind that each side has sent. */
  async sent(kind: string): Promise<number[]> {
    const expression = `maruOffers.sent(${JSON.stringify(kind)})`;
    return await Promise.all(
      this.members.map(({ page }) => page.evaluate<number>(expression)),
    );
  }

  /** Changes the network of a side, and waits until ICE is restarted. */
  async changeNetwork({ page }: CallPage): Promise<void> {
    await this.each("maruOffers.begin()");
    await page.evaluate("maruOffers.changeNetwork()");
    await this.untilEach("maruOffers.isRestarted()");
  }

  /** Asserts that pictures go on, over the first connection of each side. */
  async assertPictures(): Promise<void> {
    await this.each("maruOffers.resetPainted()");
    await this.untilEach("maruOffers.painted() > 20");
    for (const member of this.members) {
      const made = await member.made();
      assertEquals(made, 1, `${member.name} made ${made} connections`);
    }
  }
}

e2e("Either side restarts ICE by an offer of its own", async (session) => {
  const pair = await RestartPair.create([
    await session.member("Ada"),
    await session.member("Bob"),
  ]);
  for (const member of pair.members) await pair.changeNetwork(member);
  // The polite side asks, and the other one allows it.
  for (const kind of ["restart-ice", "offer", "answer"]) {
    const counts = await pair.sent(kind);
    assert(counts.every((count) => count > 0), `${kind}: ${counts}`);
  }
  await pair.assertPictures();
});

e2e(
  "Either side restarts ICE where Firefox made the first offer to Chromium",
  async (session) => {
    const ada = await session.member("Ada");
    const bob = await session.firefoxPage("Bob");
    await bob.join(session.room());
    const pair = await RestartPair.create([ada, bob]);
    for (const member of pair.members) await pair.changeNetwork(member);
    await Promise.all(
      pair.members.map((member) => member.media({ peers: 1, frames: 20 })),
    );
  },
  { needsFirefox: true },
);

e2e("Pictures go on after both sides offered at once", async (session) => {
  const pair = await RestartPair.create([
    await session.member("Ada"),
    await session.member("Bob"),
  ]);
  await pair.each("maruOffers.begin(), maruOffers.hold()");
  await pair.each("maruOffers.restartNatively()");
  await pair.untilEach("maruOffers.sent('offer') === 1");
  await pair.each("maruOffers.release()");
  await pair.untilEach("maruOffers.isRestarted()");
  await pair.assertPictures();
});
