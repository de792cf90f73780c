/** A reloaded page, a second tab, and a member that dropped out come back in. @module */
import { assertEquals } from "@std/assert";
import { axeViolations } from "../harness/axe.ts";
import { CallPage } from "../harness/call_page.ts";
import { e2e } from "../harness/e2e.ts";
import { TcpProxy } from "../harness/tcp_proxy.ts";

/** Id of the only other member, as a page shows it. */
async function peerId(page: CallPage): Promise<string | null> {
  return await page.get("tile").getAttribute("data-peer-id");
}

/** Waits until this page may end the call, which only a host may. */
async function isHost(page: CallPage): Promise<void> {
  await page.get("people-toggle").click();
  await page.get("end-room").waitFor();
  await page.get("panel-close").click();
}

e2e(
  "A reloaded page takes its own seat: same id, still host, chat and mute state kept, media again",
  async (session) => {
    const ada = await session.member("Ada");
    const bob = await session.member("Bob");
    await Promise.all([ada.media({ peers: 1 }), bob.media({ peers: 1 })]);
    const id = await peerId(bob);
    await ada.say("Said before");
    await bob.say("Answered before");
    await ada.hears("Answered before");
    await ada.get("toggle-camera").click();
    await ada.page.locator('[data-testid="toggle-camera"][data-on="false"]')
      .waitFor();

    await ada.page.reload();
    await ada.page.getByText("Return to the call?").waitFor();
    assertEquals(await axeViolations(ada), []);
    assertEquals(await ada.get("name-input").inputValue(), "Ada");
    await ada.get("join").click();
    await ada.get("self-tile").waitFor();
    await ada.page.locator('[data-testid="toggle-camera"][data-on="false"]')
      .waitFor();
    await ada.media({ peers: 1 });
    await bob.media({ peers: 1, frames: 0 });
    await ada.get("toggle-camera").click();
    await bob.media({ peers: 1 });
    assertEquals(await bob.get("tile").count(), 1);
    assertEquals(await peerId(bob), id);
    await isHost(ada);

    await ada.hears("Said before");
    assertEquals(await ada.get("chat-message").count(), 2);
    await bob.say("And after");
    await ada.hears("And after");
    assertEquals(await ada.get("chat-message").count(), 3);
    await bob.hears("And after");
    assertEquals(await bob.get("chat-message").count(), 3);
    // A newcomer still gets what was said before the reload.
    const cho = await session.member("Cho");
    await cho.hears("Said before");
    await cho.hears("Answered before");
  },
  { isCore: true },
);

e2e(
  "A page is not left by accident: the browser asks while others are there, and a pull does not reload",
  async (session) => {
    const ada = await session.member("Ada");
    const questions: string[] = [];
    ada.page.on("dialog", async (dialog) => {
      questions.push(dialog.type());
      await dialog.dismiss();
    });
    const overscroll =
      "getComputedStyle(document.documentElement).overscrollBehaviorY";
    assertEquals(await ada.page.evaluate(overscroll), "none");
    await ada.page.reload();
    assertEquals(questions, []);
    assertEquals(await ada.page.evaluate(overscroll), "auto");
    await ada.get("join").click();
    await ada.get("self-tile").waitFor();

    const bob = await session.member("Bob");
    await ada.media({ peers: 1 });
    await ada.page.evaluate("location.reload()");
    await session.until("a question", () => questions.length > 0);
    assertEquals(questions, ["beforeunload"]);
    await ada.media({ peers: 1 });
    await bob.get("leave").click();
    await ada.tiles(0);
    await ada.page.reload();
    await ada.get("join").waitFor();
    assertEquals(questions, ["beforeunload"]);
  },
);

e2e(
  "A page that left by its button is a newcomer after a reload",
  async (session) => {
    const ada = await session.member("Ada");
    const bob = await session.member("Bob");
    await ada.say("Said before");
    await bob.hears("Said before");
    await ada.get("leave").click();
    await bob.tiles(0);
    await ada.get("rejoin").click();
    await ada.get("join").waitFor();
    assertEquals(await ada.get("join").textContent(), "Join");
    await ada.get("join").click();
    await ada.get("self-tile").waitFor();
    await bob.media({ peers: 1 });
    await isHost(bob);
  },
);

e2e(
  "A second tab in the same room is noticed: it takes over the seat, or joins beside it",
  async (session) => {
    const ada = await session.member("Ada");
    const bob = await session.member("Bob");
    await ada.say("From the first tab");
    await bob.media({ peers: 1 });
    const id = await peerId(bob);

    const second = await CallPage.openIn(ada.page.context(), "Ada");
    await second.page.goto(session.room());
    await second.get("switch-here").waitFor();
    await second.page.getByText("You're already in this call in another tab.")
      .waitFor();
    assertEquals(await axeViolations(second), []);
    await second.get("switch-here").click();
    await second.get("self-tile").waitFor();
    await ada.get("end").waitFor();
    await bob.media({ peers: 1 });
    await second.media({ peers: 1 });
    assertEquals(await peerId(bob), id);
    await isHost(second);
    await second.hears("From the first tab");

    await ada.get("rejoin").click();
    await ada.get("join-here-too").click();
    await ada.get("self-tile").waitFor();
    await Promise.all([bob, ada, second].map((page) => page.tiles(2)));
    await bob.media({ peers: 2 });

    // A reload of one of the two tabs is no choice: it has its own seat.
    await ada.page.reload();
    await ada.page.getByText("Return to call").waitFor();
    await ada.get("join").click();
    await bob.tiles(2);
    await bob.media({ peers: 2 });
  },
);

e2e(
  "A duplicated tab does not take the seat of the one it copies",
  async (session) => {
    const ada = await session.member("Ada");
    const bob = await session.member("Bob");
    await bob.media({ peers: 1 });
    const copied = await ada.page.evaluate<string>(
      "JSON.stringify({ ...sessionStorage })",
    );
    const copy = await CallPage.openIn(ada.page.context(), "Ada");
    await copy.page.addInitScript(
      `for (const [key, value] of Object.entries(${copied})) sessionStorage.setItem(key, value);`,
    );
    await copy.page.goto(session.room());
    await copy.get("join-here-too").click();
    await copy.get("self-tile").waitFor();
    await Promise.all([ada, bob, copy].map((page) => page.tiles(2)));
    await bob.media({ peers: 2 });
  },
);

const FULL_AT_THREE = { MAX_ROOM_MEMBERS: "3" };

e2e(
  "In a full room the one who dropped out gets in at once, and leaves no second tile",
  async (session) => {
    const ada = await session.member("Ada");
    const bob = await session.member("Bob");
    await using proxy = new TcpProxy(session.server.port);
    const cutUrl = session.room("room", `https://localhost:${proxy.port}`);
    const cho = await session.member("Cho", cutUrl);
    await Promise.all([ada.tiles(2), bob.tiles(2), cho.tiles(2)]);
    // The network of the device is gone, so the server hears of no end.
    proxy.cut();
    await cho.page.close();
    const again = await session.member("Cho");
    await again.media({ peers: 2 });
    await Promise.all([ada.tiles(2), bob.tiles(2), again.tiles(2)]);
    await Promise.all([ada.media({ peers: 2 }), bob.media({ peers: 2 })]);
  },
  { env: FULL_AT_THREE },
);
