import { assertEquals, assertThrows } from "@std/assert";
import type { RoomInvitation } from "../../../../signaling/room/invitation.ts";
import type { JoinRequest } from "../../../../signaling/room/join_room.ts";
import { FakeHub, JoinRefusedError } from "../../../fakes/fake_hub.ts";

const room = "tea";
const NOT_INVITED = 4015;

function invite(
  part: Partial<RoomInvitation> = {},
): { invitation: RoomInvitation } {
  const invitation = { room, isHost: false, expiresMs: 9e12, once: null };
  return { invitation: { ...invitation, ...part } };
}

function once(id: string, client: string | null = null) {
  return { once: { id, client } };
}

function refusal(hub: FakeHub, request: Partial<JoinRequest>): unknown {
  const error = assertThrows(
    () => hub.join({ room, ...request }),
    JoinRefusedError,
  );
  return [error.code, error.close];
}

function refused(code: string): unknown {
  return [code, NOT_INVITED];
}

function hubOfInvited(): FakeHub {
  return new FakeHub({ maxRoomMembers: 9 }, { roomsPolicy: "invited" });
}

Deno.test("an invited host is a host beside the one who opened the room", () => {
  const hub = new FakeHub();
  const first = hub.join({ room });
  const { seat, welcome } = hub.join({ room, ...invite({ isHost: true }) });
  assertEquals(welcome.hosts, ["p1", seat.id]);
  const rules = first.client.takeMessages().find(({ event }) =>
    event === "room"
  );
  assertEquals(Object(rules?.data).hosts, ["p1", seat.id]);
});

Deno.test("who is invited as a member and opens the room stands in for a host until one comes", () => {
  const hub = new FakeHub();
  const guest = hub.join({ room, ...invite() });
  assertEquals(guest.welcome.hosts, [guest.seat.id]);
  const host = hub.join({ room, ...invite({ isHost: true }) });
  assertEquals(host.welcome.hosts, [host.seat.id]);
});

Deno.test("an invited host stays one over a restart", () => {
  const hub = new FakeHub({ maxRoomMembers: 9 });
  hub.join({ room });
  const { seat, welcome } = hub.join({ room, ...invite({ isHost: true }) });
  const next = hub.restart();
  const back = next.join({ resumeToken: welcome.resume });
  assertEquals(back.welcome.hosts, [seat.id]);
});

Deno.test("a lock lets an invited host in, and an invited member knock", () => {
  const hub = new FakeHub({ maxRoomMembers: 9 });
  const { seat } = hub.join({ room });
  hub.sendFromMember(seat, { event: "lock", data: { locked: true } });
  hub.knock("Ada", { room, ...invite() });
  const host = hub.join({ room, ...invite({ isHost: true }) });
  assertEquals(host.welcome.hosts, [seat.id, host.seat.id]);
});

Deno.test("an invitation admits to its room, in any case of letters, and to no other", () => {
  const hub = new FakeHub();
  hub.join({ room: "TEA", ...invite() });
  assertEquals(
    refusal(hub, { room: "pot", ...invite() }),
    refused("invitation-other-room"),
  );
  assertEquals(hub.hub.rooms.size, 1);
});

Deno.test("an invitation ends at its expiry", () => {
  const hub = new FakeHub();
  const expiresMs = hub.nowMs + 1;
  hub.join({ room, ...invite({ expiresMs }) });
  hub.nowMs++;
  assertEquals(
    refusal(hub, invite({ expiresMs })),
    refused("invitation-expired"),
  );
});

Deno.test("a single-use invitation is used once, also after a restart", () => {
  const hub = new FakeHub();
  hub.join({ room, ...invite(once("1", "client-a")) });
  for (const each of [hub, hub.restart()]) {
    for (const client of [null, "client-b"]) {
      assertEquals(
        refusal(each, invite(once("1", client))),
        refused("invitation-used"),
      );
    }
  }
  hub.join({ room, ...invite(once("2")) });
});

Deno.test("the client that used a single-use invitation can use it again", () => {
  const hub = new FakeHub();
  const request = { room, ...invite(once("1", "client-a")) };
  const { seat } = hub.join(request);
  hub.sendFromMember(seat, { event: "leave" });
  hub.join(request);
  hub.restart().join(request);
});

Deno.test("a single-use invitation that knocks is used when it is admitted", () => {
  const hub = new FakeHub({ maxRoomMembers: 9 });
  const { seat } = hub.join({ room });
  hub.sendFromMember(seat, { event: "lock", data: { locked: true } });
  const { knock } = hub.knock("Ada", { room, ...invite(once("1")) });
  hub.knock("Ada again", { room, ...invite(once("1")) });
  hub.sendFromMember(seat, { event: "admit", data: { id: knock.id } });
  assertEquals(
    refusal(hub, invite(once("1"))),
    refused("invitation-used"),
  );
});

Deno.test("of two knocks with one single-use invitation only the first that is admitted uses it", () => {
  const hub = new FakeHub({ maxRoomMembers: 9 });
  const { seat } = hub.join({ room });
  hub.sendFromMember(seat, { event: "lock", data: { locked: true } });
  const requests = ["client-a", "client-b"].map((client) => ({
    room,
    ...invite(once("1", client)),
  }));
  const knocks = requests.map((request) => hub.knock("Ada", request).knock);
  for (const { id } of knocks) {
    hub.sendFromMember(seat, { event: "admit", data: { id } });
  }
  assertEquals(hub.hub.seats.size, 3);
  assertEquals("knock" in hub.joinOrKnock(requests[0]), true);
  assertEquals(refusal(hub, requests[1] ?? {}), refused("invitation-used"));
});

Deno.test("with ROOMS=invited only an invited client opens a room; others enter while it has members", () => {
  const hub = hubOfInvited();
  assertEquals(refusal(hub, {}), refused("invitation-needed"));
  assertEquals(refusal(hub, { room: null }), refused("invitation-needed"));
  assertEquals(hub.hub.rooms.size, 0);
  const { seat } = hub.join({ room, ...invite() });
  const stranger = hub.join({ room });
  hub.sendFromMember(seat, { event: "leave" });
  hub.join({ room });
  hub.sendFromMember(stranger.seat, { event: "leave" });
  for (const last of [...hub.hub.seats.values()]) {
    hub.sendFromMember(last, { event: "leave" });
  }
  assertEquals(refusal(hub, {}), refused("invitation-needed"));
});

Deno.test("with ROOMS=invited a member comes back to its empty room with its token, and one that left does not", () => {
  const hub = hubOfInvited();
  const { seat, client, welcome } = hub.join({ room, ...invite() });
  hub.hub.detachSeat(seat, client, "timeout", hub.nowMs);
  hub.nowMs += 31_000;
  hub.hub.sweep(hub.nowMs);
  assertEquals(hub.hub.rooms.size, 0);
  const back = hub.join({ resumeToken: welcome.resume });
  hub.sendFromMember(back.seat, { event: "leave" });
  assertEquals(
    refusal(hub, { resumeToken: back.welcome.resume }),
    ["bad-resume", 4002],
  );
});

Deno.test("with ROOMS=invited strangers enter a room whose members are expected back after a restart", () => {
  const hub = hubOfInvited();
  hub.join({ room, ...invite() });
  const next = hub.restart();
  next.join({ room });
});
