/** Links and names of rooms as people and their programs pass them on. @module */
import { assertEquals } from "@std/assert";
import type { CallPage } from "../harness/call_page.ts";
import { e2e } from "../harness/e2e.ts";

/** Other devices reach the server by this name. */
const PUBLIC: Readonly<Record<string, string>> = {
  PUBLIC_HOST: "call.example",
};

/** The link that "Copy" of the lobby copies. */
async function copiedLink(page: CallPage): Promise<string> {
  await page.page.context().grantPermissions([
    "clipboard-read",
    "clipboard-write",
    "camera",
    "microphone",
  ]);
  await page.get("open-invite").click();
  await page.get("copy-invite").click();
  await page.page.locator("[data-testid=copy-invite][data-result=copied]")
    .waitFor();
  return await page.page.evaluate<string>("navigator.clipboard.readText()");
}

e2e(
  "A link with the marks of other programs leads to the room, and they are not passed on",
  async (session) => {
    const ada = await session.page("Ada");
    const room = session.room("tea");
    for (
      const link of [
        `${room}?fbclid=abc&utm_source=x#:~:text=tea`,
        `${room}/`,
        `${room}).`,
        room.replace("/r/", "/R/").replace("-", "%252D"),
        room.replace("/r/", "//r//"),
      ]
    ) {
      await ada.page.goto(link);
      await ada.get("join").waitFor();
      assertEquals(ada.page.url(), room, link);
    }
    assertEquals(await copiedLink(ada), room);
    // The server of the test listens on loopback only, and says so.
    await ada.get("link-local").waitFor();
  },
);

e2e(
  "On loopback the invitation has the address of the server for other devices",
  async (session) => {
    const ada = await session.page("Ada");
    await ada.page.goto(session.room("tea"));
    await ada.get("join").waitFor();
    const { port } = session.server;
    const link = `https://call.example:${port}/r/${session.roomName("tea")}`;
    await ada.get("open-invite").click();
    await ada.page.getByText(link.replace("https://", "")).waitFor();
    await ada.page.keyboard.press("Escape");
    assertEquals(await copiedLink(ada), link);
    assertEquals(await ada.get("link-local").count(), 0);
    assertEquals(ada.page.url(), session.room("tea"));
  },
  { env: PUBLIC },
);

e2e(
  "Names that differ in case are one room, shown as it was first written",
  async (session) => {
    const ada = await session.member("Ada", session.room("Tea-Time"));
    const bob = await session.page("Bob");
    await bob.page.goto(session.room("tea-TIME"));
    const name = session.roomName("Tea-Time");
    await bob.page.getByText(name, { exact: true }).waitFor();
    await bob.join(session.room("tea-TIME"));
    await Promise.all([ada.media({ peers: 1 }), bob.media({ peers: 1 })]);
    await bob.page.getByRole("heading", { name }).waitFor();
    assertEquals(await bob.page.title(), `${name} · Maru`);
  },
);

e2e("The start page opens a pasted link", async (session) => {
  const ada = await session.page("Ada");
  for (
    const text of [
      `Join me: ${session.room("tea")}?fbclid=${"x".repeat(200)}.`,
      session.room("tea").replace("https://", ""),
      ` ${session.roomName("tea")}. `,
    ]
  ) {
    await ada.page.goto(session.server.origin);
    await ada.get("room-input").fill(text);
    await ada.get("room-input").press("Enter");
    await ada.page.waitForURL(session.room("tea"));
    await ada.get("join").waitFor();
  }
  await ada.page.goto(session.server.origin);
  await ada.get("room-input").fill("https://meet.example/tea");
  await ada.get("room-input").press("Enter");
  await ada.page.getByRole("alert").filter({ hasText: /\S/ }).waitFor();
});
