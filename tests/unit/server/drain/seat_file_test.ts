import { assertEquals, assertStringIncludes } from "@std/assert";
import {
  readSeatHandover,
  writeSeatHandover,
} from "../../../../server/drain/seat_file.ts";
import { createLog } from "../../../../server/log.ts";

/** A folder in memory, whose disk may be full. */
function createFolder(isFull = false) {
  const files = new Map<string, string>();
  return {
    files,
    read: (name: string) => Promise.resolve(files.get(name) ?? null),
    write: (name: string, text: string) => {
      if (isFull) return Promise.reject(new Error("No space left on device"));
      files.set(name, text);
      return Promise.resolve();
    },
    remove: (name: string) => {
      files.delete(name);
      return Promise.resolve();
    },
  };
}

function setUp() {
  const lines: string[] = [];
  const log = createLog({
    level: "info",
    format: "text",
    nowMs: () => 0,
    write: (line) => lines.push(line),
  });
  return { lines, log };
}

Deno.test("the next process reads the seats, once", async () => {
  const { log, lines } = setUp();
  const folder = createFolder();
  await writeSeatHandover(
    { createHandover: () => ({ rooms: ["r"] }) },
    folder,
    log,
  );
  const restored: unknown[] = [];
  const restoreSeats = (content: unknown) => restored.push(content);
  await readSeatHandover({ restoreSeats }, folder, log);
  await readSeatHandover({ restoreSeats }, folder, log);
  assertEquals(restored, [{ rooms: ["r"] }]);
  assertEquals(folder.files.size, 0);
  assertStringIncludes(lines.join("\n"), "seats=1");
});

Deno.test("a server without members leaves no file", async () => {
  const folder = createFolder();
  const createHandover = () => ({ rooms: [] });
  await writeSeatHandover({ createHandover }, folder, setUp().log);
  assertEquals(folder.files.size, 0);
});

Deno.test("a full disk costs the seats, not the end of the process", async () => {
  const { log, lines } = setUp();
  const createHandover = () => ({ rooms: ["r"] });
  await writeSeatHandover({ createHandover }, createFolder(true), log);
  assertStringIncludes(lines.join("\n"), "check the space of DATA_DIR");
});

Deno.test("a file that cannot be read does not stop the start twice", async () => {
  const { log, lines } = setUp();
  const folder = createFolder();
  folder.files.set("seats.json", '{"rooms":[');
  const contents: unknown[] = [];
  await readSeatHandover(
    {
      restoreSeats: (content) => {
        contents.push(content);
        return null;
      },
    },
    folder,
    log,
  );
  assertEquals([contents, folder.files.size], [[null], 0]);
  assertStringIncludes(lines.join("\n"), "unreadable");
});
