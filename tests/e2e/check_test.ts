/** The connection check: each cause is provoked and named. @module */
import { assert, assertEquals, assertGreater, assertLess } from "@std/assert";
import { fileURLToPath } from "node:url";
import { findFreePort } from "../../tools/server_process.ts";
import { axeViolations } from "./axe.ts";
import { CallPage } from "./call_page.ts";
import { launchChromium } from "./browser.ts";
import { e2e, type Stage, type StageOptions } from "./stage.ts";

/** The embedded relay, on ports of this test's own. */
const WITH_RELAY: StageOptions = {
  env: () => ({
    ICE: "on",
    ICE_PORT: String(findFreePort()),
    ICE_TLS_PORT: String(findFreePort()),
  }),
};

/** What `check_page.js` can spoil. */
interface Amiss {
  readonly ports?: readonly (readonly [string, number])[];
  readonly credential?: string;
  readonly socketPath?: string;
  readonly noWebRtc?: boolean;
  readonly silent?: boolean;
  readonly mute?: boolean;
}

const AMISS = fileURLToPath(new URL("check_page.js", import.meta.url));

/** The page of the check, not yet started. */
async function opened(
  stage: Stage,
  amiss: Amiss = {},
  page?: CallPage,
): Promise<CallPage> {
  const ada = page ?? await stage.page("Ada");
  const text = JSON.stringify(amiss);
  await ada.page.addInitScript(`globalThis.maruAmiss = ${text}`);
  await ada.page.addInitScript({ path: AMISS });
  await ada.page.goto(`${stage.server.origin}/check`);
  await ada.get("check-start").waitFor();
  return ada;
}

/** Starts the check and waits for its end; the causes of the verdict. */
async function run(ada: CallPage): Promise<string> {
  await ada.get("check-start").click();
  await ada.page.locator('[data-phase="done"]').waitFor();
  return await causes(ada);
}

async function causes(ada: CallPage): Promise<string> {
  return await ada.get("check-verdict").getAttribute("data-causes") ?? "";
}

async function level(ada: CallPage): Promise<string | null> {
  return await ada.get("check-verdict").getAttribute("data-level");
}

async function codeOf(ada: CallPage, check: string): Promise<string | null> {
  const row = ada.page.locator(`[data-check="${check}"]`);
  return await row.getAttribute("data-code");
}

/** Waits until a check found this. */
async function found(ada: CallPage, check: string, code: string) {
  await ada.page.locator(`[data-check="${check}"][data-code="${code}"]`)
    .waitFor();
}

e2e("On a good network everything works, with figures", async (stage) => {
  const ada = await opened(stage);
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
  assertEquals(await ada.cspViolations(), []);
  assertEquals(ada.strayRequests, []);
}, WITH_RELAY);

/** Settles once the meter shows the beep of the fake microphone. */
const METER_MOVES = `new Promise((resolve) => {
  const look = () => {
    const meter = document.querySelector('[data-testid="check-meter"]');
    if (Number(meter?.ariaValueNow) > 20) resolve();
    else setTimeout(look, 20);
  };
  look();
})`;

e2e(
  "The microphone is recorded, played back and metered, the speaker asked for",
  async (stage) => {
    const ada = await opened(stage);
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
    assertEquals(await codeOf(ada, "speaker"), "unheard");
    assert((await causes(ada)).includes("speaker-unheard"));
    await ada.get("check-tone").click();
    await ada.get("check-heard-yes").click();
    assertEquals(await codeOf(ada, "speaker"), "ok");
    assert(!(await causes(ada)).includes("speaker"));
    await ada.get("check-release").click();
    await ada.get("check-meter").waitFor({ state: "detached" });
  },
);

e2e("A server without ICE offers no relay", async (stage) => {
  const ada = await opened(stage);
  assertEquals(await run(ada), "no-relay");
  assertEquals(await level(ada), "limited");
});

e2e("A network that swallows UDP is named", async (stage) => {
  const hole = Deno.listenDatagram({
    transport: "udp",
    hostname: "127.0.0.1",
    port: 0,
  });
  using _ = { [Symbol.dispose]: () => hole.close() };
  const { port } = hole.addr as Deno.NetAddr;
  const udp = "^stun:|transport=udp";
  const ada = await opened(stage, { ports: [[udp, port]] });
  assertEquals(await run(ada), "udp-blocked");
  assertEquals(await codeOf(ada, "stun"), "no-answer");
  assertEquals(await codeOf(ada, "udp"), "no-answer");
  assertEquals(await codeOf(ada, "tcp"), "ok");
}, WITH_RELAY);

/** What is spoiled on the way to the relay, and the cause that is named. */
const RELAY_TROUBLES: Readonly<Record<string, () => [Amiss, string]>> = {
  "no port of the relay": () => [
    { ports: [["^turns?:", findFreePort()]] },
    "relay-unreachable",
  ],
  "the relay's TCP port": () => [
    { ports: [["^turn:.*tcp", findFreePort()]] },
    "relay-tcp-blocked",
  ],
  "the credential": () => [{ credential: "wrong" }, "relay-rejected"],
  "the browser's WebRTC": () => [{ noWebRtc: true }, "no-webrtc"],
};

for (const [what, trouble] of Object.entries(RELAY_TROUBLES)) {
  e2e(`The cause is named when what is amiss is ${what}`, async (stage) => {
    const [amiss, cause] = trouble();
    const ada = await opened(stage, amiss);
    assertEquals(await run(ada), cause);
  }, WITH_RELAY);
}

e2e(
  "A STUN server that does not answer is told from the relay",
  async (stage) => {
    const ada = await opened(stage);
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
  "A certificate that is clicked through for the page does not serve turns",
  async (stage) => {
    await using wary = await launchChromium("fake");
    const ada = await opened(stage, {}, await CallPage.open(wary, "Ada"));
    assertEquals(await run(ada), "relay-certificate");
    assertEquals(await codeOf(ada, "tls"), "certificate");
    const link = ada.get("check-verdict").getByRole("link");
    assertEquals(await link.getAttribute("href"), "/ca");
  },
  WITH_RELAY,
);

e2e(
  "A WebSocket that fails under the server's own authority points to the certificate",
  async (stage) => {
    const ada = await opened(stage, { socketPath: "/none" });
    assertEquals(await run(ada), "socket-certificate");
    assertEquals(await level(ada), "bad");
    assertEquals(await codeOf(ada, "udp"), "ok", "Measured by /ice");
  },
  WITH_RELAY,
);

e2e("A WebSocket that fails without TLS is stopped between", async (stage) => {
  const ada = await opened(stage, { socketPath: "/none" });
  assertEquals(await run(ada), "socket-blocked no-relay");
}, { env: { TLS: "off" } });

e2e("A server that is full says so", async (stage) => {
  await stage.member("Bob");
  const ada = await opened(stage);
  assertEquals(await run(ada), "socket-rejected no-relay");
  const row = ada.page.locator('[data-check="signaling"]');
  assert((await row.innerText()).includes("too-many-rooms"));
}, { env: { MAX_ROOMS: "1" } });

e2e("A server that is gone is out of reach", async (stage) => {
  const ada = await opened(stage);
  await stage.server.stop();
  assertEquals(await run(ada), "server-unreachable");
  await stage.server.start();
});

e2e("A refused camera and microphone are named", async (stage) => {
  const ada = await opened(stage);
  assertEquals(
    await run(ada),
    "no-relay microphone-refused camera-refused",
  );
}, { devices: "refused" });

e2e("A missing camera is named", async (stage) => {
  const ada = await opened(stage);
  assertEquals(
    await run(ada),
    "no-relay camera-missing",
  );
}, { devices: "none" });

e2e(
  "A silent microphone and a browser that plays nothing are named",
  async (stage) => {
    const ada = await opened(stage, { silent: true, mute: true });
    await run(ada);
    await ada.get("check-record").click();
    await found(ada, "microphone", "silent");
    await ada.get("check-tone").click();
    await found(ada, "speaker", "blocked");
    assertEquals(
      await causes(ada),
      "no-relay microphone-silent speaker-blocked",
    );
  },
);

e2e("Somebody who is not let in is led to the check", async (stage) => {
  await stage.member("Bob");
  await stage.member("Cho");
  const ada = await stage.page("Ada");
  await ada.page.goto(stage.room());
  await ada.get("join").click();
  const link = ada.get("end").getByRole("link", { name: /check/i });
  assertEquals(await link.getAttribute("href"), "/check");
}, { env: { MAX_ROOM_MEMBERS: "2" } });

/** Test id of what has the keyboard's focus. */
async function focused(ada: CallPage): Promise<string> {
  return await ada.page.evaluate("document.activeElement?.dataset.testid");
}

for (const colorScheme of ["light", "dark"] as const) {
  e2e(`The check is accessible in ${colorScheme}`, async (stage) => {
    const ada = await stage.page("Ada", {
      colorScheme,
      reducedMotion: "reduce",
    });
    await ada.page.goto(stage.room());
    await ada.page.getByRole("link", { name: /check your connection/i })
      .click();
    // Waiting for what does not answer makes it last.
    await opened(stage, { ports: [["^stun:|transport=udp", 9]] }, ada);
    assertEquals(await axeViolations(ada), [], "before");
    await ada.page.keyboard.press("Tab");
    for (let i = 0; i < 8 && await focused(ada) !== "check-start"; i++) {
      await ada.page.keyboard.press("Tab");
    }
    await ada.page.keyboard.press("Enter");
    await ada.page.locator('[data-phase="running"]').waitFor();
    assertEquals(await axeViolations(ada), [], "running");
    await ada.page.locator('[data-phase="done"]').waitFor();
    await ada.get("check-tone").click();
    await ada.get("check-heard-no").waitFor();
    assertEquals(await axeViolations(ada), [], "asked");
    await ada.get("check-heard-no").click();
    assertEquals(await axeViolations(ada), [], "done");
    assertEquals(await ada.cspViolations(), []);
  }, WITH_RELAY);
}
