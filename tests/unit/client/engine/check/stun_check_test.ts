import { assertEquals } from "@std/assert";
import {
  checkStun,
  STUN_TIMEOUT_MS,
} from "../../../../../client/engine/check/stun_check.ts";
import { FakeClock, settlePromises } from "../../fakes/fake_clock.ts";
import {
  type FakeIceOutcome,
  FakeRelayNetwork,
} from "../../fakes/fake_relay_network.ts";

async function stun(fate: FakeIceOutcome, urls = ["stun:a:1"]) {
  const clock = new FakeClock();
  const { makePc, connections } = new FakeRelayNetwork(clock, () => fate);
  const result = checkStun({ urls, clock, makePc });
  await settlePromises();
  clock.advance(STUN_TIMEOUT_MS - 1);
  const isEarly = connections[0]?.isClosed ?? true;
  clock.advance(1);
  const { state, ...rest } = await result;
  const code = "code" in rest ? rest.code : state;
  return { code, isEarly, isClosed: connections.every((pc) => pc.isClosed) };
}

const CASES: readonly (readonly [string, FakeIceOutcome, string, boolean])[] = [
  [
    "an answer",
    { candidates: ["host", "srflx"], isGatheringEndless: true },
    "ok",
    true,
  ],
  ["no NAT", { candidates: ["host"] }, "ok", true],
  [
    "an error of gathering",
    { candidates: ["host"], errors: [701] },
    "no-answer",
    true,
  ],
  [
    "no answer",
    { candidates: ["host"], isGatheringEndless: true },
    "no-answer",
    false,
  ],
];

for (const [title, outcome, code, isEarly] of CASES) {
  Deno.test(`checkStun() reports ${code} on ${title}`, async () => {
    assertEquals(await stun(outcome), { code, isEarly, isClosed: true });
  });
}

Deno.test("checkStun() reports that there is no STUN server", async () => {
  assertEquals((await stun({}, [])).code, "not-offered");
});
