/** A room is locked, knocked at, and led by its hosts, over reconnects too. @module */
import { assertEquals, assertGreater } from "@std/assert";
import { axeViolations } from "./axe.ts";
import type { CallPage } from "./call_page.ts";
import { e2e, type Stage } from "./stage.ts";
import { TcpProxy } from "./tcp_proxy.ts";

/** Opens the panel of the people, if it is closed. */
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

/** Somebody new who comes to a locked room and waits. */
async function knocker(
  stage: Stage,
  name: string,
  url = stage.room(),
): Promise<CallPage> {
  const page = await stage.page(name);
  await page.page.goto(url);
  await page.get("name-input").fill(name);
  await page.get("join").click();
  await page.get("knock-wait").waitFor();
  return page;
}

/** Opens what a host may do about the member of this name. */
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

/** Sound that the page has heard from its only peer. */
async function energy(page: CallPage): Promise<number> {
  const [stats] = await page.stats();
  return stats?.audioEnergy ?? 0;
}

e2e(
  "A locked room is knocked at; who is admitted is heard and seen, who is refused is told",
  async (stage) => {
    const ada = await stage.member("Ada");
    const bob = await stage.member("Bob");
    await lock(bob);
    await ada.get("room-locked").waitFor();

    const cho = await knocker(stage, "Cho");
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

    const dan = await knocker(stage, "Dan");
    await bob.get("knock").getByTestId("refuse").click();
    assertEquals(await ending(dan), "You couldn't join the call");
    assertEquals(await axeViolations(dan), []);
    await ada.get("knock-banner").waitFor({ state: "detached" });
    await ada.tiles(2);
  },
);

e2e(
  "A knock can be given up, and ends with it for those inside",
  async (stage) => {
    const ada = await stage.member("Ada");
    await lock(ada);
    await closePanel(ada);
    const bob = await knocker(stage, "Bob");
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
  "A host mutes: the other side hears nothing more, and the muted one is told",
  async (stage) => {
    const ada = await stage.member("Ada");
    const bob = await stage.member("Bob");
    await Promise.all([ada.media({ peers: 1 }), bob.media({ peers: 1 })]);
    await openPeople(bob);
    assertEquals(await bob.get("person-menu").count(), 0);
    assertEquals(await bob.get("end-room").count(), 0);

    await menuOf(ada, "Bob");
    assertEquals(await axeViolations(ada), []);
    await ada.get("mute-member").click();
    await bob.page.locator('[data-kind="muted-by"]').waitFor();
    await bob.page.locator('[data-testid="toggle-mic"][data-on="false"]')
      .waitFor();
    await ada.get("mark-microphoneOff").waitFor();
    // What the jitter buffer still has sounds on; the fake beep is far louder.
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
);

e2e(
  "A host removes someone, who then has to knock, and ends the call for all",
  async (stage) => {
    const ada = await stage.member("Ada");
    const bob = await stage.member("Bob");
    const cho = await stage.member("Cho");
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
  "Lock, host and knock outlive a cut of the network and a restart of the server",
  async (stage) => {
    await using proxy = new TcpProxy(stage.server.port);
    const cutUrl = stage.room("e2e-room", `https://localhost:${proxy.port}`);
    const ada = await stage.member("Ada", cutUrl);
    const bob = await stage.member("Bob");
    await lock(ada);
    await closePanel(ada);
    const cho = await knocker(stage, "Cho", cutUrl);
    await bob.get("knock-banner").waitFor();

    proxy.cut();
    const before = proxy.accepted;
    await bob.get("knock-banner").waitFor({ state: "detached" });
    proxy.heal();
    await stage.until("new sockets", () => proxy.accepted >= before + 2);
    await bob.get("knock-banner").waitFor();
    await ada.get("knock-banner").waitFor();
    await cho.get("knock-wait").waitFor();

    assertEquals(await stage.server.stop(), 0);
    await stage.server.start();
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
);

/** Test id of the element that has the keyboard's focus. */
function focused(page: CallPage): Promise<string | undefined> {
  return page.page.evaluate<string | undefined>(
    "document.activeElement?.dataset.testid",
  );
}

e2e(
  "The door and the people are worked by keyboard, and the focus is never lost",
  async (stage) => {
    const ada = await stage.member("Ada");
    await stage.member("Bob");
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

    await knocker(stage, "Cho");
    await ada.get("knock-banner").getByTestId("refuse").focus();
    await keyboard.press("Enter");
    await ada.get("knock-banner").waitFor({ state: "detached" });
    assertEquals(await focused(ada), "people-toggle");
  },
);
