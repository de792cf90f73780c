import { assertEquals } from "@std/assert";
import {
  parseFileMessage,
  TRANSFER_END_REASONS,
} from "../../../client/engine/files/file_messages.ts";
import * as limits from "../../../client/engine/files/file_limits.ts";
import { MAX_MEMORY_BYTES } from "../../../client/platform/save/memory_file_store.ts";
import {
  HAS_READ_PERMISSION,
  parseTableBelow,
  readProjectFile,
  stripBackticks,
} from "../../fakes/document.ts";

function test(name: string, fn: (text: string) => void): void {
  Deno.test({
    name,
    ignore: !HAS_READ_PERMISSION,
    fn: async () => fn(await readProjectFile("PROTOCOL.md")),
  });
}

test("PROTOCOL has the limits of files as the code has them", (text) => {
  const all = new Map<string, number>(
    Object.entries({ ...limits, MAX_MEMORY_BYTES }),
  );
  for (const [limit, value, name] of parseTableBelow(text, "Limits of files")) {
    const [number] = (value ?? "").split(" ");
    assertEquals(Number(number), all.get(stripBackticks(name)), limit);
  }
});

test("PROTOCOL has each message about files with its fields", (text) => {
  const values = {
    checksum: "sha256-chain",
    offers: [1],
    id: 1,
    name: "x",
    size: 1,
    offset: 1,
    sha256: "0".repeat(64),
    reason: "refused",
  };
  const rows = parseTableBelow(text, "Files");
  assertEquals(rows.length, 8);
  for (const [kind, , fields = ""] of rows) {
    const message = parseFileMessage(
      JSON.stringify({ ...values, kind: stripBackticks(kind) }),
    );
    const named = fields.split(", ").map(stripBackticks);
    assertEquals(Object.keys(message ?? {}), ["kind", ...named], kind);
  }
});

test("PROTOCOL has each reason for which a file ends", (text) => {
  const at = text.indexOf("| reason |");
  const rows = parseTableBelow(`# Reasons\n${text.slice(at)}`, "Reasons");
  assertEquals(rows.map(([reason]) => stripBackticks(reason)), [
    ...TRANSFER_END_REASONS,
  ]);
});
