/** A file between Chromium and Firefox, both ways. @module */
import { assertEquals } from "@std/assert";
import { launchFirefox } from "./browser.ts";
import { CallPage } from "./call_page.ts";
import {
  accept,
  card,
  choose,
  fileMember,
  makeFile,
  saved,
  says,
  withFolder,
} from "./file_page.ts";
import { e2e } from "./stage.ts";

e2e(
  "A file goes from Chromium to Firefox, and one the other way",
  (stage) =>
    withFolder(async (folder) => {
      const there = await makeFile(folder, "there.bin", 600_001);
      const back = await makeFile(folder, "back.bin", 400_003);
      await using firefox = await launchFirefox();
      const ada = await fileMember(stage, "Ada");
      const bob = await CallPage.open(firefox, "Bob");
      await bob.join(stage.room());
      await bob.get("chat-toggle").click();
      await bob.media({ peers: 1 });

      await choose(ada, there);
      await accept(bob, there.name);
      await says(bob, there.name, "All here, checksum right");
      const [download] = await Promise.all([
        bob.page.waitForEvent("download"),
        card(bob, there.name).getByTestId("file-download").click(),
      ]);
      const bytes = await Deno.readFile(await download.path());
      const hash = await crypto.subtle.digest("SHA-256", bytes);
      assertEquals(new Uint8Array(hash).toHex(), there.sha256);

      await choose(bob, back);
      await accept(ada, back.name);
      await says(ada, back.name, "Saved, checksum right");
      const { size, sha256 } = back;
      assertEquals(await saved(ada, back.name), { size, sha256 });
    }),
  { needsFirefox: true },
);
