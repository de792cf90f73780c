/**
 * A rolling restart under load: 500 members in 100 rooms, who send each other
 * directed messages all the time. Counts every message and every seat.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { serverArguments } from "../../../../tools/server_permissions.ts";
import { ChildServer, findFreePort } from "../../../../tools/server_process.ts";
import { IS_REDIS_MISSING, RedisServer } from "../../../fakes/redis_server.ts";
import { ReturningMember } from "../../../fakes/returning_member.ts";
import { HAS_SERVER_PERMISSIONS } from "../../../fakes/running_maru.ts";

const MAY_SPAWN = HAS_SERVER_PERMISSIONS &&
  (await Deno.permissions.query({ name: "run" })).state === "granted";
const ROOMS = 100;
const ROOMS_OF_PROCESSES = 30;
const MEMBERS = 5;
/** Time between two messages of a member. */
const INTERVAL_MS = 400;
const LIMIT_MS = 90_000;

type Timer = ReturnType<typeof setInterval>;

function startServer(
  port: number,
  dataDir: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<ChildServer> {
  const env = {
    PORT: String(port),
    HOST: "127.0.0.1",
    TLS: "off",
    ICE: "off",
    DATA_DIR: dataDir,
    MAX_CONNECTIONS: "2000",
    MAX_CONNECTIONS_PER_IP: "2000",
    REQUESTS_PER_SECOND: "5000",
    ...settings,
  };
  return ChildServer.start({
    command: Deno.execPath(),
    args: serverArguments(env),
    env,
    isReady: (line) => line.includes(String(port)),
  });
}

async function waitUntil(what: string, isTrue: () => boolean): Promise<void> {
  const endMs = performance.now() + LIMIT_MS;
  while (!isTrue()) {
    if (performance.now() > endMs) throw new Error(`Timed out: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Members of all rooms: of five, one ignores the notice and one is away. */
async function joinAll(
  roomCount: number,
  portOf: (member: number) => number | (() => number),
): Promise<ReturningMember[][]> {
  const rooms = Array.from(
    { length: roomCount },
    (_, room) =>
      Array.from(
        { length: MEMBERS },
        (_, i) =>
          new ReturningMember(portOf(i), `room-${room}`, {
            followsNotice: i !== 1,
          }),
      ),
  );
  for (const room of rooms) {
    await Promise.all(room.map((member) => member.connect()));
  }
  return rooms;
}

/** Lets every member send the next one of its room messages until it is cleared. */
function talk(rooms: readonly ReturningMember[][]): Timer {
  return setInterval(() => {
    for (const room of rooms) {
      for (const [i, member] of room.entries()) {
        member.sendTo(room[(i + 1) % room.length]?.id ?? "");
      }
    }
  }, INTERVAL_MS);
}

/** Checks every seat and every message after the last one was sent. */
async function assertNothingLost(
  rooms: readonly ReturningMember[][],
  ids: readonly string[],
): Promise<void> {
  const members = rooms.flat();
  const sent = () => members.reduce((sum, m) => sum + m.sentCount, 0);
  const got = () => members.reduce((sum, m) => sum + m.got.length, 0);
  await waitUntil("arrival", () => got() >= sent()).catch(() => {});
  assertEquals(members.map(({ id }) => id), ids, "every seat is the same");
  const notResumed = members.filter(({ welcomes }) =>
    welcomes.slice(1).some(({ resumed }) => !resumed)
  );
  assertEquals(notResumed.length, 0, "every seat was resumed");
  const noticed = members.filter(({ rosterChanges }) => rosterChanges > 0);
  assertEquals(noticed.length, 0, "no room noticed a seat that ended");
  for (const [i, room] of rooms.entries()) {
    for (const [j, member] of room.entries()) {
      const sender = room[(j + MEMBERS - 1) % MEMBERS];
      assertEquals(
        member.got,
        Array.from({ length: sender?.sentCount ?? 0 }, (_, n) => n),
        `messages of member ${j} of room ${i}, in order, each once`,
      );
    }
  }
}

Deno.test({
  name: `A restart under ${
    ROOMS * MEMBERS
  } members in ${ROOMS} rooms loses no directed message and no seat`,
  ignore: !MAY_SPAWN,
  fn: async () => {
    const dataDir = await Deno.makeTempDir({ prefix: "maru-rolling-" });
    const port = findFreePort();
    let members: ReturningMember[] = [];
    let timer: Timer | undefined;
    try {
      await using first = await startServer(port, dataDir);
      const rooms = await joinAll(ROOMS, () => port);
      members = rooms.flat();
      const ids = members.map(({ id }) => id);
      timer = talk(rooms);
      await waitUntil("load", () => members.every(({ got }) => got.length > 2));
      for (const room of rooms) room[2]?.loseSocket();
      const exit = first.stop("SIGTERM");
      assertEquals(await exit, 0);
      await using _second = await startServer(port, dataDir);
      await waitUntil("resumed", () => members.every(({ isOpen }) => isOpen));
      clearInterval(timer);
      await assertNothingLost(rooms, ids);
    } finally {
      clearInterval(timer);
      await Promise.all(members.map((member) => member.end()));
      await Deno.remove(dataDir, { recursive: true });
    }
  },
});

Deno.test({
  name: `A rolling restart of two of three processes under ${
    ROOMS_OF_PROCESSES * MEMBERS
  } members loses no directed message and no seat`,
  ignore: !MAY_SPAWN || IS_REDIS_MISSING,
  fn: async () => {
    const folder = await Deno.makeTempDir({ prefix: "maru-rolling-" });
    await using redis = await RedisServer.open();
    const ports = [findFreePort(), findFreePort(), findFreePort()];
    const start = (i: number) =>
      startServer(ports[i] ?? 0, `${folder}/${i}`, { REDIS_URL: redis.url });
    const servers = await Promise.all(ports.map((_, i) => start(i)));
    // As behind a balancer that leaves out what is not ready.
    const ready = new Set(ports);
    let members: ReturningMember[] = [];
    let timer: Timer | undefined;
    try {
      let turn = 0;
      const rooms = await joinAll(ROOMS_OF_PROCESSES, (member) => () => {
        const list = [...ready];
        return list[(member + turn++) % list.length] ?? 0;
      });
      members = rooms.flat();
      const ids = members.map(({ id }) => id);
      timer = talk(rooms);
      await waitUntil("load", () => members.every(({ got }) => got.length > 2));
      for (const i of [0, 1]) {
        ready.delete(ports[i] ?? 0);
        assertEquals(await servers[i]?.stop("SIGTERM"), 0);
        await waitUntil("resumed", () => members.every((m) => m.isOpen));
        servers[i] = await start(i);
        ready.add(ports[i] ?? 0);
      }
      clearInterval(timer);
      await assertNothingLost(rooms, ids);
    } finally {
      clearInterval(timer);
      await Promise.all(members.map((member) => member.end()));
      await Promise.all(servers.map((server) => server.stop("SIGKILL")));
      await Deno.remove(folder, { recursive: true });
    }
  },
});
