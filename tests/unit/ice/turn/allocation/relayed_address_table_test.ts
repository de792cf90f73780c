import { assert, assertEquals } from "@std/assert";
import {
  RelayedAddressTable,
  type RelayPortEffects,
} from "../../../../../ice/turn/allocation/relayed_address_table.ts";
import type { PortRange } from "../../../../../server/net/port_range.ts";

const HOSTNAME = "198.51.100.1";

/** A table with given random numbers, and a set of ports in place of sockets. */
function setup(
  range: PortRange,
  draws: readonly number[],
  refusal: (port: number) => "in-use" | "failed" | null = () => null,
) {
  const open = new Set<number>();
  let drawn = 0;
  const effects: RelayPortEffects = {
    bindRelay: ({ hostname, port }) => {
      const refused = refusal(port);
      if (refused) return refused;
      open.add(port);
      return { hostname, port, send() {}, close: () => open.delete(port) };
    },
    externalAddressOf: () => "192.0.2.1",
    randomBelow: (max) => (draws[drawn++ % draws.length] ?? 0) % max,
    randomBytes: (length) => new Uint8Array(length).fill(drawn),
  };
  const table = new RelayedAddressTable(range, effects, () => {}, () => {});
  return { table, open, drawn: () => drawn };
}

Deno.test("RelayedAddressTable.bindRandomPort() uses the whole range, both ends included", () => {
  const { table } = setup({ first: 50_000, last: 50_002 }, [0, 2, 1]);
  const ports = [1, 2, 3].map(() =>
    table.bindRandomPort(HOSTNAME)?.address.port
  );
  assertEquals(ports, [50_000, 50_002, 50_001]);
});

Deno.test("RelayedAddressTable.bindRandomPort() gives up after a bounded number of attempts", () => {
  const { table, drawn } = setup({ first: 50_000, last: 50_000 }, [0]);
  assert(table.bindRandomPort(HOSTNAME));
  assertEquals(table.bindRandomPort(HOSTNAME), null);
  assertEquals(drawn() < 100, true);
});

Deno.test("RelayedAddressTable.bindRandomPort() stops when the system refuses a socket", () => {
  const { table, drawn } = setup(
    { first: 50_000, last: 60_000 },
    [5],
    () => "failed",
  );
  assertEquals(table.bindRandomPort(HOSTNAME), null);
  assertEquals(drawn(), 1);
});

Deno.test("RelayedAddressTable.bindEvenPort() stays in the range and closes half of a pair", () => {
  const odd = setup({ first: 50_001, last: 50_003 }, [0, 1, 2]);
  const pair = odd.table.bindEvenPort(HOSTNAME, true);
  assertEquals(pair?.relayedAddress.address.port, 50_002);
  assertEquals(pair?.reserved?.address.port, 50_003);
  const blocked = setup(
    { first: 50_000, last: 50_003 },
    [0, 2],
    (port) => port === 50_001 || port === 50_003 ? "in-use" : null,
  );
  assertEquals(blocked.table.bindEvenPort(HOSTNAME, true), null);
  assertEquals(blocked.open.size, 0);
  const single = blocked.table.bindEvenPort(HOSTNAME, false);
  assertEquals(single?.relayedAddress.address.port, 50_000);
  assertEquals(single?.reserved, null);
});

Deno.test("RelayedAddressTable stores ports by announced address and frees them", () => {
  const { table, open } = setup({ first: 50_000, last: 50_000 }, [0]);
  const relay = table.bindRandomPort(HOSTNAME);
  assert(relay);
  assertEquals(relay.socket.hostname, HOSTNAME);
  assertEquals(table.findPorts("192.0.2.1")?.get(50_000), relay);
  assertEquals(table.findPorts(HOSTNAME), null);
  table.close(relay);
  assertEquals(table.findPorts("192.0.2.1")?.size, 0);
  assertEquals(open.size, 0);
});

Deno.test("RelayedAddressTable.claimReservation() works once, for its user, before it expires", () => {
  for (const [nowMs, isFound] of [[99, true], [100, false]] as const) {
    const { table } = setup({ first: 50_000, last: 50_010 }, [0, 1, 2]);
    const relay = table.bindRandomPort(HOSTNAME);
    assert(relay);
    const token = table.reserve({
      relayedAddress: relay,
      holder: { user: "u", hostname: "203.0.113.1", isAnonymous: false },
      expiresMs: 100,
    });
    assertEquals(token.length, 8);
    assertEquals(table.claimReservation(token, "v", nowMs), null);
    assertEquals(
      table.claimReservation(token, "u", nowMs)?.relayedAddress === relay,
      isFound,
    );
    assertEquals(table.claimReservation(token, "u", nowMs), null);
  }
});
