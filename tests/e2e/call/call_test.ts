/** Two people in a call: media, chat, glare, reload, leaving. @module */
import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { e2e } from "../harness/test_session.ts";

e2e(
  "Two members see and hear each other and nothing leaves the machine",
  async (stage) => {
    const ada = await stage.member("Ada");
    const bob = await stage.member("Bob");
    for (const member of [ada, bob]) {
      const [connection] = await member.media({ peers: 1 });
      await member.painted(1);
      assert(connection);
      // prflx: the check of the other side was faster than its candidate.
      assert(["host", "prflx"].includes(connection.remoteType));
      assertEquals(member.strayRequests, []);
      assertEquals(await member.cspViolations(), []);
    }
  },
);

e2e("Chat goes both ways and keeps its order", async (stage) => {
  const ada = await stage.member("Ada");
  const bob = await stage.member("Bob");
  await Promise.all([ada.media({ peers: 1 }), bob.media({ peers: 1 })]);
  await ada.say("Good morning");
  await bob.hears("Good morning");
  for (const text of ["one", "two", "three <b>bold</b>"]) await bob.say(text);
  await ada.hears("three <b>bold</b>");
  const texts = await ada.get("chat-message").allInnerTexts();
  const order = ["Good morning", "one", "two", "three"].map((text) =>
    texts.findIndex((line) => line.includes(text))
  );
  assertEquals(order, order.toSorted((a, b) => a - b));
  assert(!order.includes(-1), texts.join(" | "));
});

e2e(
  "Media goes on when both sides negotiate at the same moment",
  async (stage) => {
    const ada = await stage.member("Ada");
    const bob = await stage.member("Bob");
    const [before] = await ada.media({ peers: 1 });
    await bob.media({ peers: 1 });
    for (let round = 0; round < 5; round++) {
      await Promise.all([ada.restartIce(), bob.restartIce()]);
      await Promise.all([ada.media({ peers: 1 }), bob.media({ peers: 1 })]);
    }
    const [after] = await ada.stats();
    assertEquals(after?.signalingState, "stable");
    assertEquals(after?.index, before?.index);
    assertNotEquals(after?.localUfrag, before?.localUfrag);
  },
);

e2e("Two members who join at the same moment get media", async (stage) => {
  const pages = await Promise.all([stage.page("Ada"), stage.page("Bob")]);
  await Promise.all(pages.map((page) => page.join(stage.room())));
  await Promise.all(pages.map((page) => page.media({ peers: 1 })));
});

e2e("A member who reloads the page is back in the call", async (stage) => {
  const ada = await stage.member("Ada");
  const bob = await stage.member("Bob");
  await Promise.all([ada.media({ peers: 1 }), bob.media({ peers: 1 })]);
  await bob.page.reload();
  const joinAgain = bob.get("join");
  await bob.get("self-tile").or(joinAgain).first().waitFor();
  if (await joinAgain.isVisible()) await joinAgain.click();
  await Promise.all([ada.media({ peers: 1 }), bob.media({ peers: 1 })]);
  await ada.tiles(1);
});

e2e(
  "A member who leaves is gone from the other page at once",
  async (stage) => {
    const ada = await stage.member("Ada");
    const bob = await stage.member("Bob");
    await Promise.all([ada.media({ peers: 1 }), bob.media({ peers: 1 })]);
    await bob.get("leave").click();
    await ada.tiles(0);
    assertEquals(await ada.stats(), []);
    await bob.get("self-tile").waitFor({ state: "detached" });
    assertEquals(await bob.stats(), []);
  },
);

e2e("Mute and camera off reach the other side and come back", async (stage) => {
  const ada = await stage.member("Ada");
  const bob = await stage.member("Bob");
  await Promise.all([ada.media({ peers: 1 }), bob.media({ peers: 1 })]);
  const before = await ada.made();
  await ada.get("toggle-mic").click();
  await ada.get("toggle-camera").click();
  await ada.media({ peers: 1 });
  await ada.get("toggle-mic").click();
  await ada.get("toggle-camera").click();
  await bob.media({ peers: 1 });
  await bob.painted(1);
  assertEquals(await ada.made(), before);
});

e2e(
  "Three members make a mesh in which each sees both others",
  async (stage) => {
    const members = [
      await stage.member("Ada"),
      await stage.member("Bob"),
      await stage.member("Cho"),
    ];
    await Promise.all(members.map((member) => member.media({ peers: 2 })));
    for (const member of members) {
      await member.tiles(2);
      await member.painted(2);
    }
    await members[0]?.say("Hello both");
    await Promise.all(members.slice(1).map((m) => m.hears("Hello both")));
  },
);

e2e(
  "A newcomer reads what those inside said before, in its order, with safe links",
  async (stage) => {
    const ada = await stage.member("Ada");
    const bob = await stage.member("Bob");
    await Promise.all([ada.media({ peers: 1 }), bob.media({ peers: 1 })]);
    await ada.say("First, see https://maru.example/a.");
    await bob.hears("First");
    await bob.say("Second javascript:alert(1)");
    await ada.hears("Second");
    await ada.say("Third");
    const cho = await stage.member("Cho");
    await cho.get("unread").filter({ hasText: "3" }).waitFor();
    await cho.hears("Third");
    const lines = await cho.get("chat-message").allInnerTexts();
    assertEquals(lines.map((l) => /First|Second|Third/.exec(l)?.[0]), [
      "First",
      "Second",
      "Third",
    ]);
    const link = cho.get("chat-message").locator("a");
    assertEquals(await link.count(), 1);
    assertEquals(await link.getAttribute("href"), "https://maru.example/a");
    assertEquals(
      await link.getAttribute("rel"),
      "noopener noreferrer nofollow",
    );
  },
);
