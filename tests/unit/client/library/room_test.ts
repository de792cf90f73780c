import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { MaruError } from "../../../../client/library/maru_error.ts";
import type { Member } from "../../../../client/library/maru.d.ts";
import { settlePromises } from "../fakes/fake_clock.ts";
import { isTrackStopped } from "../fakes/fake_media.ts";
import { LibraryFixture } from "./library_fixture.ts";

Deno.test("onmember is called for each member, also for those who were there", async () => {
  const page = new LibraryFixture();
  const room = await page.enter(["ada", "bob"]);
  const names: string[] = [];
  room.onmember = ({ name }) => names.push(name);
  assertEquals(names, []);
  await settlePromises();
  assertEquals(names, ["ada", "bob"]);
  page.receive("peer-joined", { id: "cho", info: { name: "Cho" } });
  await settlePromises();
  assertEquals(names, ["ada", "bob", "Cho"]);
  assertEquals(room.members.map(({ id }) => id), ["ada", "bob", "cho"]);
});

Deno.test("A member reports what changes, and how it leaves", async () => {
  const page = new LibraryFixture();
  const room = await page.enter(["ada", "bob"]);
  const [ada, bob] = room.members;
  assert(ada && bob);
  const events: string[] = [];
  ada.onchange = () => events.push(`${ada.name} ${ada.audio} ${ada.video}`);
  ada.onleave = (reason) => events.push(reason);
  bob.onleave = (reason) => events.push(`bob ${reason}`);
  page.receive("peer-info", {
    id: "ada",
    info: { name: "Ada", muted: false, cameraOff: true },
  });
  await settlePromises();
  page.receive("peer-left", { id: "ada", reason: "left" });
  page.receive("peer-left", { id: "bob", reason: "kicked" });
  await settlePromises();
  assertEquals(events, ["Ada true false", "left", "bob removed"]);
  assertEquals(room.members, []);
  assertEquals(ada.connection, null);
});

Deno.test("A lost server is a state, and the same seat is resumed", async () => {
  const page = new LibraryFixture();
  const room = await page.enter(["ada"]);
  const [ada] = room.members;
  const states: unknown[] = [];
  room.onstate = (state, reason) => states.push(state, reason);
  await settlePromises();
  page.cut(1012);
  page.clock.advance(1_000);
  page.welcome(["ada"], { resumed: true });
  assertEquals(states, ["in", null, "reconnecting", null, "in", null]);
  assertEquals(page.resumes.at(-1)?.token, "T");
  assertEquals(room.members[0], ada);
});

Deno.test("leave() closes connections, sockets and timers, and tells the members of the page", async () => {
  const page = new LibraryFixture();
  const room = await page.enter(["ada"], { audio: true, video: true });
  await settlePromises();
  const ends: unknown[] = [];
  const [ada] = room.members;
  assert(ada);
  ada.onleave = (reason) => ends.push(reason);
  room.onstate = (state, reason) => ends.push(state, reason);
  await settlePromises();
  room.leave();
  assertEquals(ends, ["in", null, "ended", "ended", "left"]);
  assertEquals(page.sent.at(-1)?.event, "leave");
  assertEquals(page.openSockets, 0);
  assertEquals(page.deviceEvents, null);
  assertEquals(page.pcs.map((pc) => pc.connectionState), ["closed"]);
  assert(page.media.grantedTracks.length === 2);
  assert(page.media.grantedTracks.every(isTrackStopped));
  const { length } = page.sent;
  page.clock.advance(60_000);
  await settlePromises();
  assertEquals(page.sent.length, length);
  assertEquals(page.addresses.length, 1);
  room.leave();
  assertEquals(room.say("late"), false);
  assertEquals(
    (await assertRejects(() => room.setAudio(true), MaruError)).code,
    "ended",
  );
  assertEquals(
    assertThrows(() => room.channel("late"), MaruError).code,
    "ended",
  );
});

Deno.test("A page that is closed leaves the room", async () => {
  const page = new LibraryFixture();
  const room = await page.enter();
  page.deviceEvents?.onClose();
  assertEquals(page.sent.at(-1)?.event, "leave");
  // It may be shown again from the back/forward cache.
  assertEquals(room.state, "ended");
});

Deno.test("Chat messages go to all members or to one, and arrive with their member", async () => {
  const page = new LibraryFixture();
  const room = await page.enter(["ada", "bob"]);
  const channels = page.pcs.map((pc) => {
    const [chat] = pc.channels;
    chat?.open();
    return chat;
  });
  const [ada, bob] = room.members;
  const texts: unknown[] = [];
  room.onmessage = ({ from, text, isPrivate }) =>
    texts.push(from === ada, text, isPrivate);
  channels[0]?.receive('{"kind":"text","id":"1","text":"Hello"}');
  channels[0]?.receive('{"kind":"private","id":"2","text":"Only you"}');
  assertEquals(texts, [true, "Hello", false, true, "Only you", true]);
  assert(room.say("To all"));
  assert(bob && room.say("To Bob", bob));
  assert(!room.say("  "));
  const textsTo = (index: number) =>
    channels[index]?.sent.map((text) => JSON.parse(text).text)
      .filter((text) => text !== undefined);
  assertEquals(textsTo(0), ["To all"]);
  assertEquals(textsTo(1), ["To all", "To Bob"]);
});

Deno.test("With relayOnly every connection uses relays alone, also with fresh servers", async () => {
  const page = new LibraryFixture();
  await page.enter(["ada"], { relayOnly: true });
  const policy = () => page.pcs[0]?.configuration.iceTransportPolicy;
  assertEquals(policy(), "relay");
  page.receive("ice-servers", {
    iceServers: [{ urls: ["turn:a"], username: "u", credential: "c" }],
    ttlSeconds: 60,
  });
  assertEquals(policy(), "relay");
  assertEquals(page.pcs[0]?.configuration.iceServers?.[0]?.urls, ["turn:a"]);
});

Deno.test("Two rooms in one page do not know each other", async () => {
  const [first, second] = [new LibraryFixture(), new LibraryFixture()];
  const tea = await first.enter(["ada"]);
  const coffee = await second.enter(["bob"]);
  tea.leave();
  assertEquals(coffee.state, "in");
  assertEquals(coffee.members.map(({ id }: Member) => id), ["bob"]);
});

Deno.test("With the key of the link, profiles carry a proof and members without one wait", async () => {
  const page = new LibraryFixture();
  const joining = page.join(
    {},
    `https://call.example/r/tea#k=${"A".repeat(22)}`,
  );
  await settlePromises();
  page.welcome(["ada"]);
  const room = await joining;
  await settlePromises();
  const [ada] = room.members;
  assert(ada);
  assertEquals(typeof page.profile().proof, "string");
  assertEquals([ada.proven, page.pcs.length], [false, 0]);
  ada.allow();
  await settlePromises();
  assertEquals([ada.proven, page.pcs.length], [false, 1]);
});
