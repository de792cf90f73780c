import { assertEquals } from "@std/assert";
import {
  Chat,
  type ChatMessage,
  MAX_CHAT_TEXT_LENGTH,
  MAX_HISTORY_MESSAGES,
  MAX_KEPT_MESSAGES,
  MAX_MESSAGE_AGE_MS,
} from "../../../../../client/engine/chat/chat.ts";
import { ChannelMultiplexer } from "../../../../../client/engine/peer/channel_multiplexer.ts";
import { FakeDataChannel } from "../../fakes/fake_data_channel.ts";

function setUp() {
  const shown: ChatMessage[] = [];
  const time = { nowMs: 7 };
  let ids = 0;
  const chat: Chat = new Chat({
    nowMs: () => time.nowMs,
    makeId: () => `m${++ids}`,
    selfId: () => "me",
    send: (id, message) => channels.send(id, message),
    onMessage: (message) => shown.push(message),
  });
  const channels = new ChannelMultiplexer({
    text: chat,
    private: chat.privateHandler,
  });
  const connect = (id: string): FakeDataChannel => {
    const channel = new FakeDataChannel();
    chat.addPeer(id);
    channels.attach(id, channel);
    channel.open();
    return channel;
  };
  return { chat, channels, shown, connect, time };
}

/** Fields of a message to everyone that is no reply. */
const PLAIN = { privateWith: null, replyTo: null };

const line = (id: string, text: string, agoMs = 0) =>
  JSON.stringify({ kind: "text", id, text, agoMs });

Deno.test("Chat.send() sends on every open channel and shows the message", () => {
  const { chat, shown, connect } = setUp();
  const [a, b] = [connect("a"), connect("b")];
  assertEquals(chat.send("  hello "), true);
  assertEquals(a.sent, [line("m1", "hello")]);
  assertEquals(b.sent, a.sent);
  assertEquals(shown, [{
    id: "m1",
    from: null,
    text: "hello",
    atMs: 7,
    privateWith: null,
    replyTo: null,
  }]);
});

Deno.test("Chat.send() ignores an empty message", () => {
  const { chat, shown } = setUp();
  assertEquals(chat.send(" \n "), false);
  assertEquals(shown, []);
});

Deno.test("Chat sends earlier messages once a channel opens", () => {
  const { chat, channels } = setUp();
  chat.addPeer("a");
  const channel = new FakeDataChannel();
  channels.attach("a", channel);
  chat.send("early");
  assertEquals(channel.sent, []);
  channel.open();
  assertEquals(channel.sent, [line("m1", "early")]);
});

Deno.test("Chat sends a newcomer our earlier messages with their age", () => {
  const { chat, connect, time } = setUp();
  chat.send("before");
  time.nowMs += 2_000;
  assertEquals(connect("late").sent, [line("m1", "before", 2_000)]);
});

Deno.test("Chat sends a newcomer the last part of the history, and everything after it joined", () => {
  const { chat, connect } = setUp();
  for (let i = 0; i < MAX_HISTORY_MESSAGES + 3; i++) chat.send(`n${i}`);
  chat.addPeer("late");
  chat.send("after");
  const { sent } = connect("late");
  assertEquals(sent.length, MAX_HISTORY_MESSAGES + 1);
  assertEquals(sent[0], line("m4", "n3"));
  assertEquals(sent.at(-1), line(`m${MAX_HISTORY_MESSAGES + 4}`, "after"));
});

Deno.test.each([
  { agoMs: 5_000, past: 5_000 },
  { agoMs: MAX_MESSAGE_AGE_MS + 1, past: MAX_MESSAGE_AGE_MS },
  { agoMs: -5, past: 0 },
  { agoMs: "5", past: 0 },
  { agoMs: undefined, past: 0 },
])(
  "Chat shows a message of $agoMs ms ago that much earlier",
  ({ agoMs, past }) => {
    const { shown, connect, time } = setUp();
    connect("a").receive(
      JSON.stringify({ kind: "text", id: "x", text: "hi", agoMs }),
    );
    assertEquals(shown.map((m) => time.nowMs - m.atMs), [past]);
  },
);

Deno.test("Chat repeats its messages on a new channel and shows a repeated message once", () => {
  const { chat, shown, connect } = setUp();
  connect("a");
  chat.send("one");
  assertEquals(connect("a").sent, [line("m1", "one")]);
  const channel = connect("b");
  channel.receive(line("x", "hi"));
  channel.receive(line("x", "hi"));
  connect("b").receive(line("x", "hi"));
  connect("c").receive(line("x", "another's"));
  assertEquals(shown.map((m) => [m.from, m.text]), [
    [null, "one"],
    ["b", "hi"],
    ["c", "another's"],
  ]);
});

Deno.test.each([
  { data: "{" },
  { data: "null" },
  { data: '{"kind":"file"}' },
  { data: '{"kind":"text","id":1,"text":"x"}' },
  { data: '{"kind":"text","id":"1","text":""}' },
  { data: new ArrayBuffer(2) },
])("Chat ignores $data", ({ data }) => {
  const { shown, connect } = setUp();
  connect("a").receive(data);
  assertEquals(shown, []);
});

Deno.test("Chat cuts a message that is too long, in both directions", () => {
  const { chat, shown, connect } = setUp();
  const channel = connect("a");
  chat.send("a".repeat(MAX_CHAT_TEXT_LENGTH + 1));
  channel.receive(line("x", "b".repeat(MAX_CHAT_TEXT_LENGTH + 1)));
  assertEquals(shown.map((m) => m.text.length), [
    MAX_CHAT_TEXT_LENGTH,
    MAX_CHAT_TEXT_LENGTH,
  ]);
});

Deno.test("Chat keeps a bounded number of messages for a channel that is not open yet", () => {
  const { chat, connect } = setUp();
  chat.addPeer("a");
  for (let i = 0; i < MAX_KEPT_MESSAGES + 10; i++) chat.send(`n${i}`);
  const { sent } = connect("a");
  assertEquals(sent.length, MAX_KEPT_MESSAGES);
  assertEquals(sent[0], line("m11", "n10"));
});

Deno.test("Chat.removePeer() sends nothing more to a member that left", () => {
  const { chat, connect } = setUp();
  const channel = connect("a");
  chat.removePeer("a");
  chat.send("still here?");
  assertEquals(channel.sent, []);
});

Deno.test("Chat shows a message once although its author rejoined under another id", () => {
  const { chat, shown, connect } = setUp();
  connect("a").receive(line("x", "hello"));
  chat.removePeer("a");
  connect("a2").receive(line("x", "hello"));
  assertEquals(shown.map(({ text }) => text), ["hello"]);
});

Deno.test("Chat shows a message although another member used its id", () => {
  const { shown, connect } = setUp();
  connect("mal").receive(line("x", "something else"));
  connect("a").receive(line("x", "hello"));
  assertEquals(shown.map(({ text }) => text), ["something else", "hello"]);
});

Deno.test("Chat.restore() continues a conversation: own messages go to the others, known ones are not shown again", () => {
  const { chat, shown, connect, time } = setUp();
  time.nowMs = 100;
  chat.restore([
    { id: "m9", from: null, text: "mine", atMs: 40, ...PLAIN },
    { id: "a m1", from: "a", text: "theirs", atMs: 50, ...PLAIN },
  ]);
  const a = connect("a");
  assertEquals(a.sent, [line("m9", "mine", 60)]);
  a.receive(line("m1", "theirs", 50));
  assertEquals(shown, []);
  a.receive(line("m2", "new"));
  assertEquals(shown.map(({ text }) => text), ["new"]);
});

Deno.test("Chat sends a private message to its receiver only, also when a channel opens later", () => {
  const { chat, shown, connect } = setUp();
  const [a, b] = [connect("a"), connect("b")];
  assertEquals(chat.send("secret", { to: "a" }), true);
  chat.send("public");
  const secret = JSON.stringify({
    kind: "private",
    id: "m1",
    text: "secret",
    agoMs: 0,
  });
  assertEquals(a.sent, [secret, line("m2", "public")]);
  assertEquals(b.sent, [line("m2", "public")]);
  assertEquals(connect("late").sent, [line("m2", "public")]);
  assertEquals(connect("b").sent, [line("m2", "public")]);
  assertEquals(connect("a").sent, [secret, line("m2", "public")]);
  assertEquals(shown.map((m) => m.privateWith), ["a", null]);
});

Deno.test("Chat.restore() sends a private message again to its receiver only", () => {
  const { chat, connect } = setUp();
  const secret = { id: "m9", from: null, text: "psst", atMs: 7 };
  chat.restore([{ ...secret, privateWith: "a", replyTo: null }]);
  assertEquals(connect("b").sent, []);
  assertEquals(connect("a").sent.length, 1);
});

Deno.test("Chat.send() sends no private message to a member that is not here", () => {
  const { chat, shown, connect } = setUp();
  const channel = connect("a");
  connect("b");
  chat.removePeer("b");
  assertEquals(chat.send("secret", { to: "b" }), false);
  assertEquals([channel.sent, shown], [[], []]);
});

Deno.test("Chat marks a private message of another member", () => {
  const { shown, connect } = setUp();
  const message = { kind: "private", id: "x", text: "secret" };
  connect("a").receive(JSON.stringify(message));
  assertEquals(shown.map((m) => [m.text, m.privateWith]), [["secret", "a"]]);
});

Deno.test("Chat names the message that is replied to by its author, without its text", () => {
  const { chat, connect, shown } = setUp();
  const a = connect("a");
  a.receive(line("x", "hello"));
  chat.send("to them", { replyTo: "a x" });
  chat.send("to myself", { replyTo: "m1" });
  assertEquals(a.sent.map((text) => JSON.parse(text).replyTo), [
    { by: "a", id: "x" },
    { by: "me", id: "m1" },
  ]);
  assertEquals(shown.map(({ replyTo }) => replyTo), [null, "a x", "m1"]);
});

Deno.test("Chat finds the line that another member replies to", () => {
  const { chat, connect, shown } = setUp();
  const a = connect("a");
  chat.send("mine");
  const reply = (id: string, replyTo: unknown) =>
    a.receive(JSON.stringify({ kind: "text", id, text: "re", replyTo }));
  reply("r1", { by: "me", id: "m1" });
  reply("r2", { by: "b", id: "x" });
  // From before we had this seat.
  reply("r3", { by: "old me", id: "m1" });
  reply("r4", { by: "b" });
  reply("r5", { by: "b", id: "x".repeat(65) });
  reply("r6", "b x");
  assertEquals(shown.slice(1).map(({ replyTo }) => replyTo), [
    "m1",
    "b x",
    "m1",
    null,
    null,
    null,
  ]);
});
