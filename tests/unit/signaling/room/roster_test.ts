import { assertEquals } from "@std/assert";
import {
  MAX_LISTED,
  MAX_LISTED_NAME,
  rosterOf,
} from "../../../../signaling/room/roster.ts";
import { FakeHub } from "../../../fakes/fake_hub.ts";

function listed(infos: readonly object[]) {
  const fake = new FakeHub({
    maxRoomMembers: 100,
    maxConnections: 100,
  });
  for (const info of infos) {
    const { seat } = fake.join({ room: "tea" });
    seat.info = { ...info };
  }
  return rosterOf(fake.hub.rooms.get("tea"));
}

Deno.test("rosterOf() lists names in the order of coming, and nothing else", () => {
  assertEquals(listed([{ name: "Ann", muted: true, id: "x" }, {}]), [
    { name: "Ann" },
    { name: "" },
  ]);
});

Deno.test("rosterOf() tells of a locked room how many are inside, and no name", () => {
  const fake = new FakeHub();
  const { seat } = fake.join({ room: "tea" });
  seat.info = { name: "Ann" };
  const room = fake.hub.rooms.get("tea");
  if (room) room.control.isLocked = true;
  assertEquals(rosterOf(room), [{ name: "" }]);
});

Deno.test("rosterOf() lists nobody where nobody is", () => {
  assertEquals(rosterOf(undefined), []);
});

Deno.test.each([
  { name: 7, shown: "" },
  { name: ["Ann"], shown: "" },
  { name: "  A\n\u202En\u0000n ", shown: "A n n" },
  { name: "\ud800A", shown: "A" },
  { name: "가", shown: "가" },
  { name: "x".repeat(2000), shown: "x".repeat(MAX_LISTED_NAME) },
])("rosterOf() makes one short line of a name ($shown)", ({ name, shown }) => {
  assertEquals(listed([{ name }]), [{ name: shown }]);
});

Deno.test("rosterOf() lists no more than its limit", () => {
  const infos = Array.from({ length: MAX_LISTED + 1 }, () => ({ name: "a" }));
  assertEquals(listed(infos).length, MAX_LISTED);
});
