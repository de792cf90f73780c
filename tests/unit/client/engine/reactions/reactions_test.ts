import { assertEquals } from "@std/assert";
import {
  MIN_REACTION_INTERVAL_MS,
  REACTION_MS,
  Reactions,
  type ReactionsState,
} from "../../../../../client/engine/reactions/reactions.ts";
import { Store } from "../../../../../client/engine/store.ts";
import { FakeClock } from "../../fakes/fake_clock.ts";

function setUp() {
  const clock = new FakeClock();
  const state = new Store<ReactionsState>({ reactions: [] });
  const sent: unknown[] = [];
  const reactions = new Reactions({
    state,
    clock,
    peerIds: () => ["a", "b"],
    send: (peerId, message) => sent.push([peerId, message]) > 0,
  });
  const shown = () =>
    state.get().reactions.map(({ from, reaction }) => [from, reaction]);
  return { clock, reactions, sent, shown };
}

Deno.test("Reactions.send() shows a reaction here and sends it to everyone", () => {
  const { reactions, sent, shown } = setUp();
  reactions.send("heart");
  const message = { kind: "reaction", reaction: "heart" };
  assertEquals(sent, [["a", message], ["b", message]]);
  assertEquals(shown(), [[null, "heart"]]);
});

Deno.test("Reactions shows one reaction of a member, until its time is over", () => {
  const { reactions, clock, shown } = setUp();
  reactions.receive("a", { reaction: "clap" });
  reactions.receive("b", { reaction: "laugh" });
  clock.advance(MIN_REACTION_INTERVAL_MS);
  reactions.receive("a", { reaction: "heart" });
  assertEquals(shown(), [["b", "laugh"], ["a", "heart"]]);
  clock.advance(REACTION_MS - MIN_REACTION_INTERVAL_MS);
  assertEquals(shown(), [["a", "heart"]]);
  clock.advance(MIN_REACTION_INTERVAL_MS);
  assertEquals(shown(), []);
});

Deno.test("Reactions drops what comes too soon, from each member by itself", () => {
  const { reactions, clock, sent, shown } = setUp();
  reactions.send("heart");
  reactions.send("clap");
  assertEquals(sent.length, 2);
  reactions.receive("a", { reaction: "clap" });
  clock.advance(MIN_REACTION_INTERVAL_MS - 1);
  reactions.receive("a", { reaction: "heart" });
  reactions.receive("b", { reaction: "heart" });
  assertEquals(shown(), [[null, "heart"], ["a", "clap"], ["b", "heart"]]);
});

Deno.test.each(["<b>", "toString", "", 1, null, {}, "Heart", "❤️"])(
  "Reactions ignores a reaction that is not of the set: %s",
  (reaction) => {
    const { reactions, shown } = setUp();
    reactions.receive("a", { reaction });
    assertEquals(shown(), []);
  },
);

Deno.test("Reactions.removePeer() removes the reaction of a member that left", () => {
  const { reactions, shown } = setUp();
  reactions.receive("a", { reaction: "clap" });
  reactions.send("heart");
  reactions.removePeer("a");
  assertEquals(shown(), [[null, "heart"]]);
});
