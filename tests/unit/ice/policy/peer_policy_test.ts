import { assertEquals } from "@std/assert";
import {
  evaluatePeerPolicy,
  type PeerPolicyInput,
} from "../../../../ice/policy/peer_policy.ts";
import { classifyAddress } from "../../../../ice/policy/special_ranges.ts";
import { parseCidrs } from "../../../../server/net/cidr.ts";

const NO_RANGES = { allow: [], deny: [] };

function decide(
  changes: Partial<PeerPolicyInput>,
  ranges: { allow?: string[]; deny?: string[] } = {},
): string {
  const { isAllowed, reason } = evaluatePeerPolicy({
    hostname: "203.0.113.7",
    hasLiveSeat: true,
    isClientOnLoopback: false,
    isSeenByRoomMate: false,
    isSignalledByRoomMate: false,
    isOwnAddress: false,
    isTranslator: false,
    isShared: false,
    ...changes,
  }, {
    allow: parseCidrs(ranges.allow ?? []),
    deny: parseCidrs(ranges.deny ?? []),
  });
  return `${isAllowed ? "allowed" : "denied"}: ${reason}`;
}

/** One address inside each range, and one on either side of it. */
const RANGE_TABLE: readonly [inside: string, below: string, above: string][] = [
  ["0.255.255.255", "1.0.0.0", "1.0.0.1"],
  ["10.1.2.3", "9.255.255.255", "11.0.0.0"],
  ["100.127.255.255", "100.63.255.255", "100.128.0.0"],
  ["127.0.0.53", "126.255.255.255", "128.0.0.0"],
  ["169.254.169.254", "169.253.255.255", "169.255.0.0"],
  ["172.31.255.255", "172.15.255.255", "172.32.0.0"],
  ["192.168.0.1", "192.167.255.255", "192.169.0.0"],
  ["192.0.0.255", "191.255.255.255", "192.0.1.0"],
  ["198.19.255.255", "198.17.255.255", "198.20.0.0"],
  ["224.0.0.251", "223.255.255.255", "223.255.255.254"],
  ["255.255.255.255", "223.0.0.1", "1.1.1.1"],
  ["::", "::800:0:0:0", "1::"],
  ["::1", "::2:0:0:1", "::1:0:0:0:1"],
  ["fd00::1", "fbff:ffff::1", "fe00::1"],
  ["fe80::1", "fe7f:ffff::1", "ff00:0:0:0:0:0:0:0".replace("ff00", "fe00")],
  ["ff02::fb", "fe00::2", "2001:db8::1"],
  ["::ffff:10.0.0.1", "::ffff:9.255.255.255", "::ffff:11.0.0.0"],
  ["::7f00:1", "::7eff:ffff", "::8000:0"],
  ["::ffff:0:a9fe:a9fe", "::ffff:0:a9fd:ffff", "::ffff:0:a9ff:0"],
  ["2002:c0a8:1::1", "2002:c0a7:ffff::1", "2002:c0a9::1"],
  ["64:ff9b::7f00:1", "64:ff9b::7eff:ffff", "64:ff9b::8000:0"],
  ["64:ff9b:1::1", "64:ff9b:0:1::1", "64:ff9b:2::1"],
  // Teredo: the client's address is inverted; 127.0.0.1 is 80ff:fffe.
  [
    "2001:0:4136:e378:0:0:80ff:fffe",
    "2001:0:4136:e378:0:0:7fff:ffff",
    "2001:0:4136:e378:0:0:8100:0",
  ],
  [
    "2001:0:a00:1:0:0:3fff:fdd2",
    "2001:0:9ff:1:0:0:3fff:fdd2",
    "2001:0:b00:1:0:0:3fff:fdd2",
  ],
];

for (const [inside, below, above] of RANGE_TABLE) {
  Deno.test(`classifyAddress() classifies ${inside} as special, ${below} and ${above} as public`, () => {
    assertEquals(classifyAddress(inside) === "public", false);
    assertEquals(classifyAddress(below), "public");
    assertEquals(classifyAddress(above), "public");
  });

  Deno.test(`evaluatePeerPolicy() denies the signalled address ${inside} and allows ${below}`, () => {
    assertEquals(
      decide({ hostname: inside, isSignalledByRoomMate: true }).startsWith(
        "denied",
      ),
      true,
    );
    assertEquals(
      decide({ hostname: below, isSignalledByRoomMate: true }),
      "allowed: signalled",
    );
    assertEquals(
      decide({ hostname: above, hasLiveSeat: false }),
      "allowed: public",
    );
    assertEquals(
      decide({ hostname: inside, hasLiveSeat: false }).startsWith("denied"),
      true,
    );
  });
}

Deno.test("evaluatePeerPolicy() allows a private address only where a room-mate was seen", () => {
  const hostname = "192.168.1.7";
  assertEquals(decide({ hostname, isSeenByRoomMate: true }), "allowed: seen");
  assertEquals(
    decide({ hostname, isSeenByRoomMate: true, hasLiveSeat: false }),
    "denied: special",
  );
  assertEquals(decide({ hostname }), "denied: special");
});

Deno.test("evaluatePeerPolicy() denies multicast, unspecified and embedding addresses even if seen", () => {
  for (const hostname of ["224.0.0.1", "::", "0.0.0.0", "::ffff:10.0.0.1"]) {
    assertEquals(
      decide({ hostname, isSeenByRoomMate: true }),
      "denied: never-allowed",
    );
  }
});

Deno.test("evaluatePeerPolicy() allows loopback only to clients on loopback", () => {
  for (const hostname of ["127.0.0.1", "::1"]) {
    assertEquals(
      decide({ hostname, isSeenByRoomMate: true }),
      "denied: loopback",
    );
    assertEquals(
      decide({ hostname, isSeenByRoomMate: true, isClientOnLoopback: true }),
      "allowed: seen",
    );
    assertEquals(
      decide({ hostname, isClientOnLoopback: true }),
      "denied: loopback",
    );
    assertEquals(
      decide({
        hostname,
        isSeenByRoomMate: true,
        isClientOnLoopback: true,
        hasLiveSeat: false,
      }),
      "denied: loopback",
    );
  }
});

Deno.test("evaluatePeerPolicy() allows a seat a public address only if a room-mate was seen there or signalled it", () => {
  assertEquals(decide({}), "denied: not-signalled");
  assertEquals(decide({ isSignalledByRoomMate: true }), "allowed: signalled");
  assertEquals(decide({ isSeenByRoomMate: true }), "allowed: seen");
  assertEquals(decide({ hasLiveSeat: false }), "allowed: public");
});

Deno.test("evaluatePeerPolicy() denies a signalled address of this machine", () => {
  assertEquals(
    decide({ isOwnAddress: true, isSignalledByRoomMate: true }),
    "denied: own",
  );
  assertEquals(
    decide({ isOwnAddress: true, hasLiveSeat: false }),
    "denied: own",
  );
  assertEquals(
    decide({ isOwnAddress: true, isSeenByRoomMate: true }),
    "allowed: seen",
  );
});

Deno.test("evaluatePeerPolicy() applies the ranges of the operator, and deny takes precedence", () => {
  const hostname = "10.0.0.1";
  const allow = ["10.0.0.0/8"];
  assertEquals(decide({ hostname }, { allow }), "allowed: operator");
  assertEquals(
    decide({ hostname, hasLiveSeat: false }, { allow }),
    "allowed: operator",
  );
  assertEquals(
    decide({ hostname, isSeenByRoomMate: true }, {
      allow,
      deny: ["10.0.0.1"],
    }),
    "denied: denied",
  );
});

Deno.test("evaluatePeerPolicy() denies an IPv6 form that embeds a denied address", () => {
  assertEquals(
    decide({ hostname: "64:ff9b::cb00:7107", isSignalledByRoomMate: true }, {
      deny: ["203.0.113.0/24"],
    }),
    "denied: denied",
  );
});

Deno.test("evaluatePeerPolicy() denies a mapped address under an IPv6 range", () => {
  assertEquals(
    decide({ hostname: "::ffff:203.0.113.7", isSignalledByRoomMate: true }, {
      deny: ["::/0"],
    }),
    "denied: denied",
  );
});

Deno.test("evaluatePeerPolicy() allows a public address without a seat", () => {
  assertEquals(
    evaluatePeerPolicy({
      hostname: "1.1.1.1",
      hasLiveSeat: false,
      isClientOnLoopback: false,
      isSeenByRoomMate: false,
      isSignalledByRoomMate: false,
      isOwnAddress: false,
      isTranslator: false,
      isShared: false,
    }, NO_RANGES).isAllowed,
    true,
  );
});

Deno.test("evaluatePeerPolicy() denies a router, though a room-mate is seen there or signalled it", () => {
  for (const hostname of ["192.168.1.1", "203.0.113.7"]) {
    const changes = {
      hostname,
      isTranslator: true,
      isSignalledByRoomMate: true,
    };
    assertEquals(
      decide({ ...changes, isSeenByRoomMate: true }),
      "denied: translator",
    );
    assertEquals(
      decide({ ...changes, hasLiveSeat: false }),
      "denied: translator",
    );
  }
  const router = { hostname: "192.168.1.1", isTranslator: true };
  assertEquals(
    decide(router, { allow: ["192.168.1.1"] }),
    "allowed: operator",
  );
});

Deno.test("evaluatePeerPolicy() denies a private address that several members share", () => {
  const seen = { isSeenByRoomMate: true, isShared: true };
  assertEquals(decide({ ...seen, hostname: "10.0.0.7" }), "denied: special");
  assertEquals(decide({ ...seen, hostname: "203.0.113.7" }), "allowed: seen");
  assertEquals(
    decide({ ...seen, hostname: "10.0.0.7", isOwnAddress: true }),
    "allowed: seen",
  );
});

Deno.test("evaluatePeerPolicy() opens an address that embeds IPv4 only if all of it is allowed", () => {
  const mapped = { hostname: "64:ff9b::a00:5" };
  assertEquals(decide(mapped, { allow: ["10.0.0.0/8"] }), "allowed: operator");
  // Teredo: the server is 10.0.0.1, the client 192.0.2.45.
  const teredo = { hostname: "2001:0:a00:1:0:0:3fff:fdd2" };
  assertEquals(
    decide(teredo, { allow: ["10.0.0.0/8"] }),
    "denied: never-allowed",
  );
  assertEquals(
    decide(teredo, { allow: ["10.0.0.0/8", "192.0.2.0/24"] }),
    "allowed: operator",
  );
  assertEquals(decide(teredo, { deny: ["10.0.0.0/8"] }), "denied: denied");
});
