import { assert, assertEquals } from "@std/assert";
import { seatUser } from "../../../../../ice/credentials/turn_credential.ts";
import { SERVER_IPV4, text, TurnWorld } from "../../../../fakes/turn_world.ts";

const A = "203.0.113.1";
const B = "203.0.113.2";

/** Two room-mates with a relayed address each, permitted to each other. */
function mates(world = new TurnWorld()) {
  const a = world.seat("a", A);
  const b = world.seat("b", B);
  const relayedA = a.allocated();
  const relayedB = b.allocated();
  assertEquals(a.permit(relayedB), null);
  assertEquals(b.permit(relayedA), null);
  return { world, a, b, relayedA, relayedB };
}

Deno.test("Room-mates' relayed addresses reach each other inside the process", () => {
  const { world, a, b, relayedB } = mates();
  a.bind(0x4000, relayedB);
  b.bind(0x4001, a.allocation?.relays[0]?.address ?? relayedB);
  a.channelData(0x4000, text("hi"));
  assertEquals(b.inbox.map((bytes) => bytes.toHex()), ["400100026869"]);
  assertEquals(world.relays.flatMap((relay) => relay.sent), []);
});

Deno.test("A hand-over needs the mate's permission too", () => {
  const { world, a, b, relayedB } = mates();
  world.nowMs += 299_000;
  a.permit(relayedB);
  world.nowMs += 1000;
  a.indicate(relayedB, text("hi"));
  assertEquals(b.inbox, []);
  assertEquals(world.server.counters.dropped("no-permission"), 1);
});

Deno.test("A seat of another room cannot reach a relayed address of this one", () => {
  const { world, relayedB } = mates();
  const stranger = world.seat("c", "203.0.113.3", "elsewhere");
  stranger.allocated();
  assertEquals(stranger.permit(relayedB), 403);
  world.seat("d", "203.0.113.4", "elsewhere").allocated();
  assertEquals(stranger.permit(relayedB), null);
  stranger.indicate(relayedB, text("x"));
  assertEquals(world.server.counters.dropped("not-a-room-mate"), 1);
});

Deno.test("A credential that names no seat cannot reach the relayed address of a seat", () => {
  const { world, b, relayedB } = mates();
  const nobody = world.client("anon-1");
  nobody.allocated();
  assertEquals(nobody.permit(relayedB), null);
  nobody.indicate(relayedB, text("x"));
  assertEquals(b.inbox, []);
  assertEquals(world.server.counters.dropped("not-a-room-mate"), 1);
});

Deno.test("Two credentials that name no seat reach each other's public relayed addresses", () => {
  const world = new TurnWorld();
  const [one, two] = [world.client("anon-1"), world.client("anon-2")];
  const [relayedOne, relayedTwo] = [one.allocated(), two.allocated()];
  assertEquals([one.permit(relayedTwo), two.permit(relayedOne)], [null, null]);
  one.indicate(relayedTwo, text("x"));
  assertEquals(two.inbox.length, 1);
});

Deno.test("The own address opens to hand-over only, not to its other ports", () => {
  const { world, a, relayedB } = mates();
  a.indicate({ hostname: relayedB.hostname, port: 53 }, text("x"));
  assertEquals(world.server.counters.dropped("no-such-relay"), 1);
  assertEquals(world.relays.flatMap((relay) => relay.sent), []);
});

Deno.test("A seat reaches where its mate is seen and what its mate signalled, and no stranger", () => {
  const world = new TurnWorld();
  const a = world.seat("a", A);
  world.seat("b", B);
  a.allocated();
  const at = (hostname: string) => a.permit({ hostname, port: 1 });
  assertEquals(at(B), null);
  assertEquals(at("192.0.2.5"), 403);
  world.seats.candidate("b", "192.0.2.5");
  assertEquals(at("192.0.2.5"), null);
  world.seats.candidate("b", "10.0.0.5");
  assertEquals(at("10.0.0.5"), 403);
});

Deno.test("The address from which a mate allocates counts as seen", () => {
  const world = new TurnWorld();
  const a = world.seat("a", A);
  a.allocated();
  world.seat("b", B);
  const elsewhere = world.client(seatUser("b"), { hostname: "10.9.9.9" });
  assertEquals(a.permit({ hostname: "10.9.9.9", port: 1 }), 403);
  elsewhere.allocated();
  assertEquals(a.permit({ hostname: "10.9.9.9", port: 1 }), null);
});

Deno.test("A seat that ends loses its allocations at once, and what it opened closes", () => {
  const { world, a, b, relayedB } = mates();
  assertEquals(a.permit({ hostname: B, port: 1 }), null);
  a.bind(0x4000, { hostname: B, port: 7 });
  world.endSeat("b");
  assertEquals(b.allocation, null);
  assertEquals(world.relays.map((relay) => relay.isOpen), [true, false]);
  a.channelData(0x4000, text("x"));
  a.indicate({ hostname: B, port: 1 }, text("x"));
  a.indicate(relayedB, text("x"));
  world.fromPeer(
    world.relays[0]?.port ?? 0,
    { hostname: B, port: 7 },
    text("y"),
  );
  assertEquals(world.relays[0]?.sent, []);
  assertEquals(a.inbox, []);
  assertEquals(world.server.counters.dropped("peer-closed"), 4);
  assertEquals(a.permit({ hostname: B, port: 1 }), 403);
});

Deno.test("Loopback opens to mates who truly sit on this machine, and to nobody else", () => {
  const world = new TurnWorld();
  const local = world.seat("a", "127.0.0.1", "room", true);
  world.seat("b", "127.0.0.1", "room", true);
  local.allocated();
  assertEquals(local.permit({ hostname: "127.0.0.1", port: 9 }), null);
  const far = world.seat("c", A);
  far.allocated();
  assertEquals(far.permit({ hostname: "127.0.0.1", port: 9 }), 403);
});

Deno.test("Behind a proxy on this machine, where everyone comes from loopback, it stays closed", () => {
  const world = new TurnWorld();
  const a = world.seat("a", "127.0.0.1");
  world.seat("b", "127.0.0.1");
  a.allocated();
  world.client(seatUser("b"), { hostname: "127.0.0.1" }).allocated();
  assertEquals(a.permit({ hostname: "127.0.0.1", port: 9 }), 403);
});

Deno.test("A verdict is made anew when the addresses of the machine change", () => {
  const world = new TurnWorld({ allow: [SERVER_IPV4] });
  const client = world.client("u");
  client.allocated();
  client.permit({ hostname: "192.0.2.5", port: 1 });
  const permission = client.allocation?.permissions.get("192.0.2.5");
  assert(permission);
  client.indicate({ hostname: "192.0.2.5", port: 1 }, text("x"));
  const before = permission.version;
  world.machineVersion++;
  client.indicate({ hostname: "192.0.2.5", port: 1 }, text("x"));
  assertEquals(permission.version, before + 1);
});

Deno.test("A denied range is closed to hand-over too", () => {
  const world = new TurnWorld({ deny: [SERVER_IPV4] });
  const a = world.seat("a", A);
  const b = world.seat("b", B);
  a.allocated();
  assertEquals(a.permit(b.allocated()), 403);
});
