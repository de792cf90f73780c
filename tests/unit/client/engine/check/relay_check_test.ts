import { assertAlmostEquals, assertEquals } from "@std/assert";
import { PATH_TIMEOUT_MS } from "../../../../../client/engine/check/relay_path.ts";
import {
  isStunOnRelayPort,
  measureTransport,
  openRelayTransport,
  parseTurnTransport,
  selectStunUrls,
} from "../../../../../client/engine/check/relay_check.ts";
import type { RelayTransport } from "../../../../../client/engine/check/check_result.ts";
import { FakeClock, settlePromises } from "../../fakes/fake_clock.ts";
import {
  type FakeIceOutcome,
  FakeRelayNetwork,
} from "../../fakes/fake_relay_network.ts";

const URLS = [
  "turn:r:1?transport=udp",
  "turn:r:1?transport=tcp",
  "turns:r:2?transport=tcp",
  "turns:r:443?transport=tcp",
];
const serverOf = (username: string) => [
  { urls: ["stun:r:1"] },
  { urls: URLS, username, credential: "c" },
];

/** Opens and measures one transport while the clock advances. */
async function check(
  transport: RelayTransport,
  outcomeOf: (url: string) => FakeIceOutcome,
) {
  const clock = new FakeClock();
  const relay = new FakeRelayNetwork(clock, outcomeOf);
  const result = openRelayTransport(transport, {
    servers: [serverOf("a"), serverOf("b")],
    clock,
    makePc: relay.makePc,
  }).then((opened) => measureTransport(opened, clock));
  let isSettled = false;
  result.finally(() => isSettled = true);
  await settlePromises();
  for (let i = 0; i < 3_000 && !isSettled; i++) {
    clock.advance(10);
    await Promise.resolve();
    await Promise.resolve();
    if (i % 20 === 0) await settlePromises();
  }
  return { relay, result: await result };
}

const WORKS: FakeIceOutcome = {
  candidates: ["relay"],
  isReachable: true,
  delayMs: 20,
};

Deno.test("A transport that works is measured: round trip, throughput, port", async () => {
  const { relay, result } = await check("udp", () => WORKS);
  if (result.state !== "done") throw new TypeError("Not done");
  assertEquals(result.code, "ok");
  assertEquals(result.figures.roundTripMs, 20);
  assertEquals(
    result.figures.port,
    undefined,
    "The transport has a single port",
  );
  // 512 KiB are buffered at any time, and each message takes 20 ms.
  assertAlmostEquals(result.figures.mbitPerSecond ?? 0, 200, 40);
  assertEquals(relay.connections.map((pc) => pc.isClosed), [true, true]);
});

Deno.test("The two ends use one URL, only the relay, and separate credentials", async () => {
  const { relay } = await check("tcp", () => WORKS);
  assertEquals(
    relay.configurations,
    ["a", "b"].map((username) => ({
      iceServers: [{
        urls: ["turn:r:1?transport=tcp"],
        username,
        credential: "c",
      }],
      iceTransportPolicy: "relay",
    })),
  );
});

Deno.test("The next URL of a transport is tried when the first does not answer", async () => {
  const { result } = await check(
    "tls",
    (url) => url.includes(":443") ? WORKS : {},
  );
  if (result.state !== "done") throw new TypeError("Not done");
  assertEquals([result.code, result.figures.port], ["ok", "443"]);
});

const FAILURES:
  readonly (readonly [string, FakeIceOutcome, string, string?])[] = [
    ["nothing allocates", {}, "no-answer"],
    ["gathering has an error of the browser", { errors: [701] }, "no-answer"],
    ["the relay rejects", { errors: [486] }, "rejected", "486"],
    ["gathering never ends", { isGatheringEndless: true }, "no-answer"],
    ["the ends do not connect", { candidates: ["relay"] }, "no-path"],
    [
      "one address family is rejected and the ends do not connect",
      { candidates: ["relay"], errors: [440] },
      "no-path",
    ],
    [
      "no message arrives",
      { candidates: ["relay"], isReachable: true },
      "no-path",
    ],
  ];

for (const [title, outcome, code, refusal] of FAILURES) {
  Deno.test(`A transport is ${code} when ${title}`, async () => {
    const { relay, result } = await check("udp", () => outcome);
    if (result.state !== "done") throw new TypeError("Not done");
    assertEquals(result.code, code);
    if (code !== "no-path") {
      assertEquals(result.figures, refusal ? { refusal } : {});
    }
    assertEquals(relay.connections.every((pc) => pc.isClosed), true);
  });
}

Deno.test("A transport fails when its time is over, not before", async () => {
  const clock = new FakeClock();
  const { makePc, connections } = new FakeRelayNetwork(
    clock,
    () => ({ isGatheringEndless: true }),
  );
  const servers = [serverOf("a"), serverOf("b")] as const;
  const opened = openRelayTransport("udp", { servers, clock, makePc });
  await settlePromises();
  clock.advance(PATH_TIMEOUT_MS - 1);
  assertEquals(connections[0]?.isClosed, false);
  clock.advance(1);
  assertEquals(connections[0]?.isClosed, true);
  assertEquals((await opened).path, { reason: "no-answer", refusal: "" });
});

Deno.test("A transport without a URL is not offered", async () => {
  const clock = new FakeClock();
  const { makePc } = new FakeRelayNetwork(clock, () => WORKS);
  const opened = await openRelayTransport("tls", {
    servers: [[], []],
    clock,
    makePc,
  });
  assertEquals(await measureTransport(opened, clock), {
    state: "done",
    code: "not-offered",
    figures: {},
  });
});

Deno.test("parseTurnTransport() accepts TURN URLs only", () => {
  assertEquals(URLS.map(parseTurnTransport), ["udp", "tcp", "tls", "tls"]);
  assertEquals(["turn:r", "TURN:r?transport=TCP"].map(parseTurnTransport), [
    "udp",
    "tcp",
  ]);
  assertEquals(["stun:r:1", "stuns:r:1", "https://r"].map(parseTurnTransport), [
    null,
    null,
    null,
  ]);
  assertEquals(selectStunUrls(serverOf("a")), ["stun:r:1"]);
});

Deno.test("isStunOnRelayPort() compares host and port of STUN and TURN over UDP", () => {
  const servers = (stun: string, turn: string) => [{ urls: [stun, turn] }];
  const turn = "turn:r:1?transport=udp";
  assertEquals(isStunOnRelayPort(servers("stun:R:1", turn)), true);
  assertEquals(isStunOnRelayPort(servers("stun:r:2", turn)), false);
  assertEquals(isStunOnRelayPort(servers("stun:r:1", "turns:r:1")), false);
});
