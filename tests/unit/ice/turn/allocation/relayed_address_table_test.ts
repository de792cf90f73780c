import { assertEquals } from "@std/assert";
import {
  type BindFailure,
  RelayedAddressTable,
  type RelayPortEffects,
} from "../../../../../ice/turn/allocation/relayed_address_table.ts";
import type { PortRange } from "../../../../../server/net/port_range.ts";

const HOSTNAME = "198.51.100.1";

/** A table with given random numbers, and a set of ports in place of sockets. */
function setup(
  range: PortRange,
  draws: readonly number[],
  refusal: (port: number) => BindFailure | null = () => null,
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
  const table = new RelayedAddressTable(
    range,
    effects,
    () => () => {},
    () => {},
  );
  return { table, open, drawn: () => drawn };
}

/** The bound port. @throws When the result is a failure. */
function bound<T>(result: T | BindFailure): T {
  if (typeof result === "string") throw new Error(result);
  return result as T;
}

Deno.test("RelayedAddressTable.bindRandomPort() uses the whole range, both ends included", () => {
  const { table } = setup({ first: 50_000, last: 50_002 }, [0, 2, 1]);
  const ports = [1, 2, 3].map(() =>
    bound(table.bindRandomPort(HOSTNAME)).address.port
  );
  assertEquals(ports, [50_000, 50_002, 50_001]);
});

Deno.test("RelayedAddressTable.bindRandomPort() gives up after a bounded number of attempts", () => {
  const { table, drawn } = setup({ first: 50_000, last: 50_000 }, [0]);
  bound(table.bindRandomPort(HOSTNAME));
  assertEquals(table.bindRandomPort(HOSTNAME), "in-use");
  assertEquals(drawn() < 100, true);
});

Deno.test("RelayedAddressTable.bindRandomPort() stops when the system refuses a socket", () => {
  const { table, drawn } = setup(
    { first: 50_000, last: 60_000 },
    [5],
    () => "failed",
  );
  assertEquals(table.bindRandomPort(HOSTNAME), "failed");
  assertEquals(drawn(), 1);
});

Deno.test("RelayedAddressTable.bindEvenPort() stays in the range and closes half of a pair", () => {
  const odd = setup({ first: 50_001, last: 50_003 }, [0, 1, 2]);
  const pair = bound(odd.table.bindEvenPort(HOSTNAME, true));
  assertEquals(pair.relayedAddress.address.port, 50_002);
  assertEquals(pair.reserved?.address.port, 50_003);
  const blocked = setup(
    { first: 50_000, last: 50_003 },
    [0, 2],
    (port) => port === 50_001 || port === 50_003 ? "in-use" : null,
  );
  assertEquals(blocked.table.bindEvenPort(HOSTNAME, true), "in-use");
  assertEquals(blocked.open.size, 0);
  const single = bound(blocked.table.bindEvenPort(HOSTNAME, false));
  assertEquals(single.relayedAddress.address.port % 2, 0);
  assertEquals(single.reserved, null);
});

Deno.test("RelayedAddressTable stores ports by announced address and frees them", () => {
  const { table, open } = setup({ first: 50_000, last: 50_000 }, [0]);
  const relay = bound(table.bindRandomPort(HOSTNAME));
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
    const relay = bound(table.bindRandomPort(HOSTNAME));
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

Deno.test("RelayedAddressTable finds every port of a small range, whatever is drawn", () => {
  const { table } = setup({ first: 50_000, last: 50_299 }, [7]);
  const ports = new Set<number>();
  for (let bind = 0; bind < 300; bind++) {
    ports.add(bound(table.bindRandomPort(HOSTNAME)).address.port);
  }
  assertEquals(ports.size, 300);
  assertEquals(table.bindRandomPort(HOSTNAME), "in-use");
});

Deno.test("RelayedAddressTable finds the last pair of a small range", () => {
  const { table, open } = setup({ first: 50_001, last: 50_010 }, [3]);
  for (let pair = 0; pair < 4; pair++) {
    assertEquals(open.size, pair * 2);
    bound(table.bindEvenPort(HOSTNAME, true));
  }
  assertEquals(table.bindEvenPort(HOSTNAME, true), "in-use");
  assertEquals(bound(table.bindEvenPort(HOSTNAME, false)).reserved, null);
});

Deno.test("RelayedAddressTable asks the system for a bounded number of ports", () => {
  let calls = 0;
  const { table } = setup({ first: 40_000, last: 59_999 }, [1, 2, 3], () => {
    calls++;
    return "in-use";
  });
  assertEquals(table.bindRandomPort(HOSTNAME), "in-use");
  assertEquals(calls, 64);
});
