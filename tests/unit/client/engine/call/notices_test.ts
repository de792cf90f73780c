import { assertEquals } from "@std/assert";
import { INITIAL_CALL_STATE } from "../../../../../client/engine/call/call_state.ts";
import {
  MAX_NOTICES,
  NOTICE_MS,
  Notices,
} from "../../../../../client/engine/call/notices.ts";
import { Store } from "../../../../../client/engine/store.ts";
import { FakeClock } from "../../fakes/fake_clock.ts";

function setUp() {
  const store = new Store(INITIAL_CALL_STATE);
  const clock = new FakeClock();
  const notices = new Notices(store, clock);
  return {
    clock,
    notices,
    names: () => store.get().notices.map((n) => n.name),
  };
}

Deno.test("Notices shows a notice for some seconds", () => {
  const { clock, notices, names } = setUp();
  notices.post("joined", "Ann");
  clock.advance(NOTICE_MS - 1);
  assertEquals(names(), ["Ann"]);
  clock.advance(1);
  assertEquals(names(), []);
});

Deno.test("Notices shows only the newest", () => {
  const { notices, names } = setUp();
  for (let i = 0; i <= MAX_NOTICES; i++) notices.post("left", `n${i}`);
  assertEquals(names(), ["n1", "n2", "n3"]);
});

Deno.test("Notices.dismiss() removes a notice before its time", () => {
  const { notices, names } = setUp();
  notices.post("left", "a");
  notices.post("left", "b");
  notices.dismiss(1);
  assertEquals(names(), ["b"]);
});
