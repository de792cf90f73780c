import { assertEquals } from "@std/assert";
import { LOG_LEVELS } from "../../../../server/log.ts";
import {
  LIFE_LINE_RATE,
  RoomLog,
} from "../../../../server/room_log/room_log.ts";
import { FakeHub } from "../../../fakes/fake_hub.ts";

function createWorld() {
  const lines: string[] = [];
  let nowMs = 0;
  const write = (message: string, fields = {}) =>
    lines.push(
      [message, ...Object.entries(fields).map((pair) => pair.join("="))]
        .join(" "),
    );
  const [debug, info, warn, error] = LOG_LEVELS.map(() => write);
  const log = { debug, info, warn, error } as Record<
    (typeof LOG_LEVELS)[number],
    typeof write
  >;
  const roomLog = new RoomLog({ log, nowMs: () => nowMs });
  const hub = new FakeHub();
  return { lines, roomLog, hub, at: (ms: number) => (nowMs = ms) };
}

Deno.test("RoomLog has a line for each event of a room and its members, without names and ids", () => {
  const { lines, roomLog, hub, at } = createWorld();
  const [ada, bob] = [hub.join({ room: "tea" }), hub.join({ room: "tea" })];
  roomLog.seatOpened(ada.seat);
  at(2_000);
  roomLog.seatOpened(bob.seat);
  roomLog.seatResumed(ada.seat);
  at(61_000);
  roomLog.seatClosed(ada.seat, "timeout");
  roomLog.seatClosed(bob.seat, "ended");
  assertEquals(lines, [
    "A room opened room=1 members=0",
    "A member joined room=1 members=1 member=1",
    "A member joined room=1 members=2 member=2",
    "A member came back room=1 members=2 member=1",
    "A member left room=1 members=1 member=1 reason=timeout seconds=61",
    "A member left room=1 members=0 member=2 reason=ended seconds=59",
    "A room closed room=1 members=0 mostMembers=2 seconds=61",
  ]);
});

Deno.test("RoomLog knows a member that comes back after a restart", () => {
  const { lines, roomLog, hub } = createWorld();
  const { seat } = hub.join({ room: "tea" });
  roomLog.seatResumed(seat);
  roomLog.seatClosed(seat, "left");
  assertEquals(lines.map((line) => line.replace(/ room=.*/, "")), [
    "A room opened",
    "A member came back",
    "A member left",
    "A room closed",
  ]);
});

Deno.test("RoomLog leaves out lines beyond its rate, and says how many", () => {
  const { lines, roomLog, hub, at } = createWorld();
  const { seat } = hub.join({ room: "tea" });
  for (let n = 0; n < LIFE_LINE_RATE.burst; n++) {
    roomLog.seatOpened(seat);
    roomLog.seatClosed(seat, "left");
  }
  assertEquals(lines.length, LIFE_LINE_RATE.burst);
  at(100);
  roomLog.seatOpened(seat);
  assertEquals(lines.at(-1)?.split(" ").at(-1), "unlogged=600");
});
