/** The client library in pages of another origin. @module */
import { assertEquals } from "@std/assert";
import { e2e } from "../harness/e2e.ts";
import type { TestSession } from "../harness/test_session.ts";
import { APP_SETTINGS, LibraryPage } from "./library_page.ts";

const MEDIA = { audio: true, video: true };

async function openPage(
  session: TestSession,
  name: string,
): Promise<LibraryPage> {
  return await LibraryPage.open(
    await session.page(name),
    session.server.origin,
  );
}

e2e(
  "Two pages with the library and one of Maru are in a call",
  async (session) => {
    const ada = await openPage(session, "Ada");
    const bob = await openPage(session, "Bob");
    assertEquals(await ada.enter(session.room(), MEDIA), "in");
    assertEquals(await bob.enter(session.room(), MEDIA), "in");
    const cho = await session.member("Cho");
    await Promise.all([
      ada.page.media({ peers: 2 }),
      bob.page.media({ peers: 2 }),
      cho.media({ peers: 2 }),
    ]);
    await ada.knows("Cho");
    await cho.get("tile").filter({ hasText: "Ada" }).waitFor();

    await ada.run("app.room.say('Hello from Ada')");
    await bob.logs("Ada: Hello from Ada");
    await cho.hears("Hello from Ada");
    await cho.say("안녕하세요");
    await ada.logs("Cho: 안녕하세요");
    await bob.run("app.room.say('For you', app.member('Ada'))");
    await ada.logs("Bob privately: For you");

    await ada.run("void (app.moves = app.open('moves', { ordered: false }))");
    await bob.run("void (app.moves = app.open('moves', { ordered: false }))");
    await ada.logs("moves open Bob");
    await ada.run("app.moves.send(Uint8Array.of(1, 2, 3))");
    await bob.logs("moves Ada 1,2,3");
    await bob.logs("moves open Ada");
    await bob.run("app.moves.send('up')");
    await ada.logs("moves Bob up");

    await ada.run("app.room.leave()");
    await ada.logs("ended left");
    await bob.logs("left Ada");
    await cho.tiles(1);
    assertEquals(await ada.page.stats(), []);
    await cho.get("leave").click();
    await bob.logs("left Cho");
  },
  { env: APP_SETTINGS },
);

e2e(
  "A page without devices sends a picture, a sound and a screen of its own, and no longer",
  async (session) => {
    const ada = await openPage(session, "Ada");
    assertEquals(await ada.enter(session.room(), {}), "in");
    const bob = await session.member("Bob");
    await ada.page.media({ peers: 1 });
    const nothing = "- sendrecv, - sendrecv, - sendrecv, - sendrecv";
    const [connection] = await ada.page.stats();
    assertEquals(connection?.directions, nothing);
    await ada.run("app.makeTracks()");
    await ada.run("app.room.addTrack(app.picture)");
    await bob.painted(1);
    await ada.run("app.room.addTrack(app.sound)");
    await bob.media({ peers: 1 });
    await ada.page.page.locator("#share").click();
    await bob.painted(1, "screen-tile");
    await ada.run("app.room.stopShare()");
    await bob.get("screen-tile").waitFor({ state: "detached" });
    await ada.run(
      "[app.picture, app.sound].forEach((t) => app.room.removeTrack(t))",
    );
    // A sender loses its track in a later task.
    await ada.page.until(
      `maruProbe.stats().then(([it]) => it.directions === "${nothing}")`,
    );
    assertEquals(await ada.run("app.picture.readyState"), "live");
    assertEquals(await ada.page.made(), 1);

    const second = JSON.stringify(session.room("second"));
    await ada.run(
      `app.join(${second}).then((room) => void (app.second = room))`,
    );
    const states = "[app.second, app.room].map(({ state }) => state)";
    assertEquals(await ada.run(states), ["in", "in"]);
    await ada.run("app.second.leave()");
    assertEquals(await ada.run(states), ["ended", "in"]);
    assertEquals((await ada.page.stats()).length, 1);
  },
  { env: APP_SETTINGS },
);

e2e(
  "A locked room is waited for, and its host removes a member of the library",
  async (session) => {
    const bob = await session.member("Bob");
    await bob.get("people-toggle").click();
    await bob.get("lock-switch").click();
    await bob.get("room-locked").waitFor();
    const ada = await openPage(session, "Ada");
    assertEquals(await ada.enter(session.room(), {}), "waiting");
    await bob.get("knock").getByTestId("admit").click();
    await ada.logs("in");
    await ada.knows("Bob");
    await ada.page.media({ peers: 1 });
    await bob.get("person").filter({ hasText: "Ada" })
      .getByTestId("person-menu").click();
    await bob.get("remove-member").click();
    await bob.get("remove-sure").click();
    await ada.logs("ended removed");
    assertEquals(await ada.page.stats(), []);
  },
  { env: APP_SETTINGS },
);

e2e(
  "A server that restarts is a state of the room; connections and channels stay",
  async (session) => {
    const ada = await openPage(session, "Ada");
    const bob = await openPage(session, "Bob");
    await ada.enter(session.room(), {});
    await bob.enter(session.room(), {});
    for (const page of [ada, bob]) {
      await page.run("void (app.moves = app.open('moves'))");
    }
    await Promise.all([ada.logs("moves open Bob"), bob.logs("moves open Ada")]);
    const id = await ada.run("app.room.id");
    await session.server.kill();
    await ada.logs("reconnecting");
    await ada.run("app.moves.send('without a server')");
    await bob.logs("moves Ada without a server");
    await session.server.start();
    await ada.page.until("app.log.at(-1) === 'in'");
    assertEquals(await ada.run("app.room.id"), id);
    const cho = await openPage(session, "Cho");
    await cho.enter(session.room(), {});
    await cho.knows("Ada");
    await cho.page.until(
      "app.room.members.every(({ state }) => state === 'connected')",
    );
    assertEquals(await ada.page.made(), 2);
  },
  { env: APP_SETTINGS, stopsServer: true },
);

e2e(
  "A page of an origin that is not listed gets the reason, and cannot import the library",
  async (session) => {
    const { origin } = session.server;
    const page = await session.page("Ada");
    const script = await (await page.page.request.get(`${origin}/maru.js`))
      .body();
    const other = "http://other.localhost:8080";
    // As a page that brings its own copy.
    const ada = await LibraryPage.open(page, other, other);
    await page.page.route(
      `${other}/maru.js`,
      (route) =>
        route.fulfill({ contentType: "text/javascript", body: script }),
    );
    await page.page.reload();
    assertEquals(
      await ada.enter(session.room(), {}),
      "MaruError origin-not-allowed",
    );
    assertEquals(
      await ada.run(
        `import("${origin}/maru.js").then(() => "imported", () => "refused")`,
      ),
      "refused",
    );
  },
  { env: APP_SETTINGS },
);

e2e(
  "The library works in Firefox, with a page of Maru in Chromium",
  async (session) => {
    const ada = await LibraryPage.open(
      await session.firefoxPage("Ada"),
      session.server.origin,
    );
    assertEquals(await ada.enter(session.room(), MEDIA), "in");
    const bob = await session.member("Bob");
    await Promise.all([
      ada.page.media({ peers: 1 }),
      bob.media({ peers: 1 }),
    ]);
    await bob.say("Hello, Firefox");
    await ada.logs("Bob: Hello, Firefox");
    await ada.run("app.room.leave()");
    await bob.tiles(0);
  },
  { env: APP_SETTINGS, needsFirefox: true },
);
