import { assertEquals } from "@std/assert";
import {
  MAX_ROSTER_NAMES,
  readRosterNames,
  RoomRosterPoller,
  ROSTER_POLL_MS,
} from "../../../../../client/engine/call/room_roster_poller.ts";
import { FakeClock, settlePromises } from "../../fakes/fake_clock.ts";

function setUp() {
  const clock = new FakeClock();
  const it = { isVisible: true, answer: members("Ann") as unknown };
  const asked: string[] = [];
  const told: (readonly string[])[] = [];
  const inside = new RoomRosterPoller({
    clock,
    room: "차 한잔",
    isVisible: () => it.isVisible,
    fetchJson: (path) => {
      asked.push(path);
      return it.answer instanceof Error
        ? Promise.reject(it.answer)
        : Promise.resolve(it.answer);
    },
    onNames: (names) => told.push(names),
  });
  return { clock, it, asked, told, inside };
}

function members(...names: unknown[]) {
  return { members: names.map((name) => ({ name })) };
}

Deno.test("RoomRosterPoller polls at once and then at intervals", async () => {
  const { clock, it, asked, told, inside } = setUp();
  inside.start();
  await settlePromises();
  it.answer = members("Ann", "Bob");
  clock.advance(ROSTER_POLL_MS - 1);
  assertEquals(asked, [`/rooms/${encodeURIComponent("차 한잔")}`]);
  clock.advance(1);
  await settlePromises();
  assertEquals(told, [["Ann"], ["Ann", "Bob"]]);
});

Deno.test("RoomRosterPoller does not poll while hidden, and polls at once when visible again", async () => {
  const { clock, it, asked, inside } = setUp();
  it.isVisible = false;
  inside.start();
  clock.advance(ROSTER_POLL_MS);
  assertEquals(asked, []);
  it.isVisible = true;
  inside.pollNow();
  await settlePromises();
  assertEquals(asked.length, 1);
  clock.advance(ROSTER_POLL_MS - 1);
  assertEquals(asked.length, 1);
});

Deno.test("RoomRosterPoller continues after a failure", async () => {
  const { clock, it, told, inside } = setUp();
  it.answer = new Error("429");
  inside.start();
  await settlePromises();
  it.answer = members("Ann");
  clock.advance(ROSTER_POLL_MS);
  await settlePromises();
  assertEquals(told, [["Ann"]]);
});

Deno.test("RoomRosterPoller reports nothing after it was stopped", async () => {
  const { clock, asked, told, inside } = setUp();
  inside.start();
  inside.stop();
  await settlePromises();
  clock.advance(2 * ROSTER_POLL_MS);
  inside.pollNow();
  assertEquals([asked.length, told], [1, []]);
});

Deno.test("readRosterNames() accepts strings only, cleans them and bounds their number", () => {
  assertEquals(readRosterNames(members("A\nb", 7, null)), ["A b", "", ""]);
  assertEquals(readRosterNames({ members: [null, []] }), ["", ""]);
  assertEquals(readRosterNames({ members: "Ann" }), null);
  assertEquals(readRosterNames("Ann"), null);
  const many = members(...Array(MAX_ROSTER_NAMES + 1).fill("a"));
  assertEquals(readRosterNames(many)?.length, MAX_ROSTER_NAMES);
});
