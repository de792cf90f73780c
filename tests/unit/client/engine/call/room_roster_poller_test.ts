import { assertEquals } from "@std/assert";
import {
  Inside,
  INSIDE_MS,
  MAX_INSIDE,
  readNames,
} from "../../../../../client/engine/call/room_roster_poller.ts";
import { FakeClock, settle } from "../../fakes/fake_clock.ts";

function setUp() {
  const clock = new FakeClock();
  const it = { isVisible: true, answer: members("Ann") as unknown };
  const asked: string[] = [];
  const told: (readonly string[])[] = [];
  const inside = new Inside({
    clock,
    room: "차 한잔",
    isVisible: () => it.isVisible,
    ask: (path) => {
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

Deno.test("Inside asks at once and then every few seconds", async () => {
  const { clock, it, asked, told, inside } = setUp();
  inside.start();
  await settle();
  it.answer = members("Ann", "Bob");
  clock.advance(INSIDE_MS - 1);
  assertEquals(asked, [`/rooms/${encodeURIComponent("차 한잔")}`]);
  clock.advance(1);
  await settle();
  assertEquals(told, [["Ann"], ["Ann", "Bob"]]);
});

Deno.test("Inside does not ask while nobody looks, and at once when somebody does", async () => {
  const { clock, it, asked, inside } = setUp();
  it.isVisible = false;
  inside.start();
  clock.advance(INSIDE_MS);
  assertEquals(asked, []);
  it.isVisible = true;
  inside.wake();
  await settle();
  assertEquals(asked.length, 1);
  clock.advance(INSIDE_MS - 1);
  assertEquals(asked.length, 1);
});

Deno.test("Inside goes on after a failure, and tells nothing of it", async () => {
  const { clock, it, told, inside } = setUp();
  it.answer = new Error("429");
  inside.start();
  await settle();
  it.answer = members("Ann");
  clock.advance(INSIDE_MS);
  await settle();
  assertEquals(told, [["Ann"]]);
});

Deno.test("Inside tells nothing once it is stopped", async () => {
  const { clock, asked, told, inside } = setUp();
  inside.start();
  inside.stop();
  await settle();
  clock.advance(2 * INSIDE_MS);
  inside.wake();
  assertEquals([asked.length, told], [1, []]);
});

Deno.test("readNames() takes strings only, cleaned, and not too many", () => {
  assertEquals(readNames(members("A\nb", 7, null)), ["A b", "", ""]);
  assertEquals(readNames({ members: [null, []] }), ["", ""]);
  assertEquals(readNames({ members: "Ann" }), null);
  assertEquals(readNames("Ann"), null);
  const many = members(...Array(MAX_INSIDE + 1).fill("a"));
  assertEquals(readNames(many)?.length, MAX_INSIDE);
});
