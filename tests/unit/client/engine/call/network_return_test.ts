import { assertEquals } from "@std/assert";
import {
  GATHER_ATTEMPT_MS,
  NetworkReturn,
} from "../../../../../client/engine/call/network_return.ts";
import { FakeClock, settlePromises } from "../../fakes/fake_clock.ts";
import { FakePeerConnection } from "../../fakes/fake_pc.ts";

function setUp(hasServers = true) {
  const clock = new FakeClock();
  const pcs: FakePeerConnection[] = [];
  const found = { count: 0 };
  const networkReturn = new NetworkReturn({
    clock,
    makePc: () => {
      if (!hasServers) return null;
      const fake = new FakePeerConnection();
      pcs.push(fake);
      return fake.pc;
    },
    onReachable: () => found.count++,
  });
  const states = () => pcs.map(({ connectionState }) => connectionState);
  return { clock, pcs, found, networkReturn, states };
}

Deno.test("NetworkReturn reports the first candidate of a server, once, and closes all attempts", async () => {
  const { pcs, found, networkReturn, states } = setUp();
  networkReturn.attempt();
  networkReturn.attempt();
  await settlePromises();
  const [first, second] = pcs;
  first?.emitCandidate("candidate:1 1 udp 1 10.0.0.1 1 typ host");
  first?.onicecandidate?.({ candidate: null });
  assertEquals(found.count, 0);
  const receive = second?.onicecandidate;
  second?.emitCandidate("candidate:2 1 udp 1 192.0.2.1 2 typ srflx");
  assertEquals(found.count, 1);
  assertEquals(states(), ["closed", "closed"]);
  assertEquals([receive === null, second?.onicecandidate], [false, null]);
});

Deno.test("NetworkReturn closes an attempt without an answer", async () => {
  const { clock, found, networkReturn, states } = setUp();
  networkReturn.attempt();
  await settlePromises();
  clock.advance(GATHER_ATTEMPT_MS - 1);
  assertEquals(states(), ["new"]);
  clock.advance(1);
  assertEquals([states(), found.count], [["closed"], 0]);
});

Deno.test("NetworkReturn.attempt() is false without a server to gather from", () => {
  const { networkReturn } = setUp(false);
  assertEquals(networkReturn.attempt(), false);
});
