/** The menu of the control bar and the panel beside the stage. @module */
import { assertEquals } from "@std/assert";
import denoJson from "../../deno.json" with { type: "json" };
import { axeViolations } from "./axe.ts";
import type { CallPage } from "./call_page.ts";
import { e2e } from "./stage.ts";

/** Test id of the element that has the keyboard's focus. */
function focused(page: CallPage): Promise<string | undefined> {
  return page.page.evaluate<string | undefined>(
    "document.activeElement?.dataset.testid",
  );
}

e2e("The menu opens by keyboard and gives the focus back", async (stage) => {
  const ada = await stage.member("Ada");
  await ada.get("more").focus();
  await ada.page.keyboard.press("Enter");
  await ada.page.locator(".menu").waitFor();
  assertEquals(await axeViolations(ada), []);
  const version = await ada.get("version").innerText();
  assertEquals(version, `Maru ${denoJson.version}`);
  const first = await focused(ada);
  await ada.page.keyboard.press("ArrowUp");
  await ada.page.keyboard.press("ArrowDown");
  assertEquals(await focused(ada), first);
  await ada.page.keyboard.press("Escape");
  await ada.page.locator(".menu").waitFor({ state: "detached" });
  assertEquals(await focused(ada), "more");
  await ada.get("more").click();
  await ada.page.mouse.click(640, 120);
  await ada.page.locator(".menu").waitFor({ state: "detached" });
});

e2e("A panel closes by Escape and gives the focus back", async (stage) => {
  const ada = await stage.member("Ada");
  await ada.get("chat-toggle").click();
  await ada.get("chat-panel").waitFor();
  await ada.page.keyboard.press("Escape");
  await ada.get("chat-panel").waitFor({ state: "detached" });
  assertEquals(await focused(ada), "chat-toggle");
});
