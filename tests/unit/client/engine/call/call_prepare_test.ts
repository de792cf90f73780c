/** What the lobby prepares for joining. @module */
import { assertEquals } from "@std/assert";
import { settlePromises } from "../../fakes/fake_clock.ts";
import { CallFixture } from "./call_fixture.ts";

Deno.test("A prepared call joins on the socket of the lobby and offers on its connection", async () => {
  const fixture = new CallFixture();
  const { call, pcs, sent, welcome } = fixture;
  call.prepareJoin();
  call.prepareJoin();
  assertEquals(fixture.deferredSockets, 1);
  assertEquals(pcs.length, 1);
  assertEquals(sent, []);
  call.join("Ann");
  assertEquals(sent.map(({ event }) => event), ["join"]);
  welcome(["a", "b"]);
  await settlePromises();
  assertEquals(pcs.length, 2);
  const offers = sent.filter(({ event }) => event === "description");
  assertEquals(offers.map(({ to }) => to), ["a"]);
  assertEquals(pcs[0]?.localDescription?.type, "offer");
});

Deno.test("A call without other members, or that is cancelled, closes what it prepared", () => {
  for (const end of ["welcome", "cancel", "suspend"]) {
    const { call, pcs, welcome } = new CallFixture();
    call.prepareJoin();
    if (end !== "suspend") call.join("Ann");
    if (end === "welcome") welcome([]);
    if (end === "cancel") call.cancelJoin();
    if (end === "suspend") call.suspend();
    assertEquals(pcs.map(({ connectionState }) => connectionState), ["closed"]);
  }
});

Deno.test("A call prepares nothing once it has joined", () => {
  const fixture = new CallFixture();
  const { call, pcs } = fixture;
  call.join("Ann");
  call.prepareJoin();
  assertEquals(fixture.deferredSockets, 0);
  assertEquals(pcs.length, 0);
});
