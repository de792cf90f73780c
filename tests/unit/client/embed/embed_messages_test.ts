import { assertEquals } from "@std/assert";
import {
  parseEmbedCommand,
  runEmbedCommand,
} from "../../../../client/embed/embed_commands.ts";
import {
  describeCall,
  type EmbedState,
  listEmbedEvents,
} from "../../../../client/embed/embed_events.ts";
import { mediaTextFor } from "../../../../client/embed/page_theme.ts";
import {
  type FramedWindow,
  ParentChannel,
} from "../../../../client/embed/parent_channel.ts";
import {
  type CallPhase,
  type CallState,
  INITIAL_CALL_STATE,
} from "../../../../client/engine/call/call_state.ts";
import { readMemberProfile } from "../../../../client/engine/call/member_profile.ts";
import { makeRemoteMember } from "../../../../client/engine/call/remote_member.ts";

const LOBBY: CallState = { ...INITIAL_CALL_STATE, roomName: "tea" };
const JOINED: CallState = {
  ...LOBBY,
  phase: "joined",
  room: { ...LOBBY.room, selfId: "me" },
};
const bob = (info: Record<string, unknown> = {}) =>
  makeRemoteMember("b1", readMemberProfile({ name: "Bob", ...info }));
const namesOf = (before: EmbedState, after: EmbedState) =>
  listEmbedEvents(before, after).map(({ event }) => event);

Deno.test("listEmbedEvents() tells the way through a call", () => {
  assertEquals(namesOf(LOBBY, { ...LOBBY, phase: "joining" }), []);
  assertEquals(namesOf(LOBBY, { ...LOBBY, phase: "knocking" }), ["waiting"]);
  const withBob = { ...JOINED, remoteMembers: [bob({ muted: true })] };
  assertEquals(namesOf(LOBBY, withBob), ["member-joined", "joined"]);
  const loud = { ...JOINED, remoteMembers: [bob()] };
  assertEquals(listEmbedEvents(withBob, loud), [{
    event: "member-changed",
    data: {
      id: "b1",
      name: "Bob",
      microphone: true,
      camera: true,
      screen: false,
    },
  }]);
  // What the page may not know changes.
  const codecs = [bob({ videoCodecs: ["VP9"] })];
  assertEquals(namesOf(loud, { ...JOINED, remoteMembers: codecs }), []);
  assertEquals(namesOf(loud, JOINED), ["member-left"]);
  assertEquals(namesOf(loud, { ...loud, phase: "left" }), [
    "member-left",
    "left",
    "ended",
  ]);
});

Deno.test.each<[CallPhase, CallState["refusal"], string]>([
  ["left", null, "left"],
  ["refused", "room-full", "room-full"],
  ["refused", null, "other-tab"],
])("Phase $0 with refusal $1 ends with code $2", (phase, refusal, code) => {
  const events = listEmbedEvents(LOBBY, { ...LOBBY, phase, refusal });
  assertEquals(events, [{ event: "ended", data: { code } }]);
});

Deno.test("describeCall() names no member outside of the call", () => {
  const state = { ...LOBBY, remoteMembers: [bob()] };
  assertEquals(describeCall(state).members, []);
  assertEquals(describeCall(state).id, null);
});

Deno.test("parseEmbedCommand() refuses what is no command", () => {
  assertEquals(
    parseEmbedCommand({ maru: "command", command: "camera", value: true }),
    { command: "camera", value: true },
  );
  for (
    const message of [
      null,
      "leave",
      {},
      { command: "camera" },
      { command: "camera", value: "on" },
      { command: "name", value: "x".repeat(1_001) },
      { command: "theme", value: "blue" },
      { command: "constructor" },
    ]
  ) assertEquals(parseEmbedCommand(message), null);
});

Deno.test("runEmbedCommand() runs a command only in a phase that has it", () => {
  const runs: string[] = [];
  const note = (name: string) => (...args: unknown[]) =>
    void runs.push([name, ...args].join(" "));
  const target = (phase: CallPhase) => ({
    store: { get: () => ({ ...LOBBY, phase }) },
    call: { setName: note("name") },
    actions: {
      join: note("join"),
      leave: note("leave"),
      setDeviceEnabled: note("device"),
      setScreenShareEnabled: note("screen"),
    },
    join: note("join"),
    setTheme: note("theme"),
    sendState: note("state"),
  });
  const run = (phase: CallPhase, command: string, value?: unknown) => {
    const parsed = parseEmbedCommand({ command, value });
    return parsed !== null && runEmbedCommand(parsed, target(phase));
  };
  assertEquals(run("joined", "microphone", false), true);
  assertEquals(run("left", "microphone", false), false);
  assertEquals(run("lobby", "screen", true), false);
  assertEquals(run("joined", "screen", true), true);
  assertEquals(run("lobby", "join"), true);
  assertEquals(run("joined", "join"), false);
  assertEquals(run("refused", "leave"), false);
  assertEquals(run("left", "theme", "dark"), true);
  assertEquals(runs, [
    "device microphone false",
    "screen true",
    "join",
    "theme dark",
  ]);
});

function channel(window: Partial<FramedWindow> = {}) {
  const sent: unknown[] = [];
  const warnings: string[] = [];
  const commands: unknown[] = [];
  const parent = {
    postMessage: (message: unknown, origin: unknown) =>
      void sent.push([message, origin]),
  };
  let receive: Parameters<FramedWindow["onMessage"]>[0] = () => {};
  const made = new ParentChannel({
    parent,
    ancestorOrigins: ["https://app.example"],
    referrer: "",
    ownOrigin: "https://call.example",
    onMessage: (listener) => receive = listener,
    warn: (line) => warnings.push(line),
    ...window,
  }, (message) => commands.push(message.command));
  const hear = (origin: string, source: unknown = parent) =>
    receive({
      source: source as MessageEventSource,
      origin,
      data: { maru: "command", command: "leave" },
    });
  return { made, sent, warnings, commands, hear };
}

Deno.test("ParentChannel hears its parent under the origin of the frame, and sends to that origin", () => {
  const { made, sent, warnings, commands, hear } = channel();
  hear("https://app.example");
  hear("https://app.example", {});
  assertEquals(commands, ["leave"]);
  for (let i = 0; i < 10; i++) hear("https://other.example");
  assertEquals([commands.length, warnings.length], [1, 3]);
  made.send("ready", {});
  assertEquals(sent, [[
    { maru: "event", event: "ready", data: {} },
    "https://app.example",
  ]]);
});

Deno.test.each([
  [["null"], "https://app.example/x", null],
  [undefined, "https://app.example/x?y", "https://app.example"],
  [undefined, "https://call.example/r/tea", null],
  [undefined, "", null],
])(
  "ParentChannel with ancestors $0 and referrer $1 begins with origin $2",
  (ancestorOrigins, referrer, origin) => {
    const { made, sent, commands, hear } = channel({
      ancestorOrigins,
      referrer,
    });
    assertEquals(made.origin, origin);
    if (origin !== null) return;
    made.send("ready", {});
    assertEquals(sent, []);
    hear("https://app.example");
    hear("https://other.example");
    assertEquals([made.origin, commands.length], ["https://app.example", 1]);
  },
);

Deno.test("ParentChannel ignores a page without an origin, to which nothing can be sent", () => {
  const { made, sent, commands, hear } = channel({ ancestorOrigins: ["null"] });
  hear("null");
  made.send("ready", {});
  assertEquals([made.origin, commands, sent], [null, [], []]);
  hear("https://app.example");
  assertEquals([made.origin, commands], ["https://app.example", ["leave"]]);
});

Deno.test("mediaTextFor() makes the condition of a theme true or false", () => {
  const dark = "(prefers-color-scheme: dark)";
  assertEquals(mediaTextFor(dark, "auto"), dark);
  assertEquals(mediaTextFor(dark, "dark"), "all");
  assertEquals(mediaTextFor(dark, "light"), "not all");
});
