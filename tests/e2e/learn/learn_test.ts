/** The guide at `/learn`: each step does what it says, in real browsers. @module */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { findFreePort } from "../../../tools/server_process.ts";
import { axeInBothThemes } from "../harness/axe.ts";
import type { CallPage } from "../harness/call_page.ts";
import { e2e, type TestOptions } from "../harness/e2e.ts";
import type { TestSession } from "../harness/test_session.ts";

const WITH_RELAY: TestOptions = {
  env: () => ({
    ICE: "on",
    ICE_PORT: String(findFreePort()),
    ICE_TLS_PORT: String(findFreePort()),
  }),
};

/** The page at a step. */
async function opened(
  session: TestSession,
  page: CallPage,
  step = "signaling",
): Promise<CallPage> {
  await page.page.goto(`${session.server.origin}/learn#${step}`);
  await page.get(`learn-${step}`).waitFor();
  return page;
}

async function goTo(page: CallPage, step: string): Promise<void> {
  await page.get(`step-${step}`).click();
  await page.get(`learn-${step}`).waitFor();
}

async function press(page: CallPage, testId: string): Promise<void> {
  await page.page.locator(`[data-testid="${testId}"][aria-disabled="false"]`)
    .click();
}

/** Waits until both peers are in a state. */
async function peersAre(page: CallPage, state: string): Promise<void> {
  for (const peer of ["a", "b"]) {
    await page.page.locator(`[data-testid="peer-${peer}"]${state}`).waitFor();
  }
}

async function sendText(page: CallPage, text: string): Promise<void> {
  await page.get("channel-text").fill(text);
  await page.get("channel-send").click();
}

async function received(page: CallPage, text: string): Promise<void> {
  await page.get("channel-received").filter({ hasText: text }).waitFor();
}

/** From the sockets to a text over the data channel. */
async function playFirstSteps(page: CallPage): Promise<void> {
  await press(page, "run-sockets");
  const messages = page.get("learn-signaling").locator("[data-event]");
  // In the order of time: "hello" as A sends it, and as B receives it.
  await messages.nth(4).waitFor();
  const events = await messages.evaluateAll((rows) =>
    rows.map((row) => row.getAttribute("data-event")).sort()
  );
  assertEquals(events, ["hello", "hello", "peer-joined", "welcome", "welcome"]);

  await goTo(page, "offer");
  await press(page, "run-offer");
  const descriptions = page.get("sdp");
  await descriptions.first().waitFor();
  assertEquals(await descriptions.count(), 1);
  assertStringIncludes(await descriptions.innerText(), "a=fingerprint:");
  assertStringIncludes(
    await descriptions.innerText(),
    "A hash of this side's certificate.",
  );
  await press(page, "run-answer");
  await descriptions.nth(1).waitFor();
  // Without candidates there is no path.
  await peersAre(page, '[data-channel="false"]');

  await goTo(page, "candidates");
  await press(page, "run-candidates");
  await peersAre(page, '[data-connection="connected"][data-channel="true"]');
  await page.page.locator('[data-testid="candidates"] [data-type="host"]')
    .first().waitFor();
  await page.page.locator('[data-testid="pairs"] [data-selected="true"]')
    .nth(1).waitFor();

  await goTo(page, "encryption");
  await sendText(page, "straight across");
  await received(page, "straight across");
}

e2e(
  "The steps of the guide connect two peers over the server, and each shows its result",
  async (session) => {
    const ada = await opened(session, await session.page("Ada"));
    await playFirstSteps(ada);
    await press(ada, "run-fingerprints");
    await ada.page.locator('[data-verdict="same"]').waitFor();

    await goTo(ada, "camera");
    const constraints = ada.get("constraints-json");
    await constraints.fill('{ "video": { "frameRate": { "exact": 5 } } }');
    await press(ada, "run-camera");
    await ada.get("camera-settings").filter({ hasText: '"frameRate": 5' })
      .waitFor();
    await ada.get("learn-camera").locator('[data-kind="media"]').filter({
      hasText: "first picture decoded",
    }).first().waitFor();
    assertEquals(await ada.cspViolations(), []);
    assertEquals(ada.strayRequests, []);
  },
  WITH_RELAY,
);

e2e(
  "STUN and TURN answer, other servers change the candidates, and a cut relay ends the path until ICE restarts",
  async (session) => {
    const ada = await opened(session, await session.page("Ada"), "servers");
    await press(ada, "run-servers");
    const json = ada.get("servers-json");
    await json.waitFor();
    assertStringIncludes(await json.inputValue(), "turn:");
    await press(ada, "run-gather-relay");
    const done = '[data-testid="gathered"][data-done="true"]';
    await ada.page.locator(`${done} [data-type="relay"]`).first().waitFor();
    assertEquals(
      await ada.page.locator(`${done} [data-type="host"]`).count(),
      0,
    );
    await json.fill("[]");
    await press(ada, "run-gather");
    await ada.page.locator(`${done} [data-type="host"]`).first().waitFor();
    assertEquals(
      await ada.page.locator(`${done} [data-type="relay"]`).count(),
      0,
    );

    await goTo(ada, "cut");
    await press(ada, "toggle-relay");
    await peersAre(ada, '[data-connection="connected"][data-channel="true"]');
    const used = ada.page.locator(
      '[data-testid="pairs"] [data-selected="true"]',
    );
    await used.nth(1).waitFor();
    for (const row of await used.allInnerTexts()) {
      assertEquals(row.match(/\brelay\b/g)?.length, 2, row);
    }
    await press(ada, "cut-seats");
    await peersAre(ada, '[data-connection="disconnected"]');
    await press(ada, "run-restart");
    await peersAre(ada, '[data-connection="connected"]');
    await sendText(ada, "back over the relay");
    await received(ada, "back over the relay");
  },
  WITH_RELAY,
);

async function outcome(page: CallPage, value: string): Promise<string> {
  const output = page.page.locator(
    `[data-testid="snippet-output"][data-outcome="${value}"]`,
  );
  await output.waitFor();
  return await output.locator("pre").innerText();
}

e2e(
  "A changed piece of code changes what it does, and cannot reach the site",
  async (session) => {
    const ada = await opened(session, await session.page("Ada"), "code");
    const run = () => ada.get("snippet-run").click();
    await run();
    assertStringIncludes(
      await outcome(ada, "done"),
      "set: now have-local-offer",
    );
    const code = ada.get("snippet-code");
    await code.fill(
      `const pc = new RTCPeerConnection();
       pc.addTransceiver("video");
       log((await pc.createOffer()).sdp.match(/^m=\\w+/m)[0]);
       log(origin, typeof navigator.mediaDevices?.getUserMedia);
       for (const reach of [
         () => parent.document.title,
         () => localStorage.length,
         () => document.cookie,
       ]) {
         try { log("reached", reach()); } catch (error) { log(error.name); }
       }
       await fetch("/ice").catch((error) => log("fetch", error.name));`,
    );
    await run();
    await ada.page.locator('[data-testid="snippet-output"] pre').filter({
      hasText: "fetch TypeError",
    }).waitFor();
    const text = await outcome(ada, "done");
    assertStringIncludes(text, "m=video");
    assertStringIncludes(text, "null ");
    assert(!text.includes("reached"), text);
    await code.fill("log(nothing)");
    await run();
    assertStringIncludes(await outcome(ada, "failed"), "ReferenceError");
    for (
      const [id, want] of [
        ["callbacks", "set: now have-local-offer"],
        ["channel", "B received: Hello from A"],
        ["servers", "candidate:"],
      ] as const
    ) {
      await ada.get("snippet").selectOption(id);
      await run();
      await ada.page.locator('[data-testid="snippet-output"] pre').filter({
        hasText: want,
      }).waitFor();
    }
  },
  WITH_RELAY,
);

e2e(
  "Under the hood shows the messages, descriptions and pairs of a call, and saves them without secrets",
  async (session) => {
    const ada = await session.member("Ada");
    const bob = await session.member("Bob");
    for (const page of [ada, bob]) await page.media({ peers: 1 });
    await ada.get("more").click();
    await ada.get("open-quality").click();
    await ada.get("open-under-the-hood").click();
    const dialog = ada.get("under-the-hood");
    await dialog.locator('[data-event="welcome"]').waitFor();
    await dialog.locator('[data-event="description"]').nth(1).waitFor();
    for (const kind of ["media", "pair"]) {
      await dialog.locator(`[data-kind="${kind}"]`).filter({ hasText: "Bob" })
        .first().waitFor();
    }
    await ada.get("trace-path").click();
    await dialog.locator('[data-testid="pairs"] [data-selected="true"]')
      .waitFor();
    await ada.get("trace-description").click();
    await ada.get("sdp").filter({ hasText: "Bob: own answer" }).first()
      .waitFor();
    const texts = (await ada.get("sdp").allInnerTexts()).join("\n");
    assertEquals(await axeInBothThemes(ada), []);
    const [download] = await Promise.all([
      ada.page.waitForEvent("download"),
      ada.get("trace-save").click(),
    ]);
    const report = await Deno.readTextFile(await download.path());
    const secrets = [...texts.matchAll(
      /a=(?:ice-ufrag|ice-pwd|fingerprint):(?:sha-256 )?(\S+)/g,
    )].map(([, value = ""]) => value);
    assert(secrets.length >= 6);
    for (const secret of [...secrets, "Ada", "Bob", "127.0.0.1"]) {
      assert(!report.includes(secret), secret);
    }
    const { events } = JSON.parse(report);
    for (const kind of ["message", "description", "candidate", "pair"]) {
      assert(
        events.some((event: { kind: string }) => event.kind === kind),
        kind,
      );
    }
    await ada.page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    await ada.get("quality-panel").waitFor();
  },
  WITH_RELAY,
);
