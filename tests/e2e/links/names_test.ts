/** Display names and texts at their limits. @module */
import { assertEquals } from "@std/assert";
import { e2e } from "../harness/e2e.ts";

const FAMILY = "👨‍👩‍👧‍👦";
const MAX_NAME_LENGTH = 60;
/** A drop of one folder and one file, which no browser makes from a script. */
const DROP = `{
  const drop = new Event("drop", { bubbles: true, cancelable: true });
  const folder = {
    kind: "file",
    webkitGetAsEntry: () => ({ isDirectory: true }),
    getAsFile: () => new File([], "folder"),
  };
  const file = {
    kind: "file",
    webkitGetAsEntry: () => ({ isDirectory: false }),
    getAsFile: () => new File(["text"], ".env"),
  };
  drop.dataTransfer = { types: ["Files"], items: [folder, file] };
  document.body.dispatchEvent(drop);
}`;

e2e(
  "A name that is too long is cut between characters, and the page says so",
  async (session) => {
    const ada = await session.page("Ada");
    await ada.page.goto(session.room());
    const input = ada.get("name-input");
    await input.fill(FAMILY.repeat(20));
    await ada.page.getByText(`up to ${MAX_NAME_LENGTH} characters`).waitFor();
    const kept = Math.floor(MAX_NAME_LENGTH / FAMILY.length);
    assertEquals(await input.inputValue(), FAMILY.repeat(kept));
    await input.fill("Ada");
    await ada.page.getByText(`up to ${MAX_NAME_LENGTH} characters`)
      .waitFor({ state: "detached" });
    assertEquals(await ada.cspViolations(), []);
  },
);

e2e(
  "A name of invisible characters is Guest, one from right to left keeps its place",
  async (session) => {
    const ada = await session.page("Ada");
    await ada.join(session.room());
    const hidden = await session.page("\u200b\u200d\u3164");
    await hidden.join(session.room());
    await ada.get("tile").filter({ hasText: "Guest" }).waitFor();
    const noa = await session.page("נועה!");
    await noa.join(session.room());
    const name = ada.page.locator(".tile-name-text", { hasText: "נועה!" });
    await name.waitFor();
    assertEquals(await name.getAttribute("dir"), "auto");
  },
);

e2e(
  "A message that is too long and a folder are not cut or dropped in silence",
  async (session) => {
    const ada = await session.member("Ada");
    const bob = await session.member("Bob");
    await Promise.all([ada.media({ peers: 1 }), bob.media({ peers: 1 })]);
    await ada.get("chat-toggle").click();
    await ada.get("chat-input").fill(`${"x".repeat(3_995)}${FAMILY}`);
    await ada.page.getByText("up to 4000 characters").waitFor();
    await ada.get("chat-send").click();
    await bob.hears("x".repeat(3_995));
    await ada.page.evaluate(DROP);
    await ada.page.getByText("Folders can’t be sent").first().waitFor();
    // The file beside the folder is offered, under its own name.
    await bob.page.locator('[data-name=".env"]').waitFor();
  },
);
