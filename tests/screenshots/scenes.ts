/**
 * The scenes that are pictured: a table from name to what is played.
 *
 * @module
 */
import type { CallPage } from "../e2e/call_page.ts";
import type { Set } from "./set.ts";

/** Plays a scene; the page that it returns is pictured. */
export type Scene = (set: Set) => Promise<CallPage>;

const OTHERS = ["Jun", "Ada", "Sora", "Max", "Hana", "Leo", "Yuna"] as const;

async function start(set: Set, path: string): Promise<CallPage> {
  const page = await set.viewer();
  await page.page.goto(set.stage.server.origin + path);
  return page;
}

async function lobby(set: Set): Promise<CallPage> {
  const page = await set.viewer();
  await page.page.goto(set.url);
  await page.get("name-input").fill(page.name);
  await page.page.locator('[data-testid="toggle-camera"][data-on="true"]')
    .waitFor();
  return page;
}

/** All scenes by name. */
export const SCENES: Readonly<Record<string, Scene>> = {
  start: (set) => start(set, "/"),
  lobby,
  alone: (set) => set.call([]),
  "call-2": (set) => set.call(OTHERS.slice(0, 1)),
  "call-4": (set) => set.call(OTHERS.slice(0, 3)),
  "call-8": (set) => set.call(OTHERS),
  menu: async (set) => {
    const page = await set.call(OTHERS.slice(0, 1));
    await page.get("more").click();
    return page;
  },
  share: async (set) => {
    const page = await set.call(OTHERS.slice(0, 2));
    const sharer = await set.member("Eun");
    await sharer.get("toggle-screen").click();
    await page.painted(1, "screen-tile");
    return page;
  },
  chat: async (set) => {
    const page = await set.call(OTHERS.slice(0, 1));
    const other = await set.member("Ada");
    await other.say("Good morning! Shall we begin with the timetable?");
    await page.hears("timetable");
    await page.say("Yes. I have put the draft here: https://example.org/plan");
    await other.hears("draft");
    await other.say("Thank you, I am reading it.");
    await page.hears("reading");
    return page;
  },
  check: (set) => start(set, "/check"),
  failure: async (set) => {
    const page = await set.viewer();
    await page.page.addInitScript(
      'RTCPeerConnection.prototype.addIceCandidate = () => Promise.resolve()',
    );
    await page.join(set.url);
    await set.member("Jun");
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
