import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import { startMaru } from "../../../../server/app.ts";
import { loadConfig } from "../../../../server/config/config.ts";
import { createLog, silentLog } from "../../../../server/log.ts";
import {
  openSqliteRoomStore,
  type SqliteRoomStore,
} from "../../../../server/room_store/sqlite_room_store.ts";
import { StartupError } from "../../../../server/startup_error.ts";
import type { RoomRecord } from "../../../../signaling/room/room_store.ts";
import { HAS_SERVER_PERMISSIONS } from "../../../fakes/running_maru.ts";
import {
  CONTRACT_LIMITS,
  CONTRACT_START_MS,
  testRoomStore,
} from "../../../unit/signaling/room/room_store_contract.ts";

const START = CONTRACT_START_MS;
const onUnix = Deno.build.os !== "windows";

const RECORD: RoomRecord = {
  isLocked: true,
  hosts: ["a"],
  membersSinceMs: START,
  keptMembers: [],
  endedUntilMs: 0,
  emptyAtMs: null,
};

function test(name: string, fn: (dir: string) => Promise<void> | void): void {
  Deno.test({
    name,
    ignore: !HAS_SERVER_PERMISSIONS,
    fn: async () => {
      const dir = await Deno.makeTempDir({ prefix: "maru-store-" });
      try {
        await fn(dir);
      } finally {
        await Deno.remove(dir, { recursive: true });
      }
    },
  });
}

function open(dir: string, nowMs = START, log = silentLog): SqliteRoomStore {
  const path = `${dir}/rooms.sqlite`;
  const limits = CONTRACT_LIMITS;
  return openSqliteRoomStore({ path, nameKey: "key", log, limits }, nowMs);
}

/** A log that keeps its lines. */
function keepingLog() {
  const lines: string[] = [];
  const log = createLog({
    level: "info",
    format: "text",
    nowMs: () => 0,
    write: (line) => lines.push(line),
  });
  return { log, lines };
}

testRoomStore("SqliteRoomStore", async () => {
  const dir = await Deno.makeTempDir({ prefix: "maru-store-" });
  const stores = [open(dir)];
  return {
    store: stores[0] ?? open(dir),
    // The earlier store stays open, as a killed process closes nothing.
    restart: (nowMs) => {
      const next = open(dir, nowMs);
      stores.push(next);
      return Promise.resolve(next);
    },
    [Symbol.asyncDispose]: async () => {
      for (const store of stores) store.close();
      await Deno.remove(dir, { recursive: true });
    },
  };
}, !HAS_SERVER_PERMISSIONS);

test("SqliteRoomStore stores names of rooms as HMAC under its key only", async (dir) => {
  const store = open(dir);
  store.save("tea-after-work", RECORD, START);
  store.revoke("tea-after-work", "b", "removed", START);
  for await (const { name } of Deno.readDir(dir)) {
    const bytes = await Deno.readFile(`${dir}/${name}`);
    const text = new TextDecoder("latin1").decode(bytes);
    assertEquals(text.includes("tea-after-work"), false, name);
  }
  store.close();
  const options = { path: `${dir}/rooms.sqlite`, log: silentLog };
  const other = openSqliteRoomStore({ ...options, nameKey: "other" }, START);
  assertEquals(other.load("tea-after-work", START), null);
  other.close();
});

test("SqliteRoomStore makes all its files private", async (dir) => {
  if (!onUnix) return;
  await Deno.writeTextFile(`${dir}/rooms.sqlite`, "");
  await Deno.chmod(`${dir}/rooms.sqlite`, 0o644);
  const store = open(dir);
  store.save("tea", RECORD, START);
  let count = 0;
  for await (const { name } of Deno.readDir(dir)) {
    const { mode } = await Deno.stat(`${dir}/${name}`);
    assertEquals((mode ?? 0) & 0o777, 0o600, name);
    count++;
  }
  assertEquals(count > 0, true);
  store.close();
});

test("SqliteRoomStore deletes rows that it drops or that have expired", (dir) => {
  const rows = (table: string) => {
    const database = new DatabaseSync(`${dir}/rooms.sqlite`);
    const row = database.prepare(`SELECT count(*) AS n FROM ${table}`).get();
    database.close();
    return row?.n;
  };
  const store = open(dir);
  for (let i = 0; i < 100; i++) {
    store.save(`r${i}`, { ...RECORD, emptyAtMs: START }, START);
    store.revoke("tea", `${i}`, "left", START);
  }
  assertEquals([rows("rooms"), rows("revocations")], [20, 30]);
  store.close();
  open(dir, START + 24 * 3_600_000).close();
  assertEquals([rows("rooms"), rows("revocations")], [0, 0]);
});

/** What can be wrong with the file when a server starts. */
const BROKEN: readonly {
  readonly what: string;
  readonly why: string;
  readonly spoil: (path: string) => Promise<void> | void;
}[] = [
  {
    what: "holds something else",
    why: "file is not a database",
    spoil: (path) => Deno.writeTextFile(path, "x".repeat(8192)),
  },
  {
    what: "is damaged",
    why: "the file is damaged",
    spoil: async (path) => {
      // Beyond the header, in the pages of the tables.
      const bytes = await Deno.readFile(path);
      bytes.fill(0xa5, 4096);
      await Deno.writeFile(path, bytes);
    },
  },
  {
    what: "is read-only",
    why: "readonly",
    spoil: async (path) => {
      // A write version above 2 makes SQLite open it for reading only, also
      // for root, whom a mode of 0400 does not hold back.
      const bytes = await Deno.readFile(path);
      bytes[18] = 3;
      await Deno.writeFile(path, bytes);
      await Deno.chmod(path, 0o400);
    },
  },
  {
    what: "is a directory",
    why: "directory",
    spoil: async (path) => {
      await Deno.remove(path);
      await Deno.mkdir(path);
    },
  },
  {
    what: "is of a newer version",
    why: "a newer version of Maru wrote it",
    spoil: (path) => {
      const database = new DatabaseSync(path);
      database.exec("PRAGMA user_version = 99");
      database.close();
    },
  },
];

for (const { what, why, spoil } of BROKEN) {
  test(`startMaru() refuses with a sentence when the file of the room store ${what}`, async (dir) => {
    const first = open(dir);
    for (let i = 0; i < 100; i++) first.save(`r${i}`, RECORD, START);
    first.close();
    const path = `${dir}/rooms.sqlite`;
    await spoil(path);
    const config = loadConfig({
      PORT: "0",
      HOST: "127.0.0.1",
      ICE: "off",
      TLS: "off",
      DATA_DIR: dir,
    });
    const error = await assertRejects(
      () => startMaru(config, silentLog),
      StartupError,
    );
    assertEquals(error.reason, "room-store");
    assertStringIncludes(error.message, `The room store "${path}" cannot`);
    assertStringIncludes(error.message.toLowerCase(), why.toLowerCase());
    assertEquals(error.message.includes("\n"), false);
  });
}

test("SqliteRoomStore goes on in memory when its file fails later, and logs it once", (dir) => {
  const { log, lines } = keepingLog();
  const store = open(dir, START, log);
  store.save("tea", RECORD, START);
  const other = new DatabaseSync(`${dir}/rooms.sqlite`);
  other.exec("DROP TABLE rooms; DROP TABLE revocations");
  other.close();
  store.save("tea", { ...RECORD, isLocked: false }, START);
  store.revoke("tea", "b", "removed", START);
  assertEquals(store.load("tea", START)?.isLocked, false);
  assertEquals(store.findRevocation("tea", "b", START), "removed");
  assertEquals(lines.length, 1);
  assertStringIncludes(lines.join(), "The room store failed");
  store.close();
});

test("SqliteRoomStore goes on in memory when another process locks its file", (dir) => {
  const { log, lines } = keepingLog();
  const store = open(dir, START, log);
  const other = new DatabaseSync(`${dir}/rooms.sqlite`);
  other.exec("BEGIN IMMEDIATE");
  store.save("tea", RECORD, START);
  assertEquals(store.load("tea", START), RECORD);
  assertEquals(lines.length, 1);
  other.exec("ROLLBACK");
  other.close();
  store.close();
});
