import { assertEquals } from "@std/assert";
import {
  checkStun,
  STUN_ANSWER_MS,
} from "../../../../../client/engine/check/stun_check.ts";
import { FakeClock, settle } from "../../fakes/fake_clock.ts";
import { FakeRelay, type Fate } from "../../fakes/fake_relay.ts";

async function stun(fate: Fate, urls = ["stun:a:1"]) {
  const clock = new FakeClock();
  const { makePc, made } = new FakeRelay(clock, () => fate);
  const result = checkStun({ urls, clock, makePc });
  await settle();
  clock.advance(STUN_ANSWER_MS - 1);
  const isEarly = made[0]?.isClosed ?? true;
  clock.advance(1);
  const { state, ...rest } = await result;
  const code = "code" in rest ? rest.code : state;
  return { code, isEarly, isClosed: made.every((pc) => pc.isClosed) };
}

const CASES: readonly (readonly [string, Fate, string, boolean])[] = [
  ["an answer", { candidates: ["host", "srflx"], isEndless: true }, "ok", true],
  ["no address translator", { candidates: ["host"] }, "ok", true],
  ["a complaint", { candidates: ["host"], errors: [701] }, "no-answer", true],
  ["silence", { candidates: ["host"], isEndless: true }, "no-answer", false],
];

for (const [what, fate, code, isEarly] of CASES) {
  Deno.test(`checkStun() finds ${code} on ${what}`, async () => {
    assertEquals(await stun(fate), { code, isEarly, isClosed: true });
  });
}

Deno.test("checkStun() says when there is no STUN server", async () => {
  assertEquals((await stun({}, [])).code, "not-offered");
});
