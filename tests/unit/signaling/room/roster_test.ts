import { assertEquals } from "@std/assert";
import {
  createPublicRoster,
  MAX_LISTED_MEMBERS,
} from "../../../../signaling/room/roster.ts";
import { MAX_NAME_LENGTH } from "../../../../signaling/display_name.ts";
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
  return createPublicRoster(fake.hub.rooms.get("tea")).members;
}

Deno.test("createPublicRoster() lists only names, in the order of joining", () => {
  assertEquals(listed([{ name: "Ann", muted: true, id: "x" }, {}]), [
    { name: "Ann" },
    { name: "" },
  ]);
});

Deno.test("createPublicRoster() lists members of a locked room without names", () => {
  const fake = new FakeHub();
  const { seat } = fake.join({ room: "tea" });
  seat.info = { name: "Ann" };
  const room = fake.hub.rooms.get("tea");
  if (room) room.control.isLocked = true;
  assertEquals(createPublicRoster(room).members, [{ name: "" }]);
});

Deno.test("createPublicRoster() has the name as the first member wrote it", () => {
  const fake = new FakeHub();
  fake.join({ room: "Tea-Time" });
  fake.join({ room: "TEA-time" });
  const { room, members } = createPublicRoster(fake.hub.rooms.get("tea-time"));
  assertEquals([room, members.length], ["Tea-Time", 2]);
});

Deno.test("createPublicRoster() is empty for a room without members", () => {
  assertEquals(createPublicRoster(undefined), { room: null, members: [] });
});

Deno.test.each([
  { name: 7, shown: "" },
  { name: ["Ann"], shown: "" },
  { name: "  A\n\u202En\u0000n ", shown: "A n n" },
  { name: "\ud800A", shown: "A" },
  { name: "가", shown: "가" },
  { name: "x".repeat(2000), shown: "x".repeat(MAX_NAME_LENGTH) },
])(
  "createPublicRoster() makes one short line of a name ($shown)",
  ({ name, shown }) => {
    assertEquals(listed([{ name }]), [{ name: shown }]);
  },
);

Deno.test("createPublicRoster() lists no more than its limit", () => {
  const infos = Array.from(
    { length: MAX_LISTED_MEMBERS + 1 },
    () => ({ name: "a" }),
  );
  assertEquals(listed(infos).length, MAX_LISTED_MEMBERS);
});
