/** Every screen that needs no peer connection, in a real WebKit. @module */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { RawWebSocket } from "../../fakes/raw_websocket.ts";
import {
  HAS_SERVER_PERMISSIONS,
  runMaru,
  type RunningMaru,
} from "../../fakes/running_maru.ts";
import { type InjectingProxy, startInjectingProxy } from "./injecting_proxy.ts";
import { findWebKit, WebKitDriver } from "./webkit_driver.ts";

/** Records uncaught errors; a path with `/r/call` gets a peer connection that never connects. */
const SCRIPT = `
window.uncaught = [];
addEventListener("error", (event) => uncaught.push(event.message));
addEventListener("unhandledrejection", ({ reason }) => uncaught.push(String(reason)));
addEventListener("securitypolicyviolation", (event) => uncaught.push(event.blockedURI));
if (location.pathname.startsWith("/r/call")) {
  window.RTCPeerConnection = class extends EventTarget {
    createOffer() {
      return new Promise(() => {});
    }
    createDataChannel() {
      return new EventTarget();
    }
    addTransceiver() {
      const sender = { replaceTrack: async () => {}, setStreams() {} };
      return { sender, receiver: {} };
    }
    getTransceivers() {
      return [];
    }
    setConfiguration() {}
    close() {}
  };
}
`;
const ARTIFACTS = new URL("../../../screenshots/e2e/webkit/", import.meta.url);

const browser = HAS_SERVER_PERMISSIONS ? findWebKit() : null;
const isIgnored = !HAS_SERVER_PERMISSIONS ||
  (browser === null && !Deno.env.get("CI"));

let maru: RunningMaru;
let proxy: InjectingProxy;
let webkit: WebKitDriver;

if (!isIgnored) {
  Deno.test.beforeAll(async () => {
    if (browser === null) throw new Error("Install webkit2gtk-driver and xvfb");
    maru = await runMaru({ TLS: "off" });
    proxy = startInjectingProxy(maru.port, SCRIPT);
    webkit = await WebKitDriver.start(browser);
    await Deno.mkdir(ARTIFACTS, { recursive: true });
  });
  Deno.test.afterAll(async () => {
    await webkit[Symbol.asyncDispose]();
    await proxy[Symbol.asyncDispose]();
    await maru[Symbol.asyncDispose]();
  });
}

/** Registers a test; a picture of its last screen stays in `screenshots/`. */
function screen(name: string, run: () => Promise<void>): void {
  Deno.test({
    name: `WebKit: ${name}`,
    ignore: isIgnored,
    // The browser is shared by the tests.
    sanitizeOps: false,
    sanitizeResources: false,
    fn: async () => {
      try {
        await run();
      } finally {
        const slug = name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
        const picture = await webkit.screenshot();
        await Deno.writeFile(new URL(`${slug}.png`, ARTIFACTS), picture);
      }
    },
  });
}

/** Loads a page and waits for an element. */
async function open(path: string, testId: string): Promise<void> {
  await webkit.goto(proxy.origin + path);
  await webkit.shows(testId);
}

async function visibleText(): Promise<string> {
  return String(await webkit.evaluate("document.body.innerText"));
}

/** Nothing failed in the script, and nothing is wider than the window, on a desktop and a phone. */
async function isSound(): Promise<void> {
  for (const [width, height] of [[480, 860], [1280, 860]] as const) {
    await webkit.resize(width, height);
    await webkit.until(`innerWidth <= ${width} && innerWidth > ${width} - 60`);
    assertEquals(
      await webkit.evaluate(
        "document.scrollingElement.scrollWidth - document.documentElement.clientWidth",
      ),
      0,
      `The page is wider than a window of ${width} px`,
    );
  }
  assertEquals(await webkit.evaluate("window.uncaught ?? []"), []);
}

/** True when one element lies within another one. */
function isWithin(inner: string, outer: string): string {
  return `(() => {
    const a = document.querySelector(${
    JSON.stringify(inner)
  }).getBoundingClientRect();
    const b = document.querySelector(${
    JSON.stringify(outer)
  }).getBoundingClientRect();
    return a.width > 0 && a.left >= b.left && a.right <= b.right && a.top >= b.top && a.bottom <= b.bottom;
  })()`;
}

/** The host of a locked room. */
async function lockedRoom(room: string): Promise<RawWebSocket> {
  const host = await RawWebSocket.open({
    port: maru.port,
    target: `/socket?room=${room}`,
    headers: { "Sec-WebSocket-Protocol": "maru.v1" },
  });
  await host.waitForEvent("welcome");
  host.send({ event: "lock", data: { locked: true } });
  await host.waitForEvent("room");
  return host;
}

screen("the start page says that calls do not work here", async () => {
  await open("/", "create-room");
  await webkit.shows("browser-notice");
  assertStringIncludes(
    await visibleText(),
    "doesn't support WebRTC",
  );
  await isSound();
});

screen("the page of a room says where to open the link", async () => {
  await open("/r/tea", "unsupported");
  assertStringIncludes(
    await visibleText(),
    "Copy the link and open it in Chrome, Edge, Firefox or Safari.",
  );
  await isSound();
});

screen(
  "the lobby shows the camera and the level of the microphone",
  async () => {
    await open("/r/call", "join");
    await webkit.until("document.querySelector('.preview video.is-shown')");
    await webkit.shows("level-meter");
    await isSound();
    for (const width of [480, 700, 1024, 1280]) {
      await webkit.resize(width, 860);
      await webkit.until(isWithin("[data-testid=level-meter]", ".preview"));
    }
  },
);

screen("the call of one person", async () => {
  await open("/r/call", "join");
  await webkit.type("name-input", "Ada");
  await webkit.click("join");
  await webkit.until(
    "document.querySelector('[data-testid=self-tile] video.is-shown')",
  );
  await webkit.click("chat-toggle");
  await webkit.shows("chat-input");
  await isSound();
  await webkit.until(isWithin("[data-testid=chat-panel]", "body"));
});

screen("the end page", async () => {
  await open("/r/call-end", "join");
  await webkit.click("join");
  await webkit.click("leave");
  await webkit.shows("end");
  await isSound();
});

screen("the waiting room, and a refusal", async () => {
  const host = await lockedRoom("call-locked");
  await open("/r/call-locked", "join");
  await webkit.click("join");
  await webkit.shows("knock-wait");
  await isSound();
  const { id } = await host.waitForEvent("knock");
  host.send({ event: "refuse", data: { id } });
  await webkit.shows("end");
  await isSound();
  await host.destroy();
});

screen(
  "the connection check names WebRTC and finds devices and server",
  async () => {
    await open("/check", "check-start");
    await webkit.click("check-start");
    await webkit.until("document.querySelector('[data-phase=done]')");
    const code = (name: string) =>
      webkit.evaluate(
        `document.querySelector('[data-check="${name}"]').dataset.code`,
      );
    assertEquals(await code("camera"), "ok");
    assertEquals(await code("signaling"), "ok");
    assertEquals(
      await webkit.evaluate(
        "document.querySelector('[data-testid=check-verdict]').dataset.causes",
      ),
      "no-webrtc",
    );
    await isSound();
  },
);

screen("the page of the server's authority, in both languages", async () => {
  await using secure = await runMaru();
  for (const [language, word] of [["en", "fingerprint"], ["ko", "지문"]]) {
    await webkit.goto(
      `https://localhost:${secure.port}/ca?lang=${language}`,
    );
    await webkit.until("document.body.innerText.length > 100");
    assertStringIncludes((await visibleText()).toLowerCase(), word ?? "");
    await isSound();
  }
});
