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

/** SHA-256 of the one file in the page's private folder, where it was kept. */
const HASH_IN_FOLDER = `(async () => {
  const root = await navigator.storage.getDirectory();
  for await (const [name, folder] of root.entries()) {
    if (!name.startsWith("maru-files-")) continue;
    const file = await (await folder.getFileHandle("0")).getFile();
    const bytes = await file.arrayBuffer();
    const hash = await crypto.subtle.digest("SHA-256", bytes);
    return [...new Uint8Array(hash)]
      .map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }
})()`;

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
      await says(bob, there.name, "Download complete, checksum verified");
      await card(bob, there.name).getByTestId("file-download").waitFor();
      assertEquals(await bob.page.evaluate(HASH_IN_FOLDER), there.sha256);

      await choose(bob, back);
      await accept(ada, back.name);
      await says(ada, back.name, "Saved, checksum verified");
      const { size, sha256 } = back;
      assertEquals(await saved(ada, back.name), { size, sha256 });
    }),
  { needsFirefox: true },
);
