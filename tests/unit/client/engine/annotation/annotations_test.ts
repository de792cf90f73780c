/** The permission to annotate, over a call with fake connections. @module */
import { assert, assertEquals } from "@std/assert";
import {
  type AnnotationGrant,
  NO_ANNOTATION_SUMMARY,
} from "../../../../../client/engine/annotation/annotation_state.ts";
import { Annotations } from "../../../../../client/engine/annotation/annotations.ts";
import { Store } from "../../../../../client/engine/store.ts";
import { FakeClock } from "../../fakes/fake_clock.ts";
import { makeFakeStream } from "../../fakes/fake_media.ts";
import { ANNOTATOR_MS } from "../../../../../client/engine/annotation/annotation_session.ts";
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

Deno.test("Annotations drops, removes and sends no marks of members that the sharer does not allow", async () => {
  const fixture = callWithScreen(false);
  const { call, clock, from, sentTo, setProfile, store } = fixture;
  const allow = (version: number, ...annotatableBy: string[]) =>
    setProfile(version, { sharing: true, annotatableBy });
  const draw = () =>
    call.annotations.annotate(
      "a",
      (sender) => sender.draw("a", { x: 1, y: 1 }),
    );
  const kinds = () => store.get().notices.map(({ kind }) => kind);
  allow(2, "a", "b");
  draw();
  from(2, MARK);
  from(1, MARK);
  await until(() => authors(fixture).length > 0);
  assertEquals(authors(fixture), ["b"]);
  assert(!kinds().includes("drawing-allowed"));
  allow(3, "a", "b", "me");
  await loaded();
  assertEquals(kinds().at(-1), "drawing-allowed");
  assertEquals(store.get().notices.at(-1)?.name, "a");
  draw();
  from(0, MARK);
  assertEquals(authors(fixture), ["b", "me", "a"]);
  clock.advance(100);
  assertEquals(sentTo(1).length, 1);
  allow(4, "a", "c");
  await loaded();
  assertEquals(authors(fixture), ["a"]);
  assertEquals(kinds().at(-1), "drawing-ended");
  draw();
  clock.advance(100);
  assertEquals(sentTo(1).length, 1);
});

Deno.test("Annotations says nothing about the permission when the share ends", async () => {
  const { setProfile, store } = callWithScreen(true);
  await loaded();
  const kinds = () => store.get().notices.map(({ kind }) => kind);
  assertEquals(kinds().at(-1), "drawing-allowed");
  setProfile(2, { sharing: false, annotatable: false });
  await loaded();
  assert(!kinds().includes("drawing-ended"));
});

/** Ids in the profile that "me" sends, or "everyone". */
const granted = ({ store }: Pick<CallFixture, "store">) => {
  const { annotatable, annotatableBy } = store.get().self;
  return annotatable ? "everyone" : annotatableBy.join(" ");
};

/** Lets everyone, nobody or one member draw; the code for it is loaded. */
async function permit(
  { call }: Pick<CallFixture, "call">,
  isAllowed: boolean,
  id?: string,
): Promise<void> {
  let isDone = false;
  call.annotations.permit((permission) => {
    if (id === undefined) permission.setForAll(isAllowed);
    else permission.setForMember(id, isAllowed);
    isDone = true;
  });
  await until(() => isDone);
}

Deno.test("Call lets the others draw only while it shares, and says so in its profile", async () => {
  const fixture = joinedCall(["a"]);
  const { call, store } = fixture;
  await permit(fixture, true);
  await permit(fixture, true, "a");
  assertEquals(granted(fixture), "");
  await call.screen.start();
  assertEquals(granted(fixture), "");
  await permit(fixture, true);
  assertEquals(granted(fixture), "everyone");
  const { ownScreen } = store.get().annotation;
  assert(ownScreen);
  await permit(fixture, false, "a");
  assertEquals(granted(fixture), "me");
  assertEquals(store.get().annotation.ownScreen, ownScreen);
  call.screen.stop();
  assertEquals(granted(fixture), "");
  assertEquals(store.get().annotation.ownScreen, null);
  await call.screen.start();
  assertEquals(granted(fixture), "");
});

Deno.test("Annotations does not use a permission of a share that ended before the code was loaded", async () => {
  const published: AnnotationGrant[] = [];
  const summary = new Store(NO_ANNOTATION_SUMMARY);
  const annotations = new Annotations({
    clock: new FakeClock(),
    summary,
    selfId: () => "me",
    peerIds: () => [],
    mayAnnotate: () => false,
    onPermission: () => {},
    makeOwnScreen: () => makeFakeStream([]),
    publish: (grant) => published.push(grant),
    send: () => false,
  });
  annotations.permit((permission) => permission.setForAll(true));
  annotations.onShareEnd();
  await until(() => published.length > 0);
  assertEquals(published.map(({ annotatable }) => annotatable), [true, false]);
  assertEquals(summary.get().ownScreen, null);
});

Deno.test("Call keeps the decisions about single members until they leave, and newcomers get what holds for all", async () => {
  const fixture = joinedCall(["a", "b"]);
  const { call, receive } = fixture;
  await call.screen.start();
  await permit(fixture, true, "a");
  assertEquals(granted(fixture), "me a");
  receive("peer-joined", { id: "c", info: {} });
  await loaded();
  assertEquals(granted(fixture), "me a");
  await permit(fixture, true);
  await permit(fixture, false, "a");
  assertEquals(granted(fixture), "me b c");
  receive("peer-joined", { id: "d", info: {} });
  await loaded();
  assertEquals(granted(fixture), "me b c d");
  receive("peer-left", { id: "b", reason: "left" });
  await loaded();
  assertEquals(granted(fixture), "me c d");
  receive("peer-left", { id: "a", reason: "left" });
  await loaded();
  assertEquals(granted(fixture), "everyone");
});

Deno.test("Call draws what an allowed member sends about its own screen, and nothing of others", async () => {
  const fixture = callWithScreen(false);
  const { call, from } = fixture;
  await call.screen.start();
  await permit(fixture, true, "b");
  const mark = { ...MARK, screen: "me" };
  from(2, mark);
  from(1, mark);
  await until(() => authors(fixture).length > 0);
  assertEquals(authors(fixture), ["b"]);
  await permit(fixture, false, "b");
  await loaded();
  assertEquals(authors(fixture), []);
  from(1, mark);
  assertEquals(authors(fixture), []);
});
