import { assertEquals } from "@std/assert";
import {
  MAX_ROSTER_NAMES,
  readRoster,
  RoomRosterPoller,
  ROSTER_POLL_MS,
} from "../../../../../client/engine/call/room_roster_poller.ts";
import { FakeClock, settlePromises } from "../../fakes/fake_clock.ts";

function setUp() {
  const clock = new FakeClock();
  const it = { isVisible: true, answer: members("Ann") as unknown };
  const requested: string[] = [];
  const reported: (readonly string[])[] = [];
  const poller = new RoomRosterPoller({
    clock,
    room: "차 한잔",
    isVisible: () => it.isVisible,
    fetchJson: (path) => {
      requested.push(path);
      return it.answer instanceof Error
        ? Promise.reject(it.answer)
        : Promise.resolve(it.answer);
    },
    onRoster: ({ names }) => reported.push(names),
  });
  return { clock, it, requested, reported, poller };
}

function members(...names: unknown[]) {
  return { members: names.map((name) => ({ name })) };
}

Deno.test("RoomRosterPoller polls at once and then at intervals", async () => {
  const { clock, it, requested, reported, poller } = setUp();
  poller.start();
  await settlePromises();
  it.answer = members("Ann", "Bob");
  clock.advance(ROSTER_POLL_MS - 1);
  assertEquals(requested, [`/rooms/${encodeURIComponent("차 한잔")}`]);
  clock.advance(1);
  await settlePromises();
  assertEquals(reported, [["Ann"], ["Ann", "Bob"]]);
});

Deno.test("RoomRosterPoller does not poll while hidden, and polls at once when visible again", async () => {
  const { clock, it, requested, poller } = setUp();
  it.isVisible = false;
  poller.start();
  clock.advance(ROSTER_POLL_MS);
  assertEquals(requested, []);
  it.isVisible = true;
  poller.pollNow();
  await settlePromises();
  assertEquals(requested.length, 1);
  clock.advance(ROSTER_POLL_MS - 1);
  assertEquals(requested.length, 1);
});

Deno.test("RoomRosterPoller continues after a failure", async () => {
  const { clock, it, reported, poller } = setUp();
  it.answer = new Error("429");
  poller.start();
  await settlePromises();
  it.answer = members("Ann");
  clock.advance(ROSTER_POLL_MS);
  await settlePromises();
  assertEquals(reported, [["Ann"]]);
});

Deno.test("RoomRosterPoller reports nothing after it was stopped", async () => {
  const { clock, requested, reported, poller } = setUp();
  poller.start();
  poller.stop();
  await settlePromises();
  clock.advance(2 * ROSTER_POLL_MS);
  poller.pollNow();
  assertEquals([requested.length, reported], [1, []]);
});

Deno.test("readRoster() accepts strings only, cleans them and bounds their number", () => {
  assertEquals(readRoster(members("A\nb", 7, null))?.names, ["A b", "", ""]);
  assertEquals(readRoster({ room: "Tea", members: [null, []] }), {
    roomName: "Tea",
    names: ["", ""],
  });
  assertEquals(readRoster({ members: "Ann" }), null);
  assertEquals(readRoster("Ann"), null);
  const many = members(...Array(MAX_ROSTER_NAMES + 1).fill("a"));
  assertEquals(readRoster(many)?.names.length, MAX_ROSTER_NAMES);
});
