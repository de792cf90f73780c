/** Text messages between members, and the history that a newcomer receives. @module */
import { assert, assertEquals } from "@std/assert";
import { Buffer } from "node:buffer";
import { card, fileMember } from "../files/file_page.ts";
import { axeViolations } from "../harness/axe.ts";
import type { CallPage } from "../harness/call_page.ts";
import { e2e } from "../harness/e2e.ts";
import type { Locator } from "../harness/packages.ts";
import { makePng } from "./png_image.ts";

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

e2e(
  "A private message reaches one member only, marked for both; a reply to it stays private, and newcomers get neither",
  async (session) => {
    const ada = await session.member("Ada");
    const bob = await session.member("Bob");
    const cho = await session.member("Cho");
    await Promise.all([ada, bob, cho].map((page) => page.media({ peers: 2 })));
    const openChat = (page: CallPage) => page.get("chat-toggle").click();
    await Promise.all([ada, bob, cho].map(openChat));
    const recipient = ada.get("chat-recipient");
    await recipient.selectOption({ label: "Bob (private)" });
    await ada.say("only for Bob");
    await bob.hears("only for Bob");
    await markOf(ada, "only for Bob").getByText("Bob (private)").waitFor();
    await markOf(bob, "only for Bob").getByText("Only to you").waitFor();
    await bob.get("live-region").getByText("Ada says to you privately")
      .waitFor();
    // The next one stays private until the sender chooses everyone.
    assertEquals(
      await ada.get("chat-input").getAttribute("aria-label"),
      "Private message to Bob",
    );
    await message(bob, "only for Bob").getByTestId("chat-reply").click();
    await bob.say("answer to Ada");
    await ada.hears("answer to Ada");
    await markOf(ada, "answer to Ada").waitFor();
    await message(ada, "answer to Ada").getByTestId("chat-quote")
      .getByText("only for Bob").waitFor();
    // Arrives behind the private ones on the same channels.
    for (const page of [ada, bob]) {
      await page.get("chat-recipient").selectOption({ label: "Everyone" });
      await page.say(`for all from ${page.name}`);
    }
    const dan = await session.member("Dan");
    for (const page of [cho, dan]) {
      await page.hears("for all from Ada");
      await page.hears("for all from Bob");
      const texts = (await page.get("chat-message").allInnerTexts()).join();
      assert(!/only for Bob|answer to Ada/.test(texts), texts);
    }
    assertEquals(await axeViolations(ada), []);
    // A member that left does not turn a private message into a public one.
    await recipient.selectOption({ label: "Bob (private)" });
    await ada.get("chat-input").fill("secret again");
    await bob.get("leave").click();
    await ada.page.getByText("Bob left. Choose who gets this message.")
      .waitFor();
    await ada.get("chat-input").press("Enter");
    assert(await ada.get("chat-send").isDisabled());
    assertEquals(await ada.get("chat-input").inputValue(), "secret again");
    assertEquals(await ada.get("chat-message").count(), 4);
  },
);

e2e(
  "A reply quotes the message and leads to it, also for a newcomer and by keyboard",
  async (session) => {
    const ada = await session.member("Ada");
    const bob = await session.member("Bob");
    await Promise.all([ada.media({ peers: 1 }), bob.media({ peers: 1 })]);
    await ada.say("Can we meet at three?");
    await bob.hears("Can we meet");
    for (let i = 0; i < 12; i++) await ada.say(`line\n${i}`);
    await bob.hears("11");
    const reply = message(bob, "Can we meet").getByTestId("chat-reply");
    assertEquals(await reply.getAttribute("aria-label"), "Reply to Ada");
    await reply.focus();
    await bob.page.keyboard.press("Enter");
    await bob.get("composer-reply").getByText("Can we meet").waitFor();
    await bob.page.keyboard.type("At four, please");
    await bob.page.keyboard.press("Enter");
    await bob.get("composer-reply").waitFor({ state: "detached" });
    await ada.hears("At four");
    const cho = await session.member("Cho");
    await cho.hears("At four");
    await cho.hears("Can we meet");
    for (const page of [ada, cho]) {
      const jump = message(page, "At four").getByTestId("chat-jump");
      await jump.getByText("Can we meet at three?").waitFor();
      await jump.focus();
      await page.page.keyboard.press("Enter");
      await page.until(
        `document.activeElement.matches("[data-testid=chat-message]") &&
        document.activeElement.innerText.includes("Can we meet")`,
      );
    }
    // The next message is no reply.
    await bob.say("See you then");
    await ada.hears("See you");
    assertEquals(
      await message(ada, "See you").getByTestId("chat-quote").count(),
      0,
    );
  },
);

e2e(
  "An emoji goes to the caret, and the chat is saved without private messages",
  async (session) => {
    const ada = await session.member("Ada");
    const bob = await session.member("Bob");
    const cho = await session.member("Cho");
    await Promise.all([ada, bob, cho].map((page) => page.media({ peers: 2 })));
    await ada.get("chat-toggle").click();
    const input = ada.get("chat-input");
    await input.fill("Good  morning");
    await input.press("Control+Home");
    for (let i = 0; i < 5; i++) await input.press("ArrowRight");
    await ada.get("emoji-toggle").focus();
    await ada.page.keyboard.press("Enter");
    await ada.get("emoji-grid").waitFor();
    // Closes the popup, not the panel.
    await ada.page.keyboard.press("Escape");
    await ada.get("emoji-grid").waitFor({ state: "detached" });
    await ada.page.keyboard.press("Enter");
    await ada.get("emoji-grid").getByText("👍").waitFor();
    assertEquals(await axeViolations(ada), []);
    // The first one has the focus.
    await ada.until(`document.activeElement.matches(".emoji")`);
    await ada.page.keyboard.press("ArrowRight");
    await ada.page.keyboard.press("Enter");
    await ada.get("emoji-grid").waitFor({ state: "detached" });
    assertEquals(await input.inputValue(), "Good 😄 morning");
    await ada.page.keyboard.press("Enter");
    await bob.hears("Good 😄 morning");
    await bob.get("chat-recipient").selectOption({ label: "Ada (private)" });
    await bob.say("psst");
    await ada.hears("psst");
    const save = ada.get("save-chat");
    assertEquals(
      await save.getAttribute("aria-label"),
      "Save chat without private messages",
    );
    const [download] = await Promise.all([
      ada.page.waitForEvent("download"),
      save.click(),
    ]);
    assert(/^maru-room.*\.txt$/.test(download.suggestedFilename()));
    const text = await Deno.readTextFile(await download.path());
    assert(/\] Ada: Good 😄 morning/.test(text), text);
    assert(!text.includes("psst"), text);
  },
);

e2e(
  "A received image is shown after the click that accepts it; what only looks like one is not",
  async (session) => {
    const ada = await fileMember(session, "Ada");
    const bob = await session.member("Bob");
    await Promise.all([ada.media({ peers: 1 }), bob.media({ peers: 1 })]);
    const svg = Buffer.from(
      `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>`,
    );
    const pictures = [
      { name: "floor.png", mimeType: "image/png", buffer: makePng(640, 360) },
      // 100 million pixels in some kilobytes.
      { name: "huge.png", mimeType: "image/png", buffer: makePng(1e4, 1e4) },
      { name: "fake.png", mimeType: "image/png", buffer: svg },
      { name: "plan.svg", mimeType: "image/svg+xml", buffer: svg },
    ];
    await bob.get("chat-toggle").click();
    await bob.get("file-input").setInputFiles(pictures);
    for (const { name } of pictures) {
      await card(ada, name).getByTestId("file-accept").waitFor();
    }
    assertEquals(await ada.page.locator(".file img").count(), 0);
    for (const { name } of pictures) {
      await card(ada, name).getByTestId("file-accept").click();
      await card(ada, name).locator('[data-state="done"]').waitFor();
    }
    const preview = card(ada, "floor.png").getByTestId("file-preview");
    await preview.waitFor();
    assertEquals(await preview.getAttribute("alt"), "Preview of floor.png");
    await ada.until(
      `document.querySelector("[data-testid=file-preview]").naturalWidth === 640`,
    );
    for (const name of ["huge.png", "fake.png"]) {
      await card(ada, name).getByText("can't be previewed").waitFor();
    }
    assertEquals(await ada.page.locator(".file img").count(), 1);
    assertEquals(await ada.cspViolations(), []);
    assertEquals(await axeViolations(ada), []);
  },
);

/** The chat message with this text. */
function message(page: CallPage, text: string): Locator {
  return page.get("chat-message").filter({
    has: page.page.locator(".chat-text", { hasText: text }),
  });
}

/** The mark of a private message. */
function markOf(page: CallPage, text: string): Locator {
  return message(page, text).getByTestId("chat-private");
}

e2e(
  "The chat stays where a person reads, and at its end otherwise, also while a preview loads",
  async (session) => {
    const ada = await fileMember(session, "Ada");
    const bob = await session.member("Bob");
    await Promise.all([ada.media({ peers: 1 }), bob.media({ peers: 1 })]);
    const list = `document.querySelector(".chat-lines")`;
    const fromEnd =
      `(${list}.scrollHeight - ${list}.scrollTop - ${list}.clientHeight)`;
    await bob.say("A long message\n".repeat(60) + "its end");
    await ada.hears("its end");
    await ada.until(`${fromEnd} < 8`);
    await ada.page.evaluate(`${list}.scrollTo(0, 0)`);
    await bob.say("Did you read it?");
    await ada.hears("Did you read it?");
    await ada.until(`${list}.scrollTop === 0`);
    await ada.say("Not yet");
    await ada.until(`${fromEnd} < 8`);

    await bob.get("file-input").setInputFiles([
      { name: "wall.png", mimeType: "image/png", buffer: makePng(640, 360) },
    ]);
    await card(ada, "wall.png").getByTestId("file-accept").click();
    await card(ada, "wall.png").getByTestId("file-preview").waitFor();
    await ada.until(`${fromEnd} < 8`);
  },
);
