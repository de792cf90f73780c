/** ICE restarts of either side of a connection, and of both at once. @module */
import { assertEquals } from "@std/assert";
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

  /** Restarts ICE of one side after the other, each by a change of its network. */
  async changeNetworks(): Promise<void> {
    for (const { page } of this.members) {
      await this.each("maruOffers.begin()");
      await page.evaluate("maruOffers.changeNetwork()");
      await this.untilEach("maruOffers.isRestarted()");
    }
  }

  /** The side that asked for a restart, and the one that offered it. */
  async sides(): Promise<{ polite: CallPage; impolite: CallPage }> {
    const [first, second] = this.members;
    const [count] = await this.sent("restart-ice");
    return count
      ? { polite: first, impolite: second }
      : { polite: second, impolite: first };
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

e2e(
  "One side offers the ICE restarts of both, in Chromium and Firefox",
  async (session) => {
    const ada = await session.member("Ada");
    const bob = await session.firefoxPage("Bob");
    await bob.join(session.room());
    const pair = await RestartPair.create([ada, bob]);
    await pair.changeNetworks();
    assertEquals((await pair.sent("restart-ice")).sort(), [0, 1]);
    assertEquals((await pair.sent("offer")).sort(), [0, 2]);
    assertEquals((await pair.sent("answer")).sort(), [0, 2]);
    await Promise.all([
      ada.media({ peers: 1, frames: 20 }),
      bob.media({ peers: 1, frames: 20 }),
    ]);
  },
  { needsFirefox: true },
);

e2e(
  "An ICE restart that is asked for during another negotiation follows it, and one that both sides begin is one",
  async (session) => {
    const pair = await RestartPair.create([
      await session.member("Ada"),
      await session.member("Bob"),
    ]);
    await pair.changeNetworks();
    const { polite, impolite } = await pair.sides();
    await pair.each("maruOffers.begin()");
    await impolite.page.evaluate("maruOffers.hold(), maruOffers.offer()");
    await impolite.until("maruOffers.sent('offer') === 3");
    await polite.page.evaluate("maruOffers.changeNetwork()");
    await impolite.until("maruOffers.received('restart-ice') === 2");
    await impolite.page.evaluate("maruOffers.release()");
    await pair.untilEach("maruOffers.isRestarted()");
    assertEquals((await pair.sent("offer")).sort(), [0, 4]);

    await pair.each("maruOffers.begin(), maruOffers.hold()");
    await pair.each("maruOffers.changeNetwork()");
    await polite.until("maruOffers.sent('restart-ice') === 3");
    await impolite.until("maruOffers.sent('offer') === 5");
    await pair.each("maruOffers.release()");
    await pair.untilEach("maruOffers.isRestarted()");
    await pair.assertPictures();
    assertEquals((await pair.sent("offer")).sort(), [0, 5]);
  },
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
