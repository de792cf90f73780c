/** File transfers: several files and receivers, cancelled and interrupted ones. @module */
import { assert, assertEquals } from "@std/assert";
import {
  WINDOW_BYTES,
  WRITE_BATCH_BYTES,
} from "../../../client/engine/files/file_limits.ts";
import { axeViolations } from "../harness/axe.ts";
import {
  accept,
  card,
  choose,
  fileMember,
  liveBytes,
  makeFile,
  saved,
  says,
  withFolder,
  writtenBytes,
} from "./file_page.ts";
import { e2e } from "../harness/e2e.ts";

const MIB = 1_048_576;

e2e(
  "Two files reach two members at the same time, byte for byte, on disk",
  (session) =>
    withFolder(async (folder) => {
      const one = await makeFile(folder, "one.bin", 3 * MIB + 17);
      const two = await makeFile(folder, "둘.bin", 2 * MIB);
      const ada = await fileMember(session, "Ada");
      const others = [
        await fileMember(session, "Bob"),
        await fileMember(session, "Cho"),
      ];
      await ada.media({ peers: 2 });
      await choose(ada, one, two);
      for (const other of others) {
        await card(other, two.name).getByTestId("file-refuse").waitFor();
        assertEquals(await axeViolations(other), []);
      }
      for (const { name } of [one, two]) {
        await Promise.all(others.map((other) => accept(other, name)));
      }
      for (const { name, size, sha256 } of [one, two]) {
        for (const other of others) {
          await says(other, name, "Saved, checksum verified");
          assertEquals(await saved(other, name), { size, sha256 });
        }
        await says(ada, name, "Delivered", "Delivered");
      }
      for (const page of [ada, ...others]) {
        assertEquals(await axeViolations(page), []);
        assertEquals(await page.cspViolations(), []);
      }
    }),
  { isCore: true },
);

e2e(
  "A file dropped on the page is offered to the others",
  (session) =>
    withFolder(async (folder) => {
      const file = await makeFile(folder, "dropped.bin", 70_001);
      const ada = await session.member("Ada");
      const bob = await fileMember(session, "Bob");
      await ada.media({ peers: 1 });
      const base64 = (await Deno.readFile(file.path)).toBase64();
      const drag = await ada.page.evaluateHandle(`(async () => {
      const bytes = Uint8Array.from(atob("${base64}"), (c) => c.charCodeAt(0));
      const transfer = new DataTransfer();
      transfer.items.add(new File([bytes], "${file.name}"));
      return transfer;
    })()`);
      const main = ada.page.locator("main");
      await main.dispatchEvent("dragenter", { dataTransfer: drag });
      await ada.get("file-drop").waitFor();
      assertEquals(await axeViolations(ada), []);
      await main.dispatchEvent("drop", { dataTransfer: drag });
      await ada.get("file-drop").waitFor({ state: "detached" });
      await says(ada, file.name, "Waiting for a response");
      await accept(bob, file.name);
      await says(bob, file.name, "Saved, checksum verified");
      const { size, sha256 } = file;
      assertEquals(await saved(bob, file.name), { size, sha256 });
    }),
);

e2e(
  "Either side can stop a transfer, and no partial file remains",
  (session) =>
    withFolder(async (folder) => {
      const names = ["refused.bin", "stopped.bin", "withdrawn.bin"] as const;
      const files = await Promise.all(
        names.map((name) => makeFile(folder, name, 8 * MIB)),
      );
      const ada = await fileMember(session, "Ada");
      const bob = await fileMember(session, "Bob");
      await ada.media({ peers: 1 });
      await bob.page.evaluate("maruSaved.holdAt(1)");
      await choose(ada, ...files);

      await card(bob, names[0]).getByTestId("file-refuse").click();
      await says(ada, names[0], "Declined by Bob");
      await says(bob, names[0], "Declined");

      for (const name of names.slice(1)) {
        await accept(bob, name);
        await says(bob, name, " of 8.4 MB");
      }
      await card(bob, names[1]).getByTestId("file-cancel").click();
      await says(ada, names[1], "Cancelled by Bob");
      await card(ada, names[2]).getByTestId("file-cancel").click();
      await says(bob, names[2], "Cancelled by Ada");
      await bob.page.evaluate("maruSaved.go()");
      for (const name of names) {
        await bob.until(`maruSaved.saved("${name}").then((file) => !file)`);
      }
      assertEquals(await axeViolations(bob), []);
    }),
);

e2e(
  "A slow disk slows the sender down, and an interrupted transfer resumes where it stopped",
  (session) =>
    withFolder(async (folder) => {
      const file = await makeFile(folder, "large.bin", 32 * MIB);
      const ada = await fileMember(session, "Ada");
      const bob = await fileMember(session, "Bob");
      await ada.media({ peers: 1 });
      const before = await Promise.all([ada, bob].map(liveBytes));
      await bob.page.evaluate(`maruSaved.holdAt(${24 * MIB})`);
      await choose(ada, file);
      await accept(bob, file.name);
      await bob.until(`maruSaved.written("${file.name}") >= ${24 * MIB}`);
      await ada.restartIce();
      await ada.media({ peers: 1 });
      const sent = await ada.page.evaluate<number>("maruProbe.sentOnFiles()");
      assert(
        sent < 24 * MIB + WRITE_BATCH_BYTES + WINDOW_BYTES + MIB,
        `${sent} bytes were sent while the disk did not write`,
      );
      const held = await Promise.all([ada, bob].map(liveBytes));
      const grown = held.map((bytes, i) => bytes - (before[i] ?? NaN));
      assert(grown.every((bytes) => bytes < 12 * MIB), `Grown by ${grown}`);

      const made = await ada.made();
      await ada.page.evaluate("maruProbe.closeAll()");
      await ada.until(`maruProbe.made() > ${made}`);
      await ada.media({ peers: 1 });
      await bob.page.evaluate("maruSaved.go()");
      await says(bob, file.name, "Saved, checksum verified");
      await says(ada, file.name, "Delivered");
      const { size, sha256 } = file;
      assertEquals(await saved(bob, file.name), { size, sha256 });
      // No byte was written twice.
      assertEquals(await writtenBytes(bob, file.name), size);
    }),
);

const WITHOUT_PICKER = "delete globalThis.showSaveFilePicker;";
const WITHOUT_FOLDER = "delete StorageManager.prototype.getDirectory;";

for (
  const [where, script] of [
    ["the private folder", WITHOUT_PICKER],
    ["memory", WITHOUT_PICKER + WITHOUT_FOLDER],
  ] as const
) {
  e2e(
    `A browser without a save dialog keeps a file in ${where} and saves it by the click that accepted it`,
    (session) =>
      withFolder(async (folder) => {
        const file = await makeFile(folder, "page.html", 5 * MIB + 3);
        const ada = await fileMember(session, "Ada");
        const bob = await fileMember(session, "Bob", script);
        await ada.media({ peers: 1 });
        await choose(ada, file);
        const [download] = await Promise.all([
          bob.page.waitForEvent("download"),
          accept(bob, file.name),
        ]);
        assertEquals(download.suggestedFilename(), file.name);
        const bytes = await Deno.readFile(await download.path());
        const hash = await crypto.subtle.digest("SHA-256", bytes);
        assertEquals(new Uint8Array(hash).toHex(), file.sha256);
        assertEquals(await bob.cspViolations(), []);
      }),
  );
}

e2e("Files left by an earlier page are deleted", async (session) => {
  const ada = await session.page("Ada");
  await ada.page.addInitScript(WITHOUT_PICKER);
  await ada.page.goto(session.room());
  await ada.page.evaluate(`navigator.storage.getDirectory().then((root) =>
    root.getDirectoryHandle("maru-files-left", { create: true }))`);
  await ada.page.reload();
  await ada.until(`navigator.storage.getDirectory().then((root) =>
    root.getDirectoryHandle("maru-files-left").then(() => false, () => true))`);
});

e2e(
  "A page that does not support files keeps working",
  (session) =>
    withFolder(async (folder) => {
      const file = await makeFile(folder, "unheard.bin", 1_000);
      const ada = await fileMember(session, "Ada");
      const bob = await fileMember(
        session,
        "Bob",
        `const create = RTCPeerConnection.prototype.createDataChannel;
      RTCPeerConnection.prototype.createDataChannel = function (label, init) {
        return label === "files" ? {} : create.call(this, label, init);
      };`,
      );
      await ada.media({ peers: 1 });
      await choose(ada, file);
      await says(ada, file.name, "Waiting for a response");
      await ada.say("Did you get it?");
      await bob.hears("Did you get it?");
      await bob.say("Get what?");
      await ada.hears("Get what?");
      await bob.media({ peers: 1 });
    }),
);
