import { assertEquals } from "@std/assert";
import { costOfMessage } from "../../../../signaling/message/outgoing_message.ts";
import { FakeHub, type JoinedClient } from "../../../fakes/fake_hub.ts";

const LARGE = { event: "x", data: "y".repeat(900) };
const LARGE_COST = costOfMessage({
  bytes: JSON.stringify(LARGE).length,
});

/** A hub whose rooms may deliver `messages` large messages at once. */
function createBusyRoom(messages: number, members: number) {
  const hub = new FakeHub({
    maxRoomMembers: members,
    maxMessageBytes: 1_000,
    roomBytesPerSecond: messages * LARGE_COST / 4,
  });
  const joined = Array.from({ length: members }, () => hub.join());
  for (const { client } of joined) client.takeMessages();
  const codes = ({ client }: JoinedClient) =>
    client.takeMessages().map(({ event, data }) =>
      event === "error" ? JSON.parse(JSON.stringify(data)).code : event
    );
  return { hub, joined, codes };
}

Deno.test("A room refuses a message beyond its bytes a second, delivers it to nobody, and goes on a second later", () => {
  const { hub, joined: [a, b, c], codes } = createBusyRoom(8, 3);
  if (!a || !b || !c) return;
  for (let i = 0; i < 4; i++) hub.sendFromMember(a.seat, LARGE);
  assertEquals(codes(b), ["x", "x", "x", "x"]);
  hub.sendFromMember(b.seat, LARGE);
  assertEquals(codes(b), ["room-busy"]);
  assertEquals(codes(a), []);
  assertEquals(hub.effectLog.at(-1), "busy p2");
  hub.nowMs += 1_000;
  hub.sendFromMember(b.seat, LARGE);
  assertEquals(codes(a), ["x"]);
});

Deno.test("A directed message takes the bytes of one receiver from the budget of the room", () => {
  const { hub, joined: [a, b, c], codes } = createBusyRoom(8, 3);
  if (!a || !b || !c) return;
  const directed = { ...LARGE, data: "y".repeat(890), to: "p2" };
  for (let i = 0; i < 8; i++) hub.sendFromMember(a.seat, directed);
  assertEquals(codes(b).length, 8);
  hub.sendFromMember(a.seat, directed);
  assertEquals(codes(a), ["room-busy"]);
});

Deno.test("An info beyond the budget of the room is refused and not kept", () => {
  const { hub, joined: [a, b], codes } = createBusyRoom(8, 2);
  if (!a || !b) return;
  for (let i = 0; i < 8; i++) hub.sendFromMember(a.seat, LARGE);
  const info = { name: "n".repeat(900) };
  hub.sendFromMember(a.seat, { event: "info", data: info });
  assertEquals(codes(a), ["room-busy"]);
  assertEquals(a.seat.info, {});
});

Deno.test("A message of the largest size to a full room always fits an unused budget", () => {
  const hub = new FakeHub({
    maxRoomMembers: 3,
    maxMessageBytes: 1_000,
    roomBytesPerSecond: 1,
  });
  const [a, b] = [hub.join(), hub.join(), hub.join()];
  b?.client.takeMessages();
  hub.sendFromMember(a.seat, LARGE);
  assertEquals(b?.client.takeEventNames(), ["x"]);
});

Deno.test("The reader with the most unsent bytes of a room is evicted beyond two bursts", () => {
  const { hub, joined: [a, b, c] } = createBusyRoom(8, 3);
  if (!a || !b || !c) return;
  // Both count what is sent; only b reads it.
  const send = () => {
    hub.sendFromMember(a.seat, LARGE);
    c.client.unsentBytes += LARGE_COST;
    hub.nowMs += 1_000;
  };
  for (let i = 0; i < 30 && !c.client.isEvicted; i++) send();
  assertEquals(c.client.isEvicted, true);
  assertEquals(b.client.isEvicted, false);
});

Deno.test("All seats together keep no more for a replay than the limit; the fullest is dropped first", () => {
  const hub = new FakeHub({
    maxRoomMembers: 3,
    maxReplayBytes: 5_000,
    maxTotalReplayBytes: 4_000,
  });
  const [a, b, c] = [hub.join(), hub.join(), hub.join()];
  for (let i = 0; i < 20; i++) {
    hub.sendFromMember(a.seat, LARGE);
    // b acknowledges everything, c nothing.
    const received = i + 2;
    hub.sendFromMember(b.seat, { event: "ping", data: { received } });
    const total = [a, b, c].reduce((n, { seat }) => n + seat.replayBytes, 0);
    assertEquals(total <= 4_000, true, `${total} bytes`);
  }
  assertEquals(b.seat.replayBytes, 0);
});
