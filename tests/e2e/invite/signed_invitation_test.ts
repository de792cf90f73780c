/** Signed invitations in real pages, on a server with `ROOMS=invited`. @module */
import { assertEquals, assertMatch } from "@std/assert";
import type { CallPage } from "../harness/call_page.ts";
import { e2e } from "../harness/e2e.ts";
import type { TestSession } from "../harness/test_session.ts";

const TOKEN = "program-0123456789";
const INVITED = { env: { ROOMS: "invited", API_TOKEN: TOKEN } };
const PHONE = {
  viewport: { width: 390, height: 844 },
  isMobile: true,
  hasTouch: true,
} as const;

/** Makes an invitation to a room of the session by the API; its link. */
async function invite(
  session: TestSession,
  page: CallPage,
  room: string,
  fields: Readonly<Record<string, unknown>>,
): Promise<string> {
  const roomUrl = new URL(session.room(room));
  const name = decodeURIComponent(roomUrl.pathname.split("/").at(-1) ?? "");
  const response = await page.page.request.post(
    new URL("/api/invitations", roomUrl).href,
    {
      headers: { authorization: `Bearer ${TOKEN}` },
      data: { room: name, ...fields },
    },
  );
  const { link } = await response.json();
  return link;
}

/** Sends a text of the operator to the room of a page. */
async function tell(page: CallPage, text: string): Promise<void> {
  const { pathname, origin } = new URL(page.page.url());
  const name = pathname.split("/").at(-1);
  const response = await page.page.request.post(`${origin}/api/rooms/${name}`, {
    headers: { authorization: `Bearer ${TOKEN}` },
    data: { action: "message", text },
  });
  assertEquals(response.status(), 200);
}

/** Joins by a link that suggests a name. */
async function joinInvited(page: CallPage, link: string): Promise<string> {
  await page.page.goto(link);
  await page.get("join").waitFor();
  const name = await page.get("name-input").inputValue();
  await page.get("join").click();
  await page.get("self-tile").waitFor();
  return name;
}

/** Tries to join, and waits for the sentence of the refusal. */
async function refusalOf(page: CallPage, link: string): Promise<string> {
  await page.page.goto(link);
  await page.get("name-input").fill(page.name);
  await page.get("join").click();
  await page.get("end").waitFor();
  const sentence = page.get("end").locator("p").first();
  await sentence.filter({ hasText: /\S/ }).waitFor();
  return await sentence.textContent() ?? "";
}

e2e(
  "An invited host and a guest talk; the token is in no address, and a reload keeps the role",
  async (session) => {
    const ada = await session.page("Ada");
    const host = await invite(session, ada, "tea", {
      name: "지영 🎈",
      role: "host",
      once: true,
    });
    const addresses: string[] = [];
    ada.page.on("request", (request) => addresses.push(request.url()));
    ada.page.on("websocket", (socket) => addresses.push(socket.url()));
    assertEquals(await joinInvited(ada, host), "지영 🎈");
    const token = new URL(host).hash.slice("#i=".length);
    assertEquals(ada.page.url(), host.split("#")[0]);
    const guest = await session.page("Eun");
    await guest.join(session.room("tea"));
    await Promise.all([ada.media({ peers: 1 }), guest.media({ peers: 1 })]);

    // Still the host after a reload, beside the member who stayed.
    await ada.page.reload();
    await ada.get("join").click();
    await ada.media({ peers: 1 });
    await ada.get("people-toggle").click();
    await ada.get("end-room").waitFor();

    await tell(ada, "We restart at six.");
    await guest.hears("We restart at six.");
    await guest.page.getByText("Server operator").first().waitFor();
    assertEquals(addresses.filter((url) => url.includes(token)), []);

    const second = await session.page("Mina");
    assertMatch(await refusalOf(second, host), /already been used/);
  },
  INVITED,
);

e2e(
  "With ROOMS=invited a stranger is refused with a sentence, in both languages, and enters once the room is open",
  async (session) => {
    const stranger = await session.page("Eun");
    const room = session.room("pot");
    assertMatch(await refusalOf(stranger, room), /people with an invitation/);
    const korean = await session.page("은", { ...PHONE, locale: "ko-KR" });
    assertMatch(await refusalOf(korean, room), /초대받은 사람만/);
    assertMatch(
      await refusalOf(korean, `${room}#i=damaged`),
      /올바르지 않은 초대/,
    );

    // The invitation arrives in the tab that was refused.
    const link = await invite(session, stranger, "pot", { name: "Eun" });
    await stranger.page.goto(link);
    await stranger.get("join").click();
    await stranger.get("self-tile").waitFor();
    const guest = await session.page("민");
    await guest.join(room);
    await guest.media({ peers: 1 });
  },
  INVITED,
);
