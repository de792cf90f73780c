/** Profiles over the data channels and the server, over fake connections. @module */
import { assert, assertEquals, assertObjectMatch } from "@std/assert";
import { settlePromises } from "../../fakes/fake_clock.ts";
import { type CallFixture, joinedCall } from "./call_fixture.ts";

const PROFILE = {
  name: "a",
  muted: false,
  cameraOff: false,
  sharing: false,
  session: "their page",
};

/** A call with one member whose channel is open. */
function callWithChannel() {
  const fixture = joinedCall(["a"]);
  const [channel] = fixture.pcs[0]?.channels ?? [];
  assert(channel);
  channel.open();
  const received = () =>
    channel.sent.map((text) => JSON.parse(text))
      .filter(({ kind }) => kind === "profile");
  return { ...fixture, channel, received, infoOf: () => infoOf(fixture) };
}

function infoOf({ store }: Pick<CallFixture, "store">) {
  return store.get().remoteMembers[0]?.info;
}

Deno.test("Call sends its profile over a channel that opens, and each change while the server is away", async () => {
  const { call, cut, received } = callWithChannel();
  assertObjectMatch(received()[0], { muted: true, sharing: false });
  cut();
  await call.media.setMicrophone(true);
  assertObjectMatch(received().at(-1), { muted: false });
  await call.screen.start();
  assertObjectMatch(received().at(-1), { sharing: true });
  call.screen.stop();
  assertObjectMatch(received().at(-1), { sharing: false });
});

Deno.test("Call gives the same version to the server and to the channels", async () => {
  const { call, sent, received } = callWithChannel();
  await call.media.setCamera(true);
  const info = sent.findLast(({ event }) => event === "info")?.data;
  assertEquals({ kind: "profile", ...Object(info) }, received().at(-1));
});

Deno.test("Call shows a share that arrives over the channel while the server is away", () => {
  const { channel, cut, infoOf } = callWithChannel();
  cut();
  const message = { kind: "profile", ...PROFILE, sharing: true, version: 7 };
  channel.receive(JSON.stringify(message));
  assertEquals(infoOf()?.sharing, true);
});

Deno.test("Call uses the newer profile, whichever way it comes", async () => {
  const { channel, receive, infoOf, welcome, cut, clock } = callWithChannel();
  const fromServer = (part: object) =>
    receive("peer-info", { id: "a", info: { ...PROFILE, ...part } });
  const fromChannel = (part: object) =>
    channel.receive(JSON.stringify({ kind: "profile", ...PROFILE, ...part }));
  fromChannel({ version: 2, muted: true });
  fromServer({ version: 1, muted: false });
  assertEquals(infoOf()?.muted, true);
  fromServer({ version: 3, muted: false });
  fromChannel({ version: 2, muted: true });
  assertEquals(infoOf()?.muted, false);
  fromChannel({ version: 4, name: "Ada" });
  cut();
  clock.advance(500);
  // The server lists what it had before.
  welcome([], {
    resumed: true,
    peers: [{ id: "a", info: { ...PROFILE, version: 3 } }],
  });
  await settlePromises();
  assertEquals(infoOf()?.name, "Ada");
});

Deno.test("Call gives malformed fields of a profile a default", () => {
  const { channel, infoOf } = callWithChannel();
  channel.receive(JSON.stringify({ kind: "profile", name: 7, version: "x" }));
  assertEquals(infoOf(), {
    name: "",
    muted: false,
    cameraOff: false,
    cameraInterrupted: false,
    sharing: false,
    annotatable: false,
    annotatableBy: [],
    videoCodecs: [],
    recording: false,
  });
});

Deno.test("Call tells the server and the members that it records, and that it no longer does", () => {
  const { call, sent, received } = callWithChannel();
  const told = () => [
    Object(sent.findLast(({ event }) => event === "info")?.data).recording,
    received().at(-1).recording,
  ];
  call.setRecording(true);
  assertEquals(told(), [true, true]);
  call.setRecording(false);
  assertEquals(told(), [false, false]);
});

Deno.test("Call says who begins to record and who stops, once each, also to a late comer", () => {
  const { receive, channel, store } = callWithChannel();
  const notices = () =>
    store.get().notices.filter(({ kind }) => kind.startsWith("recording-"))
      .map(({ kind, name }) => `${kind} ${name}`);
  const info = { ...PROFILE, recording: true, version: 1 };
  receive("peer-info", { id: "a", info });
  channel.receive(JSON.stringify({ kind: "profile", ...info }));
  assertEquals(notices(), ["recording-started a"]);
  receive("peer-info", {
    id: "a",
    info: { ...info, recording: false, version: 2 },
  });
  assertEquals(notices(), ["recording-started a", "recording-ended a"]);
  const late = joinedCall([]);
  late.receive("peer-joined", { id: "b", info: { ...info, name: "b" } });
  const kinds = late.store.get().notices.map(({ kind }) => kind);
  assertEquals(kinds.includes("recording-started"), true);
});
