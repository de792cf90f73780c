/** The permission to annotate, over a call with fake connections. @module */
import { assert, assertEquals } from "@std/assert";
import { ANNOTATOR_MS } from "../../../../../client/engine/annotation/annotations.ts";
import { type CallFixture, joinedCall } from "../call/call_fixture.ts";

/** A call with three others whose channels are open; "a" shares its screen. */
function callWithScreen(annotatable: boolean) {
  const fixture = joinedCall(["a", "b", "c"]);
  const channels = fixture.pcs.map(({ channels: [channel] }) => {
    assert(channel);
    channel.open();
    return channel;
  });
  const from = (index: number, message: object) =>
    channels[index]?.receive(JSON.stringify(message));
  const setProfile = (version: number, part: object) =>
    from(0, { kind: "profile", name: "a", session: "x", version, ...part });
  setProfile(1, { sharing: true, annotatable });
  const sentTo = (index: number) =>
    (channels[index]?.sent ?? []).map((text) => JSON.parse(text))
      .filter(({ kind }) => kind === "annotation");
  return { ...fixture, from, setProfile, sentTo };
}

const MARK = {
  kind: "annotation",
  action: "draw",
  screen: "a",
  points: [1, 2],
};

const authors = ({ call }: Pick<CallFixture, "call">) =>
  call.annotations.store.get().marks.map(({ by }) => by);

/** Waits until the board is loaded: a file of its own. */
const loaded = () => new Promise((resolve) => setTimeout(resolve));

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await loaded();
}

Deno.test("Annotations shows the marks of a member on a screen that may be drawn on", async () => {
  const fixture = callWithScreen(true);
  fixture.from(1, MARK);
  await until(() => authors(fixture).length > 0);
  assertEquals(authors(fixture), ["b"]);
  assertEquals(fixture.store.get().annotation.annotators, ["b"]);
  fixture.clock.advance(ANNOTATOR_MS);
  assertEquals(fixture.store.get().annotation.annotators, []);
});

Deno.test("Annotations drops marks that the sharer does not allow", async () => {
  const fixture = callWithScreen(false);
  fixture.from(1, MARK);
  fixture.from(1, { ...MARK, screen: "c" });
  fixture.from(1, { ...MARK, screen: "me" });
  fixture.from(1, { ...MARK, screen: "nobody" });
  // Loads the board, which then has seen all of them.
  fixture.setProfile(2, { sharing: true, annotatable: true });
  fixture.from(2, MARK);
  await until(() => authors(fixture).length > 0);
  assertEquals(authors(fixture), ["c"]);
});

Deno.test("Annotations removes all marks when the permission, the screen or their author is gone", async () => {
  const fixture = callWithScreen(true);
  fixture.from(1, MARK);
  fixture.from(2, MARK);
  await until(() => authors(fixture).length === 2);
  fixture.receive("peer-left", { id: "c", reason: "left" });
  await loaded();
  assertEquals(authors(fixture), ["b"]);
  fixture.setProfile(2, { sharing: true, annotatable: false });
  await loaded();
  assertEquals(authors(fixture), []);
  fixture.setProfile(3, { sharing: true, annotatable: true });
  fixture.from(1, MARK);
  assertEquals(authors(fixture), ["b"]);
  fixture.setProfile(4, { sharing: false, annotatable: true });
  await loaded();
  assertEquals(authors(fixture), []);
});

Deno.test("Annotations sends own marks to all members, and nothing where they are not allowed", async () => {
  const fixture = callWithScreen(true);
  const { call, clock, sentTo, setProfile } = fixture;
  const draw = () =>
    call.annotations.annotate(
      "a",
      (sender) => sender.draw("a", { x: 1, y: 1 }),
    );
  draw();
  await until(() => authors(fixture).length > 0);
  clock.advance(100);
  for (const index of [0, 1, 2]) assertEquals(sentTo(index).length, 1);
  draw();
  setProfile(2, { sharing: true, annotatable: false });
  draw();
  clock.advance(100);
  assertEquals(sentTo(1).length, 1);
});

Deno.test("Call lets the others draw only while it shares, and says so in its profile", async () => {
  const { call, store } = joinedCall(["a"]);
  call.setAnnotatable(true);
  assertEquals(store.get().self.annotatable, false);
  await call.screen.start();
  assertEquals(store.get().self.annotatable, false);
  call.setAnnotatable(true);
  assertEquals(store.get().self.annotatable, true);
  assert(store.get().annotation.ownScreen);
  call.screen.stop();
  assertEquals(store.get().self.annotatable, false);
  assertEquals(store.get().annotation.ownScreen, null);
  await call.screen.start();
  assertEquals(store.get().self.annotatable, false);
});
