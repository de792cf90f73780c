import { assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import {
  canonicalizeRoomName,
  parseRoomName,
  roomKeyOf,
} from "../../../signaling/room_name.ts";
import { FakeHub, JoinRefusedError } from "../../fakes/fake_hub.ts";

/** Every letter, mark and digit of Unicode. */
function* nameCharacters(): Generator<string> {
  for (let code = 0; code <= 0x10ffff; code++) {
    if (code >= 0xd800 && code <= 0xdfff) continue;
    const character = String.fromCodePoint(code);
    if (/^[\p{L}\p{M}\p{Nd}]$/u.test(character)) yield character;
  }
}

Deno.test("roomKeyOf() is the same for the cases of each letter of Unicode, and for its own key", () => {
  for (const character of nameCharacters()) {
    const key = roomKeyOf(character);
    assertEquals(roomKeyOf(key), key, character);
    if (character === "ı") continue;
    assertEquals(roomKeyOf(character.toUpperCase()), key, character);
    assertEquals(roomKeyOf(character.toLowerCase()), key, character);
  }
});

Deno.test("roomKeyOf() joins the forms of one word and separates words", () => {
  for (
    const [first, ...others] of [
      ["Tea-Time", "tea-time", "TEA-TIME"],
      ["straße", "STRASSE", "Straße"],
      ["ΟΔΟΣ", "οδος", "οδός".normalize("NFD").replace(/\p{M}/gu, "")],
      ["École", "école".normalize("NFD"), "ÉCOLE"],
      ["마루", "마루".normalize("NFD")],
    ]
  ) {
    for (const other of others) {
      assertEquals(roomKeyOf(other), roomKeyOf(first ?? ""), other);
    }
  }
  assertNotEquals(roomKeyOf("kız"), roomKeyOf("kiz"));
  assertNotEquals(roomKeyOf("tea-time"), roomKeyOf("tea_time"));
});

Deno.test.each([
  ["tea-time", "tea-time"],
  ["  Tea-Time \n", "Tea-Time"],
  ["tea time", "tea-time"],
  ["tea-time.", "tea-time"],
  ["tea-time/", "tea-time"],
  ["tea-time),", "tea-time"],
  ["“tea-time”", "tea-time"],
  ["마루。", "마루"],
  ["tea-time%20", "tea-time"],
  ["%EB%A7%88%EB%A3%A8", "마루"],
  ["%25EB%25A7%2588%25EB%25A3%25A8%2F", "마루"],
  ["tea\u200btime\ufeff", "teatime"],
  ["\u202etea", "tea"],
  ["e\u0301cole", "école"],
  ["100%", "100"],
])("parseRoomName(%j) is %j", (typed, name) => {
  assertEquals(parseRoomName(typed), name);
});

Deno.test("parseRoomName() is null where no valid name remains", () => {
  for (
    const typed of ["", " ", "...", "a/b", "a.b", "😀", "%FF", "x".repeat(65)]
  ) {
    assertEquals(parseRoomName(typed), null, typed);
  }
  assertEquals(parseRoomName("%".repeat(100_000)), null);
});

Deno.test("parseRoomName() keeps every valid name", () => {
  for (const character of nameCharacters()) {
    const name = canonicalizeRoomName(character);
    if (name !== null) assertEquals(parseRoomName(name), name);
  }
});

Deno.test("joinRoom() brings names that differ in case to one room, named as first written", () => {
  const hub = new FakeHub();
  const ada = hub.join({ room: "Tea-Time" });
  const bob = hub.join({ room: "tea-time" });
  assertEquals(ada.welcome.room, "Tea-Time");
  assertEquals(bob.welcome.room, "Tea-Time");
  assertEquals(bob.welcome.peers.length, 1);
  assertEquals(bob.seat.room, ada.seat.room);
});

Deno.test("a room keeps its name and its lock over a restart, whatever case a member comes by", () => {
  const hub = new FakeHub({ maxConnectionsPerIp: 9 });
  const ada = hub.join({ room: "Tea-Time" });
  const bob = hub.join({ room: "TEA-time" });
  hub.sendFromMember(ada.seat, { event: "lock", data: { locked: true } });
  const next = hub.restart();
  const again = next.join({
    room: "TEA-time",
    resumeToken: bob.welcome.resume,
  });
  assertEquals(again.welcome.room, "Tea-Time");
  assertEquals(again.welcome.locked, true);
  const { client } = next.knock("Cho", { room: "tea-TIME" });
  const [locked] = client.takeMessages();
  assertEquals(locked?.event, "locked");
  assertEquals(Object(locked?.data).room, "Tea-Time");
});

Deno.test("a member that was removed stays out in any case of the name", () => {
  const hub = new FakeHub({ maxConnectionsPerIp: 9 });
  const ada = hub.join({ room: "Tea" });
  const bob = hub.join({ room: "tea" });
  hub.sendFromMember(ada.seat, { event: "remove", data: { id: bob.seat.id } });
  const { resume } = bob.welcome;
  assertThrows(() => hub.join({ resumeToken: resume }), JoinRefusedError);
});
