/** Files between Chromium and Firefox, in both directions. @module */
import { assertEquals } from "@std/assert";
import {
  accept,
  card,
  choose,
  fileMember,
  makeFile,
  saved,
  says,
  withFolder,
} from "../files/file_page.ts";
import { e2e } from "../harness/e2e.ts";

/** SHA-256 of the one file in the page's private folder. */
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

/** Names of the files that the page downloads: Playwright sees none in Firefox. */
const WATCH_DOWNLOADS = `
globalThis.maruDownloads = [];
document.addEventListener("click", ({ target }) => {
  if (target.download && target.href.startsWith("blob:")) {
    maruDownloads.push(target.download);
  }
});`;

e2e(
  "A file travels from Chromium to Firefox, which saves it by one click, and another one back",
  (session) =>
    withFolder(async (folder) => {
      const there = await makeFile(folder, "there.bin", 600_001);
      const back = await makeFile(folder, "back.bin", 400_003);
      const ada = await fileMember(session, "Ada");
      const bob = await session.firefoxPage("Bob");
      await bob.page.addInitScript(WATCH_DOWNLOADS);
      await bob.join(session.room());
      await bob.get("chat-toggle").click();
      await bob.media({ peers: 1 });

      await choose(ada, there);
      await accept(bob, there.name);
      await says(bob, there.name, "Download complete, checksum verified");
      await card(bob, there.name).getByTestId("file-download").waitFor();
      assertEquals(await bob.page.evaluate(HASH_IN_FOLDER), there.sha256);
      assertEquals(await bob.page.evaluate("maruDownloads"), [there.name]);

      await choose(bob, back);
      await accept(ada, back.name);
      await says(ada, back.name, "Saved, checksum verified");
      const { size, sha256 } = back;
      assertEquals(await saved(ada, back.name), { size, sha256 });
    }),
  { needsFirefox: true },
);
