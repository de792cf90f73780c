import { assertEquals } from "@std/assert";
import type { TransferStatus } from "../../../../../client/engine/files/file_platform.ts";
import { formatFileSize } from "../../../../../client/view/files/file_size.ts";
import { transferStatusKeyOf } from "../../../../../client/view/files/transfer_text.ts";

const CONTEXT = {
  isOwn: false,
  isDisconnected: false,
  hasDownloadUrl: false,
  hasSizeLimit: false,
};
const ended = (
  reason: (TransferStatus & { kind: "ended" })["reason"],
  isByPeer: boolean,
): TransferStatus => ({ kind: "ended", reason, isByPeer });

const CASES: readonly [TransferStatus, Partial<typeof CONTEXT>, string][] = [
  [{ kind: "offered" }, { isOwn: true }, "fileWaiting"],
  [{ kind: "offered" }, { isOwn: true, isDisconnected: true }, "fileCut"],
  [{ kind: "moving" }, {}, "fileMoving"],
  [{ kind: "moving" }, { isDisconnected: true }, "fileCut"],
  [{ kind: "checking" }, {}, "fileChecking"],
  [{ kind: "done" }, { isOwn: true }, "fileSent"],
  [{ kind: "done" }, {}, "fileSaved"],
  [{ kind: "done" }, { hasDownloadUrl: true }, "fileReady"],
  [ended("cancelled", true), {}, "fileCancelledBy"],
  [ended("cancelled", false), { isDisconnected: true }, "fileCancelled"],
  [ended("checksum", false), {}, "fileDamaged"],
  [ended("checksum", true), { isOwn: true }, "fileDamagedBy"],
  [ended("too-big", false), { hasSizeLimit: true }, "fileTooBigMax"],
  [ended("too-big", false), {}, "fileTooBig"],
  [ended("left", true), {}, "fileLeft"],
];

for (const [status, part, key] of CASES) {
  Deno.test(`transferStatusKeyOf() is ${key} for ${JSON.stringify([status, part])}`, () => {
    const text = transferStatusKeyOf({ status, bytes: 1 }, {
      ...CONTEXT,
      ...part,
    });
    assertEquals<string>(text, key);
  });
}

Deno.test("transferStatusKeyOf() is fileStarting before the first byte", () => {
  const status = { kind: "moving" } as const;
  assertEquals(
    transferStatusKeyOf({ status, bytes: 0 }, CONTEXT),
    "fileStarting",
  );
});

Deno.test.each([
  { bytes: 0, text: "0 bytes" },
  { bytes: 999, text: "999 bytes" },
  { bytes: 1_000, text: "1 kB" },
  { bytes: 3_145_728, text: "3.1 MB" },
  { bytes: 256 * 1_048_576, text: "268 MB" },
  { bytes: 2 ** 40, text: "1.1 TB" },
  { bytes: 2 ** 53, text: "9,007 TB" },
])("formatFileSize() formats $bytes as $text", ({ bytes, text }) => {
  assertEquals(formatFileSize(bytes, "en"), text);
});
