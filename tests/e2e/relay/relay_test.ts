/** Calls through the embedded relay, and what it refuses. @module */
import { assert, assertEquals, assertLess } from "@std/assert";
import { fileURLToPath } from "node:url";
import { findFreePort } from "../../../tools/server_process.ts";
import { e2e, type Stage, type StageOptions } from "../harness/test_session.ts";

/** The embedded relay, on ports of this test's own. */
const WITH_RELAY: StageOptions = {
  env: () => ({
    ICE: "on",
    ICE_PORT: String(findFreePort()),
    ICE_TLS_PORT: String(findFreePort()),
  }),
};

const here = (name: string): string =>
  fileURLToPath(new URL(name, import.meta.url));

/** Somebody new whose media goes by the URLs that match. */
async function relayedMember(stage: Stage, name: string, url: string) {
  const member = await stage.page(name);
  await member.page.addInitScript(`globalThis.maruRelayUrl = "${url}"`);
  await member.page.addInitScript({ path: here("relay_page.js") });
  await member.join(stage.room());
  return member;
}

/** Kind of URL, and what matches it; the page's own port is told by the test. */
const WAYS: Readonly<Record<string, (stage: Stage) => string>> = {
  "udp": () => "^turn:.*transport=udp",
  "tcp": () => "^turn:.*transport=tcp",
  "tls": (stage) => `^turns:(?!.*:${portOf(stage)}\\\\?)`,
  "tls on the page's own port": (stage) => `^turns:.*:${portOf(stage)}\\\\?`,
};

function portOf(stage: Stage): string {
  return new URL(stage.server.origin).port;
}

for (const [way, urlOf] of Object.entries(WAYS)) {
  e2e(
    `Two members see and hear each other through turn ${way}`,
    async (stage) => {
      const url = urlOf(stage);
      const ada = await relayedMember(stage, "Ada", url);
      const bob = await relayedMember(stage, "Bob", url);
      for (const member of [ada, bob]) {
        const [connection] = await member.media({ peers: 1 });
        assertEquals(connection?.localType, "relay");
        await member.painted(1);
        const tile = member.get("tile").getByTestId("connection-state");
        await tile.filter({ hasText: "Relayed" }).waitFor();
      }
    },
    WITH_RELAY,
  );
}

e2e("A direct call says so", async (stage) => {
  const ada = await stage.member("Ada");
  await stage.member("Bob");
  const tile = ada.get("tile").getByTestId("connection-state");
  await tile.filter({ hasText: "Direct" }).waitFor();
});

/** Two seats joined through the relay, in a page of the server. */
async function twoSeats(stage: Stage, rooms: readonly [string, string]) {
  const { page } = await stage.page("Seats");
  await page.addInitScript({ path: here("two_seats.js") });
  await page.goto(stage.server.origin);
  await page.evaluate(
    `maruTwoSeats(...${JSON.stringify(rooms)}).then((s) => { seats = s; })`,
  );
  return page;
}

e2e("A seat that ends loses the relay at once", async (stage) => {
  const page = await twoSeats(stage, ["same", "same"]);
  assertEquals(await page.evaluate("seats.getThrough(20000)"), true);
  const lastTickMs = await page.evaluate<number>("seats.leave()");
  assert(lastTickMs > -1_000, "It ticked until then");
  assertLess(lastTickMs, 500);
}, WITH_RELAY);

e2e("A credential of one room does not reach another room", async (stage) => {
  const page = await twoSeats(stage, ["one", "other"]);
  assertEquals(await page.evaluate("seats.getThrough(8000)"), false);
}, WITH_RELAY);
