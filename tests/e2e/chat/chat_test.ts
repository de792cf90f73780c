/** Text messages between members, and the history that a newcomer receives. @module */
import { assert, assertEquals } from "@std/assert";
import { e2e } from "../harness/e2e.ts";

e2e("Chat messages arrive in both directions, in order", async (session) => {
  const ada = await session.member("Ada");
  const bob = await session.member("Bob");
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
}, { isCore: true });

e2e(
  "A newcomer receives the earlier messages in order, with safe links",
  async (session) => {
    const ada = await session.member("Ada");
    const bob = await session.member("Bob");
    await Promise.all([ada.media({ peers: 1 }), bob.media({ peers: 1 })]);
    await ada.say("First, see https://maru.example/a.");
    await bob.hears("First");
    await bob.say("Second javascript:alert(1)");
    await ada.hears("Second");
    await ada.say("Third");
    const cho = await session.member("Cho");
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

e2e(
  "A key of an input method neither sends a message nor closes the chat",
  async (session) => {
    const ada = await session.member("Ada");
    await ada.get("chat-toggle").click();
    const input = ada.get("chat-input");
    await input.fill("안녕하세요");
    // Safari dispatches the key after the end of the composition.
    for (const key of ["Enter", "Escape"]) {
      await input.dispatchEvent("compositionend", { data: "요" });
      await input.dispatchEvent("keydown", { key, keyCode: 229 });
    }
    assertEquals(await input.inputValue(), "안녕하세요");
    assertEquals(await ada.get("chat-message").count(), 0);
    await input.press("Enter");
    await ada.hears("안녕하세요");
    assertEquals(await input.inputValue(), "");
    await input.press("Escape");
    await input.waitFor({ state: "detached" });
  },
);
