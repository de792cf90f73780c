/** The connection check: every cause is provoked and reported. @module */
import { assert, assertEquals, assertGreater, assertLess } from "@std/assert";
import { fileURLToPath } from "node:url";
import { findFreePort } from "../../../tools/server_process.ts";
import { axeInBothThemes } from "../harness/axe.ts";
import { CallPage } from "../harness/call_page.ts";
import { launchChromium } from "../harness/browser.ts";
import { e2e, type TestOptions } from "../harness/e2e.ts";
import type { TestSession } from "../harness/test_session.ts";

/** The embedded TURN server on free ports. */
const WITH_RELAY: TestOptions = {
  env: () => ({
    ICE: "on",
    ICE_PORT: String(findFreePort()),
    ICE_TLS_PORT: String(findFreePort()),
  }),
};

/** Faults that `check_page.js` simulates. */
interface Faults {
  readonly ports?: readonly (readonly [string, number])[];
  readonly credential?: string;
  readonly socketPath?: string;
  readonly noWebRtc?: boolean;
  readonly silent?: boolean;
  readonly mute?: boolean;
}

const FAULTS = fileURLToPath(new URL("check_page.js", import.meta.url));

/** The page of the check before its start. */
async function opened(
  session: TestSession,
  faults: Faults = {},
  page?: CallPage,
): Promise<CallPage> {
  const ada = page ?? await session.page("Ada");
  const text = JSON.stringify(faults);
  await ada.page.addInitScript(`globalThis.maruFaults = ${text}`);
  await ada.page.addInitScript({ path: FAULTS });
  await ada.page.goto(`${session.server.origin}/check`);
  await ada.get("check-start").waitFor();
  return ada;
}

/** Runs the check; resolves to the causes in its verdict. */
async function run(ada: CallPage): Promise<string> {
  await ada.get("check-start").click();
  await ada.page.locator('[data-phase="done"]').waitFor();
  return await causes(ada);
}

async function causes(ada: CallPage): Promise<string> {
  return await ada.get("check-verdict").getAttribute("data-causes") ?? "";
}

/** Waits until this many verdicts (0 or 1) have a cause with this text. */
async function causeCount(ada: CallPage, text: string, count: 0 | 1) {
  const verdicts = ada.page.locator(`[data-causes*="${text}"]`);
  await verdicts.waitFor({ state: count === 1 ? "visible" : "detached" });
}

async function level(ada: CallPage): Promise<string | null> {
  return await ada.get("check-verdict").getAttribute("data-level");
}

async function codeOf(ada: CallPage, check: string): Promise<string | null> {
  const row = ada.page.locator(`[data-check="${check}"]`);
  return await row.getAttribute("data-code");
}

/** Waits for the result of a single check. */
async function found(ada: CallPage, check: string, code: string) {
  await ada.page.locator(`[data-check="${check}"][data-code="${code}"]`)
    .waitFor();
}

e2e("On a good network every check passes, with figures", async (session) => {
  const ada = await opened(session);
  assertEquals(await run(ada), "");
  assertEquals(await level(ada), "good");
  for (const check of ["camera", "microphone", "signaling", "stun"]) {
    assertEquals(await codeOf(ada, check), "ok", check);
  }
  for (const check of ["udp", "tcp", "tls"]) {
    const row = ada.page.locator(`[data-check="${check}"]`);
    const text = await row.innerText();
    const [, ms, mbit] = /([\d.]+) ms\s+([\d.]+) Mbit\/s/.exec(text) ?? [];
    assertLess(Number(ms), 500, text);
    assertGreater(Number(mbit), 1, text);
  }
  const title = ada.page.locator(".verdict-title");
  assertEquals(await title.innerText(), "Everything checked so far works.");
  await ada.page.locator('[data-unchecked="speaker"]').waitFor();
  await ada.get("check-tone").click();
  await ada.get("check-heard-yes").click();
  await title.filter({ hasText: "All checks passed" }).waitFor();
  assertEquals(await ada.page.locator(".unchecked").count(), 0);
  assertEquals(await ada.cspViolations(), []);
  assertEquals(ada.strayRequests, []);
}, WITH_RELAY);

/** Resolves when the meter shows the beep of the fake microphone. */
const METER_MOVES = `new Promise((resolve) => {
  const look = () => {
    const meter = document.querySelector('[data-testid="check-meter"]');
    if (Number(meter?.ariaValueNow) > 20) resolve();
    else setTimeout(look, 20);
  };
  look();
})`;

e2e(
  "The microphone can be recorded, played back and metered, and the user confirms the speaker",
  async (session) => {
    const ada = await opened(session);
    await run(ada);
    await ada.page.evaluate(METER_MOVES);
    const record = ada.get("check-record");
    await record.click();
    await ada.page.locator(
      '[data-testid="check-record"][data-state="recording"]',
    ).waitFor();
    await ada.page.locator('[data-testid="check-record"][data-state="playing"]')
      .waitFor();
    await ada.page.locator('[data-testid="check-record"][data-state="none"]')
      .waitFor();
    assertEquals(await codeOf(ada, "microphone"), "ok");
    await ada.get("check-tone").click();
    await ada.get("check-heard-no").click();
    await found(ada, "speaker", "unheard");
    await causeCount(ada, "speaker-unheard", 1);
    await ada.get("check-tone").click();
    await ada.get("check-heard-yes").click();
    await found(ada, "speaker", "ok");
    await causeCount(ada, "speaker", 0);
    await ada.get("check-release").click();
    await ada.get("check-meter").waitFor({ state: "detached" });
  },
);

e2e("A server without ICE is reported to have no relay", async (session) => {
  const ada = await opened(session);
  assertEquals(await run(ada), "no-relay");
  assertEquals(await level(ada), "limited");
});

e2e("A network that drops UDP is reported", async (session) => {
  const hole = Deno.listenDatagram({
    transport: "udp",
    hostname: "127.0.0.1",
    port: 0,
  });
  using _ = { [Symbol.dispose]: () => hole.close() };
  const { port } = hole.addr as Deno.NetAddr;
  const udp = "^stun:|transport=udp";
  const ada = await opened(session, { ports: [[udp, port]] });
  assertEquals(await run(ada), "udp-blocked");
  assertEquals(await codeOf(ada, "stun"), "no-answer");
  assertEquals(await codeOf(ada, "udp"), "no-answer");
  assertEquals(await codeOf(ada, "tcp"), "ok");
}, WITH_RELAY);

/** Faults on the path to the relay, and the cause that is reported. */
const RELAY_FAULTS: Readonly<Record<string, () => [Faults, string]>> = {
  "an unreachable relay": () => [
    { ports: [["^turns?:", findFreePort()]] },
    "relay-unreachable",
  ],
  "a blocked TCP port of the relay": () => [
    { ports: [["^turn:.*tcp", findFreePort()]] },
    "relay-tcp-blocked",
  ],
  "a wrong relay credential": () => [{ credential: "wrong" }, "relay-rejected"],
  "a browser without WebRTC": () => [{ noWebRtc: true }, "no-webrtc"],
};

for (const [what, makeFaults] of Object.entries(RELAY_FAULTS)) {
  e2e(`The check reports ${what}`, async (session) => {
    const [faults, cause] = makeFaults();
    const ada = await opened(session, faults);
    assertEquals(await run(ada), cause);
  }, WITH_RELAY);
}

e2e(
  "A silent STUN server is distinguished from a failing relay",
  async (session) => {
    const ada = await opened(session);
    assertEquals(await run(ada), "stun-silent");
  },
  {
    env: () => ({
      ICE: "on",
      ICE_PORT: String(findFreePort()),
      ICE_TLS_PORT: String(findFreePort()),
      STUN_URLS: `stun:localhost:${findFreePort()}`,
    }),
  },
);

e2e(
  "A certificate that is only clicked through for the page fails for turns",
  async (session) => {
    await using untrusting = await launchChromium("fake");
    const ada = await opened(
      session,
      {},
      await CallPage.open(untrusting, "Ada"),
    );
    assertEquals(await run(ada), "relay-certificate");
    assertEquals(await codeOf(ada, "tls"), "certificate");
    const link = ada.get("check-verdict").getByRole("link");
    assertEquals(await link.getAttribute("href"), "/ca");
  },
  WITH_RELAY,
);

e2e(
  "A failing WebSocket under the server's own authority points to the certificate",
  async (session) => {
    const ada = await opened(session, { socketPath: "/none" });
    assertEquals(await run(ada), "socket-certificate");
    assertEquals(await level(ada), "bad");
    assertEquals(await codeOf(ada, "udp"), "ok", "Measured by /ice");
  },
  WITH_RELAY,
);

e2e(
  "A failing WebSocket without TLS is reported as blocked",
  async (session) => {
    const ada = await opened(session, { socketPath: "/none" });
    assertEquals(await run(ada), "socket-blocked no-relay");
  },
  { env: { TLS: "off" } },
);

e2e("A full server is reported", async (session) => {
  await session.member("Bob");
  const ada = await opened(session);
  assertEquals(await run(ada), "socket-rejected no-relay");
  const row = ada.page.locator('[data-check="signaling"]');
  assert((await row.innerText()).includes("too-many-rooms"));
}, { env: { MAX_ROOMS: "1" } });

e2e("An unreachable server is reported", async (session) => {
  const ada = await opened(session);
  await session.server.stop();
  assertEquals(await run(ada), "server-unreachable");
  await session.server.start();
}, { stopsServer: true });

e2e("A blocked camera and microphone are reported", async (session) => {
  const page = await session.page("Ada", { permissions: [] });
  assertEquals(
    await run(await opened(session, {}, page)),
    "no-relay microphone-refused camera-refused",
  );
  // The browser allows what the system then refuses.
  assertEquals(
    await run(await opened(session, {}, await session.page("Bob"))),
    "no-relay microphone-refused-by-system camera-refused-by-system",
  );
}, { devices: "refused" });

e2e("A missing camera is reported", async (session) => {
  const ada = await opened(session);
  assertEquals(
    await run(ada),
    "no-relay camera-missing",
  );
}, { devices: "none" });

e2e(
  "A silent microphone and a browser that plays nothing are reported",
  async (session) => {
    const ada = await opened(session, { silent: true, mute: true });
    await run(ada);
    await ada.get("check-record").click();
    await found(ada, "microphone", "silent");
    await ada.get("check-tone").click();
    await found(ada, "speaker", "blocked");
    await ada.page.locator(
      '[data-causes="no-relay microphone-silent speaker-blocked"]',
    ).waitFor();
  },
);

e2e(
  "A person who is refused entry gets a link to the check",
  async (session) => {
    await session.member("Bob");
    await session.member("Cho");
    const ada = await session.page("Ada");
    await ada.page.goto(session.room());
    await ada.get("join").click();
    const link = ada.get("end").getByRole("link", { name: /check/i });
    assertEquals(await link.getAttribute("href"), "/check");
  },
  { env: { MAX_ROOM_MEMBERS: "2" } },
);

/** Test id of the focused element. */
async function focused(ada: CallPage): Promise<string> {
  return await ada.page.evaluate("document.activeElement?.dataset.testid");
}

e2e("The check is accessible in both themes", async (session) => {
  const ada = await session.page("Ada", { reducedMotion: "reduce" });
  await ada.page.goto(session.room());
  await ada.page.getByRole("link", { name: /check your connection/i }).click();
  // A server that does not answer makes the check last.
  await opened(session, { ports: [["^stun:|transport=udp", 9]] }, ada);
  assertEquals(await axeInBothThemes(ada), [], "before");
  await ada.page.keyboard.press("Tab");
  for (let i = 0; i < 8 && await focused(ada) !== "check-start"; i++) {
    await ada.page.keyboard.press("Tab");
  }
  await ada.page.keyboard.press("Enter");
  await ada.page.locator('[data-phase="running"]').waitFor();
  assertEquals(await axeInBothThemes(ada), [], "running");
  await ada.page.locator('[data-phase="done"]').waitFor();
  await ada.get("check-tone").click();
  await ada.get("check-heard-no").waitFor();
  assertEquals(await axeInBothThemes(ada), [], "asked");
  await ada.get("check-heard-no").click();
  assertEquals(await axeInBothThemes(ada), [], "done");
  assertEquals(await ada.cspViolations(), []);
}, WITH_RELAY);
