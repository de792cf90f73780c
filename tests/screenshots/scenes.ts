/**
 * The scenes that are pictured: a table from name to what is played.
 *
 * @module
 */
import type { CallPage } from "../e2e/harness/call_page.ts";
import type { Set } from "./set.ts";

/** Plays a scene; the page that it returns is pictured. */
export type Scene = (set: Set) => Promise<CallPage>;

const OTHERS = ["Jun", "Ada", "Sora", "Max", "Hana", "Leo", "Yuna"] as const;

async function start(set: Set, path: string): Promise<CallPage> {
  const page = await set.viewer();
  await page.page.goto(set.session.server.origin + path);
  return page;
}

/** A step of the guide after a button was pressed. */
function learn(step: string, button: string, result: string): Scene {
  return async (set) => {
    const page = await start(set, `/learn#${step}`);
    await page.get(button).click();
    await page.page.locator(result).first().waitFor();
    return page;
  };
}

async function lobby(set: Set): Promise<CallPage> {
  const page = await set.viewer();
  await page.page.goto(set.url);
  await page.get("name-input").fill(page.name);
  await page.page.locator('[data-testid="toggle-camera"][data-on="true"]')
    .waitFor();
  return page;
}

/** A call with a panel of the menu beside it. */
async function panel(set: Set, name: string): Promise<CallPage> {
  const page = await set.call(OTHERS.slice(0, 2));
  await page.get("more").click();
  await page.get(`open-${name}`).click();
  await page.get(`${name}-panel`).waitFor();
  return page;
}

/** Opens the choice of backgrounds, and chooses one. */
async function openBackgrounds(page: CallPage): Promise<void> {
  await page.page.locator("[data-testid=background-settings] summary").click();
  await page.get("background-forest").check();
  await page.page.locator("[data-testid=background-status]:empty").waitFor({
    state: "attached",
  });
  await page.get("backgrounds").scrollIntoViewIfNeeded();
}

/** Sends a file of zeros; the page that sends it has its chat open. */
async function give(page: CallPage, name: string, bytes: number) {
  const input = '[data-testid="file-input"]';
  await page.page.evaluate(
    `(() => {
      const files = new DataTransfer();
      files.items.add(
        new File([new Uint8Array(${bytes})], ${JSON.stringify(name)}),
      );
      const input = document.querySelector('${input}');
      input.files = files.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    })()`,
  );
}

/** Makes a page's camera and microphone refused. */
const REFUSE_DEVICES = `
  navigator.mediaDevices.getUserMedia = () =>
    Promise.reject(new DOMException("Permission denied", "NotAllowedError"));
`;

/** A check that has ended, except for what the person has to do. */
async function finishedCheck(set: Set): Promise<CallPage> {
  const page = await start(set, "/check");
  await page.get("check-start").click();
  await page.page.locator('[data-phase="done"]').waitFor();
  return page;
}

async function knock(page: CallPage): Promise<void> {
  await page.get("name-input").fill(page.name);
  await page.get("join").click();
  await page.get("knock-wait").waitFor();
}

/** All scenes by name. */
export const SCENES: Readonly<Record<string, Scene>> = {
  start: (set) => start(set, "/"),
  lobby,
  "lobby-blocked": async (set) => {
    const page = await set.viewer();
    await page.page.addInitScript(REFUSE_DEVICES);
    await page.page.goto(set.url);
    await page.page.locator(".problems-end").waitFor();
    return page;
  },
  alone: (set) => set.call([]),
  "call-2": (set) => set.call(OTHERS.slice(0, 1)),
  "call-4": (set) => set.call(OTHERS.slice(0, 3)),
  "call-6": (set) => set.call(OTHERS.slice(0, 5)),
  "call-8": (set) => set.call(OTHERS),
  pinned: async (set) => {
    const page = await set.call(OTHERS.slice(0, 4));
    await page.get("toggle-camera").click();
    const tile = page.get("tile").first();
    await tile.focus();
    await tile.getByTestId("pin").click();
    await page.page.locator(".tile.is-pinned").waitFor();
    return page;
  },
  initials: async (set) => {
    const page = await set.call([]);
    for (const name of OTHERS.slice(0, 3)) {
      const other = await set.member(name);
      await other.get("toggle-camera").click();
    }
    await page.get("toggle-camera").click();
    await page.tiles(3);
    return page;
  },
  layout: async (set) => {
    const page = await set.call(OTHERS.slice(0, 2));
    await page.get("more").click();
    await page.get("open-layout").click();
    return page;
  },
  "layout-grid": async (set) => {
    const page = await set.call(OTHERS.slice(0, 1));
    await page.page.keyboard.press("w");
    return page;
  },
  "layout-speaker": async (set) => {
    const page = await set.call(OTHERS.slice(0, 5));
    for (let i = 0; i < 2; i++) await page.page.keyboard.press("w");
    return page;
  },
  "layout-side": async (set) => {
    const page = await set.call(OTHERS.slice(0, 4));
    const sharer = await set.member("Eun");
    await sharer.get("toggle-screen").click();
    await page.painted(1, "screen-tile");
    for (let i = 0; i < 3; i++) await page.page.keyboard.press("w");
    return page;
  },
  talk: async (set) => {
    const page = await set.call(OTHERS.slice(0, 2));
    await page.get("more").click();
    await page.get("open-settings").click();
    await page.get("switch-push-to-talk").click();
    await page.get("panel-close").click();
    return page;
  },
  menu: async (set) => {
    const page = await set.call(OTHERS.slice(0, 1));
    await page.get("more").click();
    return page;
  },
  hands: async (set) => {
    const page = await set.call(OTHERS.slice(0, 3));
    await page.page.keyboard.press("h");
    const other = await set.member("Eun");
    await other.page.keyboard.press("h");
    await page.page.locator('[data-testid="hand"]').nth(1).waitFor();
    await page.get("people-toggle").click();
    await page.get("people-panel").waitFor();
    return page;
  },
  reactions: async (set) => {
    const page = await set.call(OTHERS.slice(0, 3));
    const bar = page.get("reactions");
    await (await bar.isVisible() ? bar : page.get("more")).click();
    await page.get("react-heart").waitFor();
    return page;
  },
  devices: async (set) => {
    const page = await set.call(OTHERS.slice(0, 1));
    await page.get("camera-menu").click();
    await page.page.locator(".menu").waitFor();
    return page;
  },
  share: async (set) => {
    const page = await set.call(OTHERS.slice(0, 2));
    const sharer = await set.member("Eun");
    await sharer.get("toggle-screen").click();
    await page.painted(1, "screen-tile");
    return page;
  },
  annotations: async (set) => {
    const page = await set.call(OTHERS.slice(0, 2));
    const sharer = await set.member("Eun");
    await sharer.get("toggle-screen").click();
    await sharer.get("let-draw").click();
    const other = await set.member("Ada");
    await other.painted(1, "screen-tile");
    for (const drawer of [other, page]) {
      await drawer.get("annotate").click();
      const box = await drawer.get("annotation-surface").boundingBox();
      if (!box) throw new Error("No drawing area");
      const { mouse } = drawer.page;
      const top = drawer === page ? 0.6 : 0.3;
      await mouse.move(box.x + box.width * 0.3, box.y + box.height * top);
      await mouse.down();
      for (let i = 1; i <= 8; i++) {
        const x = box.x + box.width * (0.3 + i * 0.05);
        await mouse.move(x, box.y + box.height * (top + (i % 2) * 0.1));
      }
    }
    await page.get("annotation-name").waitFor();
    return page;
  },
  "annotations-own": async (set) => {
    const page = await set.call(OTHERS.slice(0, 2));
    await page.get("toggle-screen").click();
    await page.get("let-draw").click();
    await page.painted(1, "own-screen-tile");
    return page;
  },
  "annotations-permission": async (set) => {
    const page = await set.call(OTHERS.slice(0, 2));
    await page.get("toggle-screen").click();
    await page.get("people-toggle").click();
    const menu = page.get("person-menu");
    await menu.first().click();
    await page.get("let-member-draw").check();
    await menu.first().click();
    await menu.last().click();
    await page.get("own-screen-tile").waitFor({ state: "attached" });
    return page;
  },
  chat: async (set) => {
    const page = await set.call(OTHERS.slice(0, 1));
    const other = await set.member("Ada");
    await other.say("Good morning! Should we start with the schedule?");
    await page.hears("schedule");
    await page.say("Yes. I have put the draft here: https://example.org/plan");
    await other.hears("draft");
    await other.say("Thank you, I am reading it.");
    await page.hears("reading");
    return page;
  },
  "chat-replies": async (set) => {
    const page = await set.call(OTHERS.slice(0, 1));
    const other = await set.member("Ada");
    await other.say("Good morning! Should we start with the schedule?");
    await page.hears("schedule");
    await page.get("chat-reply").click();
    await page.say("Yes, the draft is ready.");
    await other.hears("draft");
    await other.get("chat-recipient").selectOption({ index: 1 });
    await other.say("Can you say the first words?");
    await other.get("chat-recipient").selectOption({ index: 2 });
    await other.say("Can you say the first words?");
    await page.hears("first words");
    await page.get("chat-reply").last().click();
    await page.get("composer-reply").waitFor();
    return page;
  },
  emoji: async (set) => {
    const page = await set.call(OTHERS.slice(0, 2));
    await page.get("chat-toggle").click();
    if (!await page.get("emoji-toggle").isVisible()) return page;
    await page.get("emoji-toggle").click();
    await page.get("emoji-grid").waitFor();
    return page;
  },
  files: async (set) => {
    const page = await set.call(OTHERS.slice(0, 1));
    const other = await set.member("Ada");
    await other.get("chat-toggle").click();
    await give(other, "timetable-draft.pdf", 1 << 20);
    await page.get("chat-toggle").click();
    await page.get("file-accept").waitFor();
    await give(page, "photos-of-the-room.zip", 300 << 20);
    await other.get("file-accept").last().click();
    await page.get("file").nth(1).waitFor();
    return page;
  },
  image: async (set) => {
    const page = await set.call(OTHERS.slice(0, 1));
    const other = await set.member("Ada");
    await other.get("chat-toggle").click();
    const buffer = await other.page.screenshot();
    await other.get("file-input").setInputFiles([
      { name: "whiteboard.png", mimeType: "image/png", buffer },
    ]);
    await page.get("chat-toggle").click();
    await page.get("file-accept").click();
    await page.get("file-preview").waitFor();
    return page;
  },
  recording: async (set) => {
    const page = await set.call(OTHERS.slice(0, 2));
    await page.get("more").click();
    await page.get("start-recording").click();
    await page.get("stop-recording").waitFor();
    return page;
  },
  recorded: async (set) => {
    const page = await set.call(OTHERS.slice(0, 2));
    const other = await set.member("Eun");
    await other.get("more").click();
    await other.get("start-recording").click();
    await page.get("recording-mark").waitFor();
    return page;
  },
  people: async (set) => {
    const page = await set.call(OTHERS.slice(0, 3));
    await page.get("people-toggle").click();
    await page.get("lock-switch").click();
    await page.get("room-locked").waitFor();
    return page;
  },
  code: async (set) => {
    const page = await set.call(OTHERS.slice(0, 1));
    await page.get("people-toggle").click();
    await page.get("person-menu").click();
    await page.get("verify-member").click();
    await page.get("code-pictures").waitFor();
    return page;
  },
  unverified: async (set) => {
    const page = await set.viewer();
    await page.join(`${set.url}#k=AAECAwQFBgcICQoLDA0ODw`);
    await set.member("Eun");
    await page.get("connect-anyway").waitFor();
    return page;
  },
  knock: async (set) => {
    const page = await set.call(OTHERS.slice(0, 2));
    await page.get("people-toggle").click();
    await page.get("lock-switch").click();
    await page.get("panel-close").click();
    await knock(await set.newcomer("Eun"));
    await page.get("knock-banner").waitFor();
    return page;
  },
  waiting: async (set) => {
    const host = await set.member("Jun");
    await host.get("people-toggle").click();
    await host.get("lock-switch").click();
    await host.get("room-locked").waitFor();
    const page = await lobby(set);
    await page.get("join").click();
    await page.get("knock-wait").waitFor();
    return page;
  },
  settings: (set) => panel(set, "settings"),
  background: async (set) => {
    const page = await panel(set, "settings");
    await openBackgrounds(page);
    return page;
  },
  "background-lobby": async (set) => {
    const page = await lobby(set);
    await openBackgrounds(page);
    return page;
  },
  invite: (set) => panel(set, "invite"),
  keys: async (set) => {
    const page = await set.call(OTHERS.slice(0, 1));
    await page.get("more").click();
    await page.get("show-shortcuts").click();
    await page.get("shortcut-list").waitFor();
    return page;
  },
  quality: async (set) => {
    const page = await panel(set, "quality");
    await page.page.locator(".quality-grade").first().waitFor();
    return page;
  },
  check: (set) => start(set, "/check"),
  "check-done": finishedCheck,
  "learn": learn("signaling", "run-sockets", '[data-event="hello"]'),
  "learn-offer": learn("offer", "run-answer", '[data-testid="sdp"] >> nth=1'),
  "learn-candidates": learn(
    "candidates",
    "run-candidates",
    '[data-testid="pairs"] [data-selected="true"] >> nth=1',
  ),
  "learn-camera": learn("camera", "run-camera", ".learn-video .is-shown"),
  "learn-code": learn("code", "snippet-run", '[data-outcome="done"]'),
  "under-the-hood": async (set) => {
    const page = await panel(set, "quality");
    await page.get("open-under-the-hood").click();
    await page.get("timeline").waitFor();
    return page;
  },
  ca: (set) => start(set, "/ca"),
  "not-found": (set) => start(set, "/no-such-page"),
  failure: async (set) => {
    const page = await set.call(OTHERS.slice(1, 2));
    // A member whose page never answers.
    const silent = await set.newcomer("Jun");
    await silent.page.evaluate(
      `new Promise((resolve) => {
        const seat = new WebSocket("/socket?room=${set.room}");
        globalThis.seat = seat;
        seat.onmessage = resolve;
        const data = { name: "Jun", muted: true, cameraOff: false };
        seat.onopen = () => seat.send(JSON.stringify({ event: "info", data }));
      }).then(() => true)`,
    );
    await page.page.locator('[data-testid="tile"][data-state="failed"]')
      .waitFor({ timeout: 60_000 });
    return page;
  },
  left: async (set) => {
    const page = await set.call([]);
    await page.get("leave").click();
    return page;
  },
};
