import { assertEquals } from "@std/assert";
import * as CLOSE from "../../../../signaling/close_codes.ts";
import { removeMember } from "../../../../signaling/room/remove_member.ts";
import { FakeHub } from "../../../fakes/fake_hub.ts";

function removeOne(room: string | null) {
  const hub = new FakeHub();
  const [stays, goes] = [hub.join({ room }), hub.join({ room })];
  stays.client.takeMessages();
  const found = hub.hub.rooms.get(goes.seat.room);
  if (found === undefined) throw new TypeError("There is no room");
  removeMember(hub.hub, found, goes.seat, true, hub.nowMs);
  return { hub, stays, goes };
}

Deno.test("removeMember() closes the socket, and the others receive the rules of the room", () => {
  const { stays, goes } = removeOne("tea");
  assertEquals(goes.client.closed?.code, CLOSE.removed);
  assertEquals(stays.client.takeEventNames(), ["peer-left", "room"]);
});

Deno.test("removeMember() sends and stores no rules in the default room, which has none", () => {
  const { hub, stays, goes } = removeOne(null);
  assertEquals(goes.client.closed?.code, CLOSE.removed);
  assertEquals(stays.client.takeEventNames(), ["peer-left"]);
  assertEquals(hub.roomStore.content.rooms, []);
});
