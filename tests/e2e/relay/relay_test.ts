/** Calls through the embedded TURN server, and what it refuses. @module */
import { assertEquals, assertLess } from "@std/assert";
import { fileURLToPath } from "node:url";
import { findFreePort } from "../../../tools/server_process.ts";
import { e2e, type TestOptions } from "../harness/e2e.ts";
import type { TestSession } from "../harness/test_session.ts";
import type { CallPage } from "../harness/call_page.ts";

/** The embedded TURN server on free ports. */
const WITH_RELAY: TestOptions = {
  env: () => ({
    ICE: "on",
    ICE_PORT: String(findFreePort()),
    ICE_TLS_PORT: String(findFreePort()),
  }),
};

const here = (name: string): string =>
  fileURLToPath(new URL(name, import.meta.url));

/** A member whose media is relayed by the TURN URLs that match a pattern. */
async function relayedMember(session: TestSession, name: string, url: string) {
  const member = await session.page(name);
  await member.page.addInitScript(`globalThis.maruRelayUrl = "${url}"`);
  await member.page.addInitScript({ path: here("relay_page.js") });
  await member.join(session.room());
  return member;
}

const ROUTES = /^maru_peer_connections_total\{(.*)\} (\d+)$/gm;

/** Reported connections by route and transport, as `/metrics` has them. */
async function reportedConnections(
  { page }: CallPage,
): Promise<Readonly<Record<string, number>>> {
  const text = await page.evaluate<string>(
    "fetch('../metrics').then((answer) => answer.text())",
  );
  return Object.fromEntries(
    Array.from(text.matchAll(ROUTES), ([, labels = "", count]) => [
      labels.replace(/route="(\w+)",transport="(\w+)"/, "$1 $2"),
      Number(count),
    ]),
  );
}

/** Waits until the newcomer, and nobody else, has reported its connection. */
async function waitForReport(
  member: CallPage,
  before: Readonly<Record<string, number>>,
  kind: string,
): Promise<void> {
  const expected = { ...before, [kind]: (before[kind] ?? 0) + 1 };
  for (;;) {
    const now = await reportedConnections(member);
    if (JSON.stringify(now) === JSON.stringify(expected)) return;
    // Pages measure every two seconds; the test has a limit of its own.
    assertEquals(now, before);
    await member.page.waitForTimeout(200);
  }
}

/** TURN transports, and the pattern of their URLs. */
const TRANSPORTS: Readonly<Record<string, (session: TestSession) => string>> = {
  "udp": () => "^turn:.*transport=udp",
  "tcp": () => "^turn:.*transport=tcp",
  // A page that was opened on the port of the server gets that one only.
  "tls": (session) => `^turns:.*:${portOf(session)}\\\\?`,
};

function portOf(session: TestSession): string {
  return new URL(session.server.origin).port;
}

for (const [transport, urlOf] of Object.entries(TRANSPORTS)) {
  e2e(
    `Two members see and hear each other over TURN ${transport}`,
    async (session) => {
      const url = urlOf(session);
      const ada = await relayedMember(session, "Ada", url);
      const before = await reportedConnections(ada);
      const bob = await relayedMember(session, "Bob", url);
      for (const member of [ada, bob]) {
        const [connection] = await member.media({ peers: 1 });
        assertEquals(connection?.localType, "relay");
        await member.painted(1);
        const tile = member.get("tile").getByTestId("connection-state");
        await tile.filter({ hasText: "Relayed" }).waitFor();
      }
      const [kind = ""] = transport.split(" ");
      await waitForReport(ada, before, `relayed ${kind}`);
    },
    { ...WITH_RELAY, isCore: transport === "udp" || transport === "tls" },
  );
}

e2e(
  "Over one port, a member on TURN over TCP and one on TURN over TLS see and hear each other",
  async (session) => {
    const port = portOf(session);
    const ada = await relayedMember(session, "Ada", `^turn:.*:${port}.*=tcp`);
    const bob = await relayedMember(session, "Bob", `^turns:.*:${port}`);
    for (const member of [ada, bob]) {
      const [connection] = await member.media({ peers: 1 });
      assertEquals(connection?.localType, "relay");
      await member.painted(1);
    }
  },
  { env: () => ({ ICE: "on", ONE_PORT: "on" }) },
);

e2e("A direct connection is shown as direct", async (session) => {
  const ada = await session.member("Ada");
  const before = await reportedConnections(ada);
  await session.member("Bob");
  const tile = ada.get("tile").getByTestId("connection-state");
  await tile.filter({ hasText: "Direct" }).waitFor();
  await waitForReport(ada, before, "direct udp");
});

/** Two seats connected through the relay, in one page. */
async function twoSeats(
  session: TestSession,
  rooms: readonly [string, string],
) {
  const { page } = await session.page("Seats");
  await page.addInitScript({ path: here("two_seats.js") });
  await page.goto(session.server.origin);
  await page.evaluate(
    `maruTwoSeats(...${
      JSON.stringify(rooms.map((name) => session.roomName(name)))
    }).then((s) => { seats = s; })`,
  );
  return page;
}

e2e("A member that leaves loses the relay immediately", async (session) => {
  const page = await twoSeats(session, ["same", "same"]);
  assertEquals(await page.evaluate("seats.connects()"), true);
  const lastTickMs = await page.evaluate<number>("seats.leave()");
  assertLess(lastTickMs, 500);
}, WITH_RELAY);

e2e("A credential of one room cannot reach another room", async (session) => {
  const page = await twoSeats(session, ["one", "other"]);
  assertEquals(await page.evaluate("seats.connects()"), false);
}, WITH_RELAY);
