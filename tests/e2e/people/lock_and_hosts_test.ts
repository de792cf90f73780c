/** Lock, knocks and the powers of hosts, also across reconnections. @module */
import { assertEquals, assertGreater } from "@std/assert";
import { axeViolations } from "../harness/axe.ts";
import type { CallPage } from "../harness/call_page.ts";
import { e2e } from "../harness/e2e.ts";
import type { TestSession } from "../harness/test_session.ts";
import { TcpProxy } from "../harness/tcp_proxy.ts";

/** Opens the panel of participants if it is closed. */
async function openPeople(page: CallPage): Promise<void> {
  if (await page.get("people-panel").isVisible()) return;
  await page.get("people-toggle").click();
  await page.get("people-panel").waitFor();
}

async function closePanel(page: CallPage): Promise<void> {
  await page.get("panel-close").click();
  await page.get("people-panel").waitFor({ state: "detached" });
}

async function lock(page: CallPage): Promise<void> {
  await openPeople(page);
  await page.get("lock-switch").click();
  await page.get("room-locked").waitFor();
}

/** A newcomer in the waiting room of a locked room. */
async function knocker(
  session: TestSession,
  name: string,
  url = session.room(),
): Promise<CallPage> {
  const page = await session.page(name);
  await page.page.goto(url);
  await page.get("name-input").fill(name);
  await page.get("join").click();
  await page.get("knock-wait").waitFor();
  return page;
}

/** Opens the menu of a member. */
async function menuOf(host: CallPage, name: string): Promise<void> {
  await openPeople(host);
  await host.get("person").filter({ hasText: name }).getByTestId("person-menu")
    .click();
}

/** The title of the page after the call. */
async function ending(page: CallPage): Promise<string | null> {
  await page.get("end").waitFor();
  return await page.get("end").locator("h1").textContent();
}

/** Audio energy received from the only peer. */
async function energy(page: CallPage): Promise<number> {
  const [stats] = await page.stats();
  return stats?.audioEnergy ?? 0;
}

e2e(
  "A locked room is entered by knocking: an admitted person is heard and seen, a denied one gets a message",
  async (session) => {
    const ada = await session.member("Ada");
    const bob = await session.member("Bob");
    await lock(bob);
    await ada.get("room-locked").waitFor();

    const cho = await knocker(session, "Cho");
    assertEquals(await axeViolations(cho), []);
    assertEquals(await cho.made(), 0);
    const banner = ada.get("knock-banner");
    await banner.getByText("Cho wants to join").waitFor();
    assertEquals(await axeViolations(ada), []);
    assertEquals(await axeViolations(bob), []);

    await banner.getByTestId("admit").click();
    await cho.get("self-tile").waitFor();
    await banner.waitFor({ state: "detached" });
    await bob.get("knock").waitFor({ state: "detached" });
    await Promise.all([
      cho.media({ peers: 2 }),
      ada.media({ peers: 2 }),
      bob.media({ peers: 2 }),
    ]);

    const dan = await knocker(session, "Dan");
    await bob.get("knock").getByTestId("refuse").click();
    assertEquals(await ending(dan), "You couldn't join the call");
    assertEquals(await axeViolations(dan), []);
    await ada.get("knock-banner").waitFor({ state: "detached" });
    await ada.tiles(2);
  },
  { isCore: true },
);

e2e(
  "A knock can be cancelled and then disappears for the members",
  async (session) => {
    const ada = await session.member("Ada");
    await lock(ada);
    await closePanel(ada);
    const bob = await knocker(session, "Bob");
    await ada.get("knock-banner").waitFor();
    await bob.get("cancel-knock").click();
    await ada.get("knock-banner").waitFor({ state: "detached" });
    assertEquals(
      await bob.page.evaluate<string | undefined>(
        "document.activeElement?.dataset.testid",
      ),
      "join",
    );
    await bob.get("join").click();
    await bob.get("knock-wait").waitFor();
    await ada.get("people-toggle").click();
    await ada.get("lock-switch").click();
    await bob.get("self-tile").waitFor();
    await ada.media({ peers: 1 });
  },
);

e2e(
  "A host mutes a member: the others hear nothing more, and the member gets a message",
  async (session) => {
    const ada = await session.member("Ada");
    const bob = await session.member("Bob");
    await Promise.all([ada.media({ peers: 1 }), bob.media({ peers: 1 })]);
    await openPeople(bob);
    await menuOf(bob, "Ada");
    await bob.get("volume").waitFor();
    assertEquals(await bob.get("mute-member").count(), 0);
    assertEquals(await bob.get("end-room").count(), 0);

    await menuOf(ada, "Bob");
    assertEquals(await axeViolations(ada), []);
    await ada.get("mute-member").click();
    await bob.page.locator('[data-kind="muted-by"]').waitFor();
    await bob.page.locator('[data-testid="toggle-mic"][data-on="false"]')
      .waitFor();
    await ada.get("mark-microphoneOff").waitFor();
    // The jitter buffer still holds some sound; the fake beep is far louder.
    await ada.media({ peers: 1, frames: 30, audio: false });
    const [before] = await ada.stats();
    const quiet = await energy(ada);
    await ada.media({ peers: 1, frames: 60, audio: false });
    const [after] = await ada.stats();
    assertGreater(after?.framesDecoded, before?.framesDecoded);
    const heard = await energy(ada) - quiet;
    assertEquals(heard < 0.001, true, `${heard}`);

    await bob.get("toggle-mic").click();
    await ada.media({ peers: 1 });
  },
  { isCore: true },
);

/** Sends host requests from a seat that is no host; resolves to the error codes. */
async function forgeMute(
  page: CallPage,
  room: string,
  target: string,
): Promise<unknown> {
  return await page.page.evaluate<unknown>(
    `new Promise((resolve) => {
      const seat = new WebSocket("/socket?room=${room}");
      const codes = [];
      const say = (message) => seat.send(JSON.stringify(message));
      seat.onopen = () => {
        say({ event: "mute", data: { id: "${target}" } });
        say({ event: "muted", data: { by: "x" }, to: "${target}" });
        say({ event: "muted", data: { by: "x" } });
      };
      seat.onmessage = ({ data }) => {
        const { event, data: { code } } = JSON.parse(data);
        if (event === "error") codes.push(code);
        if (codes.length < 3) return;
        say({ event: "leave" });
        resolve(codes);
      };
    })`,
  );
}

e2e(
  "A host mutes all others, who can unmute themselves, and nobody else can mute anyone",
  async (session) => {
    const ada = await session.member("Ada");
    const bob = await session.member("Bob");
    const cho = await session.member("Cho");
    const isUnmuted = (page: CallPage, isOn: boolean) =>
      page.page.locator(`[data-testid="toggle-mic"][data-on="${isOn}"]`)
        .waitFor();
    await Promise.all([ada, bob, cho].map((page) => page.media({ peers: 2 })));
    await openPeople(cho);
    assertEquals(await cho.get("mute-all").count(), 0);
    const adaId = await bob.get("tile").filter({ hasText: "Ada" })
      .getAttribute("data-peer-id");
    assertEquals(
      await forgeMute(cho, session.roomName(), adaId ?? ""),
      ["not-host", "reserved-event", "reserved-event"],
    );

    await openPeople(ada);
    await ada.get("mute-all").focus();
    await ada.page.keyboard.press("Enter");
    assertEquals(await axeViolations(ada), []);
    await ada.get("mute-all-sure").click();
    for (const page of [bob, cho]) {
      await page.get("live-region").getByText("Ada muted you").waitFor();
      await isUnmuted(page, false);
    }
    await ada.get("mute-all").waitFor({ state: "detached" });
    await isUnmuted(ada, true);
    await bob.get("toggle-mic").click();
    await isUnmuted(bob, true);
    await ada.get("mute-all").waitFor();
    await isUnmuted(cho, false);
  },
);

e2e(
  "The list of participants leads to the invitation",
  async (session) => {
    const ada = await session.member("Ada");
    await openPeople(ada);
    await ada.get("members-invite").focus();
    await ada.page.keyboard.press("Enter");
    await ada.get("invite-panel").waitFor();
    assertEquals(await axeViolations(ada), []);
    const inPanel =
      "document.activeElement?.closest('[data-testid=invite-panel]') !== null";
    assertEquals(await ada.page.evaluate<boolean>(inPanel), true);
    await ada.page.keyboard.press("Escape");
    await ada.get("invite-panel").waitFor({ state: "detached" });
  },
);

e2e(
  "A host removes a member, who then has to knock, and ends the call for everyone",
  async (session) => {
    const ada = await session.member("Ada");
    const bob = await session.member("Bob");
    const cho = await session.member("Cho");
    await Promise.all([bob, cho].map((page) => page.media({ peers: 2 })));

    await menuOf(ada, "Bob");
    await ada.get("make-host").click();
    await bob.page.locator('[data-kind="now-host"]').waitFor();
    await menuOf(bob, "Cho");
    await bob.get("remove-member").click();
    assertEquals(await axeViolations(bob), []);
    await bob.get("remove-and-lock").click();
    assertEquals(await ending(cho), "You were removed from the call");
    assertEquals(await axeViolations(cho), []);
    await Promise.all([ada.tiles(1), bob.tiles(1)]);
    await ada.media({ peers: 1 });
    await cho.get("rejoin").click();
    await cho.get("join").click();
    await cho.get("knock-wait").waitFor();

    await openPeople(ada);
    await ada.get("end-room").click();
    await ada.get("end-room-sure").click();
    for (const page of [ada, bob]) {
      assertEquals(await ending(page), "The call has ended");
    }
    await cho.get("end").waitFor();
  },
);

e2e(
  "Lock, hosts and knocks survive a network cut and a server restart",
  async (session) => {
    await using proxy = new TcpProxy(session.server.port);
    const cutUrl = session.room("room", `https://localhost:${proxy.port}`);
    const ada = await session.member("Ada", cutUrl);
    const bob = await session.member("Bob");
    await lock(ada);
    await closePanel(ada);
    const cho = await knocker(session, "Cho", cutUrl);
    await bob.get("knock-banner").waitFor();

    proxy.cut();
    const before = proxy.accepted;
    await bob.get("knock-banner").waitFor({ state: "detached" });
    proxy.heal();
    await session.until("new sockets", () => proxy.accepted >= before + 2);
    await bob.get("knock-banner").waitFor();
    await ada.get("knock-banner").waitFor();
    await cho.get("knock-wait").waitFor();

    assertEquals(await session.server.stop(), 0);
    await session.server.start();
    await ada.get("link-state").waitFor({ state: "detached" });
    await bob.get("link-state").waitFor({ state: "detached" });
    await bob.get("room-locked").waitFor();
    await bob.get("knock-banner").waitFor();
    await openPeople(ada);
    await ada.get("end-room").waitFor();
    await openPeople(bob);
    await bob.get("end-room").waitFor({ state: "detached" });
    await bob.get("knock").getByTestId("admit").click();
    await cho.get("self-tile").waitFor();
    await cho.media({ peers: 2 });
  },
  { stopsServer: true },
);

/** Test id of the focused element. */
function focused(page: CallPage): Promise<string | undefined> {
  return page.page.evaluate<string | undefined>(
    "document.activeElement?.dataset.testid",
  );
}

e2e(
  "Knocks and participants can be handled by keyboard, and the focus is never lost",
  async (session) => {
    const ada = await session.member("Ada");
    await session.member("Bob");
    await ada.tiles(1);
    const { keyboard } = ada.page;
    await ada.get("people-toggle").focus();
    await keyboard.press("Enter");
    await ada.get("people-panel").waitFor();
    await ada.get("person-menu").focus();
    await keyboard.press("Enter");
    await ada.get("remove-member").focus();
    await keyboard.press("Enter");
    await ada.get("remove-and-lock").waitFor();
    await keyboard.press("Escape");
    await ada.get("remove-and-lock").waitFor({ state: "detached" });
    assertEquals(await focused(ada), "person-menu");
    await ada.get("lock-switch").focus();
    await keyboard.press("Space");
    await ada.get("room-locked").waitFor();
    await keyboard.press("Escape");
    await ada.get("people-panel").waitFor({ state: "detached" });
    assertEquals(await focused(ada), "people-toggle");

    await knocker(session, "Cho");
    await ada.get("knock-banner").getByTestId("refuse").focus();
    await keyboard.press("Enter");
    await ada.get("knock-banner").waitFor({ state: "detached" });
    assertEquals(await focused(ada), "people-toggle");
  },
);
