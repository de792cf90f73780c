import { assertEquals } from "@std/assert";
import { INITIAL_CALL_STATE } from "../../../../../client/engine/call/call_state.ts";
import { MAX_NAME_LENGTH } from "../../../../../signaling/display_name.ts";
import { Notices } from "../../../../../client/engine/call/notices.ts";
import {
  isHost,
  MAX_KNOCKS,
  RoomModeration,
} from "../../../../../client/engine/call/room_moderation.ts";
import { selectSlice, Store } from "../../../../../client/engine/store.ts";
import { parseFrame } from "../../../../../client/engine/signaling/decode_server_message.ts";
import { FakeClock } from "../../fakes/fake_clock.ts";

function setUp() {
  const store = new Store(INITIAL_CALL_STATE);
  const sent: unknown[] = [];
  let isSpeaking = true;
  const control = new RoomModeration({
    state: selectSlice(store, "room"),
    notices: new Notices(store, new FakeClock()),
    nameOf: (id) => id.toUpperCase(),
    muteSelf: () => {
      const was = isSpeaking;
      isSpeaking = false;
      return was;
    },
    send: (event, data) =>
      sent.push(data === undefined ? [event] : [event, data]),
  });
  const receive = (event: string, data: unknown) => {
    const [message] = parseFrame(JSON.stringify({ event, data }));
    if (!message || message.from !== undefined) {
      throw new TypeError("No message");
    }
    if (message.event === "welcome") control.applyWelcome(message.data);
    else control.receiveMessage(message);
  };
  const room = () => store.get().room;
  const kinds = () => store.get().notices.map(({ kind }) => kind);
  receive("welcome", { id: "me", hosts: ["a"], locked: true });
  return { control, sent, store, receive, room, kinds };
}

Deno.test("RoomModeration applies the rules of a welcome without a notice", () => {
  const { receive, room, kinds } = setUp();
  assertEquals(room(), {
    selfId: "me",
    isLocked: true,
    hosts: ["a"],
    knocks: [],
  });
  receive("welcome", { id: "me", hosts: ["me"], knocks: [{ id: "k" }, 7] });
  assertEquals(room().knocks, [{ id: "k", name: "" }]);
  assertEquals(isHost(room()), true);
  assertEquals(kinds(), []);
});

Deno.test("RoomModeration posts a notice when the room is locked or unlocked, and when we become host", () => {
  const { receive, room, kinds } = setUp();
  receive("room", { locked: false, hosts: ["a", "me"] });
  assertEquals(kinds(), ["room-unlocked", "now-host"]);
  receive("room", { locked: false, hosts: ["a", "me", "b"] });
  assertEquals(kinds().length, 2);
  receive("room", { locked: true, hosts: ["me"] });
  assertEquals(kinds().at(-1), "room-locked");
  assertEquals(isHost(room(), "a"), false);
});

Deno.test("RoomModeration lists each knock once, with a clean name, until it ends", () => {
  const { receive, room } = setUp();
  receive("knock", { id: "k", name: "  Cho\n\u202e " });
  receive("knock", { id: "k", name: "Cho" });
  receive("knock", { id: "l", name: "x".repeat(500) });
  assertEquals(room().knocks.map(({ name }) => name), [
    "Cho",
    "x".repeat(MAX_NAME_LENGTH),
  ]);
  receive("knock-ended", { id: "k", reason: "gone", by: null });
  receive("knock-ended", { id: "nobody" });
  assertEquals(room().knocks.map(({ id }) => id), ["l"]);
});

Deno.test("RoomModeration keeps a bounded number of knocks", () => {
  const { receive, room } = setUp();
  for (let i = 0; i < MAX_KNOCKS + 5; i++) receive("knock", { id: `${i}` });
  assertEquals(room().knocks.length, MAX_KNOCKS);
});

Deno.test("RoomModeration mutes the microphone for a host, and posts one notice", () => {
  const { receive, store } = setUp();
  receive("muted", { by: "a" });
  receive("muted", { by: "a" });
  assertEquals(store.get().notices.map(({ kind, name }) => [kind, name]), [
    ["muted-by", "A"],
  ]);
});

Deno.test("RoomModeration posts a notice when an admission fails because the room is full", () => {
  const { receive, kinds } = setUp();
  receive("error", { code: "room-full", message: "" });
  receive("error", { code: "unknown-knock", message: "" });
  assertEquals(kinds(), ["nobody-fits"]);
});

Deno.test("RoomModeration sends requests, and keeps a knock until the server ends it", () => {
  const { control, receive, room, sent } = setUp();
  receive("knock", { id: "k", name: "Cho" });
  control.answerKnock("k", true);
  assertEquals(room().knocks.length, 1);
  control.answerKnock("l", false);
  control.setLocked(false);
  control.makeHost("b");
  control.muteMember("b");
  control.removeMember("b", true);
  control.removeMember("c", false);
  control.endRoom();
  assertEquals(sent, [
    ["admit", { id: "k" }],
    ["refuse", { id: "l" }],
    ["lock", { locked: false }],
    ["host", { id: "b" }],
    ["mute", { id: "b" }],
    ["lock", { locked: true }],
    ["remove", { id: "b" }],
    ["remove", { id: "c" }],
    ["end"],
  ]);
});
