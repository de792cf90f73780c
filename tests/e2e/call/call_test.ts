/** Media in a call of two or three members: glare, reload, leaving, mute. @module */
import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { e2e } from "../harness/e2e.ts";

e2e(
  "Two members see and hear each other without any request to another machine",
  async (session) => {
    const ada = await session.member("Ada");
    const bob = await session.member("Bob");
    for (const member of [ada, bob]) {
      const [connection] = await member.media({ peers: 1 });
      await member.painted(1);
      assert(connection);
      // prflx: the connectivity check arrived before the signaled candidate.
      assert(["host", "prflx"].includes(connection.remoteType));
      assertEquals(member.strayRequests, []);
      assertEquals(await member.cspViolations(), []);
    }
  },
  { isCore: true },
);

e2e(
  "Media continues when both sides renegotiate at the same time",
  async (session) => {
    const ada = await session.member("Ada");
    const bob = await session.member("Bob");
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

e2e("Two members who join at the same time receive media", async (session) => {
  const pages = await Promise.all([session.page("Ada"), session.page("Bob")]);
  await Promise.all(pages.map((page) => page.join(session.room())));
  await Promise.all(pages.map((page) => page.media({ peers: 1 })));
});

e2e("A member who reloads the page rejoins the call", async (session) => {
  const ada = await session.member("Ada");
  const bob = await session.member("Bob");
  await Promise.all([ada.media({ peers: 1 }), bob.media({ peers: 1 })]);
  await bob.page.reload();
  const joinAgain = bob.get("join");
  await bob.get("self-tile").or(joinAgain).first().waitFor();
  if (await joinAgain.isVisible()) await joinAgain.click();
  await Promise.all([ada.media({ peers: 1 }), bob.media({ peers: 1 })]);
  await ada.tiles(1);
});

e2e(
  "A member who leaves disappears from the other page immediately",
  async (session) => {
    const ada = await session.member("Ada");
    const bob = await session.member("Bob");
    await Promise.all([ada.media({ peers: 1 }), bob.media({ peers: 1 })]);
    await bob.get("leave").click();
    await ada.tiles(0);
    assertEquals(await ada.stats(), []);
    await bob.get("self-tile").waitFor({ state: "detached" });
    assertEquals(await bob.stats(), []);
  },
  { isCore: true },
);

e2e(
  "A page animates nothing while a member is being connected",
  async (session) => {
    const ada = await session.member("Ada");
    const bob = await session.page("Bob");
    const video = `document.querySelector('[data-testid="tile"] video')`;
    await bob.page.addInitScript(
      `new MutationObserver(() => {
        const video = ${video};
        if (!video) return;
        globalThis.firstTransition ??= getComputedStyle(video).transitionProperty;
      }).observe(document, { childList: true, subtree: true });`,
    );
    await bob.join(session.room());
    await Promise.all([ada.painted(1), bob.painted(1)]);
    await bob.until('firstTransition === "none"');
    const animates =
      `getComputedStyle(${video}).transitionProperty === "opacity"`;
    for (const page of [ada, bob]) await page.until(animates);
  },
);

e2e(
  "Mute and camera off reach the other side and can be undone",
  async (session) => {
    const ada = await session.member("Ada");
    const bob = await session.member("Bob");
    await Promise.all([ada.media({ peers: 1 }), bob.media({ peers: 1 })]);
    const before = await ada.made();
    const muted = bob.get("tile").locator(".tile-muted");
    const picture = bob.get("tile").locator("video.is-shown");
    await ada.get("toggle-mic").click();
    await ada.get("toggle-camera").click();
    await muted.waitFor();
    await picture.waitFor({ state: "detached" });
    await ada.media({ peers: 1 });
    await ada.get("toggle-mic").click();
    await ada.get("toggle-camera").click();
    await muted.waitFor({ state: "detached" });
    await picture.waitFor();
    await bob.media({ peers: 1 });
    await bob.painted(1);
    assertEquals(await ada.made(), before);
  },
);

e2e(
  "Three members form a mesh in which each sees both others",
  async (session) => {
    const members = [
      await session.member("Ada"),
      await session.member("Bob"),
      await session.member("Cho"),
    ];
    await Promise.all(members.map((member) => member.media({ peers: 2 })));
    for (const member of members) {
      await member.tiles(2);
      await member.painted(2);
    }
    await members[0]?.say("Hello both");
    await Promise.all(members.slice(1).map((m) => m.hears("Hello both")));
  },
  { isCore: true },
);
