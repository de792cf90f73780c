import { assertEquals } from "@std/assert";
import {
  ChannelMultiplexer,
  MAX_CHANNEL_MESSAGE_CHARS,
} from "../../../../../client/engine/peer/channel_multiplexer.ts";
import { FakeDataChannel } from "../../fakes/fake_data_channel.ts";

function setUp() {
  const received: unknown[] = [];
  const opened: string[] = [];
  const handlerOf = (name: string, maxChars: number) => ({
    maxChars,
    receive: (peerId: string, message: unknown) =>
      received.push([name, peerId, message]),
    onChannelOpen: (peerId: string) => opened.push(`${name} ${peerId}`),
  });
  const channels = new ChannelMultiplexer({
    text: handlerOf("chat", MAX_CHANNEL_MESSAGE_CHARS),
    view: handlerOf("sizes", 30),
  });
  const channel = new FakeDataChannel();
  channels.attach("a", channel);
  return { channels, channel, received, opened };
}

Deno.test("ChannelMultiplexer routes each message by its kind", () => {
  const { channel, received } = setUp();
  channel.receive('{"kind":"text","id":"1"}');
  channel.receive('{"kind":"view","camera":1}');
  assertEquals(received, [
    ["chat", "a", { kind: "text", id: "1" }],
    ["sizes", "a", { kind: "view", camera: 1 }],
  ]);
});

Deno.test.each([
  { data: "{" },
  { data: "null" },
  { data: "[]" },
  { data: "7" },
  { data: "{}" },
  { data: '{"kind":7}' },
  { data: '{"kind":"reaction"}' },
  { data: '{"kind":"toString"}' },
  { data: '{"kind":"__proto__"}' },
  { data: new ArrayBuffer(2) },
])("ChannelMultiplexer ignores $data", ({ data }) => {
  const { channel, received } = setUp();
  channel.receive(data);
  assertEquals(received, []);
});

Deno.test("ChannelMultiplexer bounds each kind, and all of them", () => {
  const { channel, received } = setUp();
  const text = (kind: string, length: number) => {
    const message = JSON.stringify({ kind });
    return message + " ".repeat(length - message.length);
  };
  channel.receive(text("view", 31));
  channel.receive(text("text", MAX_CHANNEL_MESSAGE_CHARS + 1));
  assertEquals(received, []);
  channel.receive(text("view", 30));
  channel.receive(text("text", MAX_CHANNEL_MESSAGE_CHARS));
  assertEquals(received.length, 2);
});

Deno.test("ChannelMultiplexer notifies every handler of an open channel", () => {
  const { channels, channel, opened } = setUp();
  channel.open();
  assertEquals(opened, ["chat a", "sizes a"]);
  const next = new FakeDataChannel();
  channels.attach("a", next);
  next.open();
  assertEquals(opened.length, 4);
});

Deno.test("ChannelMultiplexer.send() sends only on an open channel", () => {
  const { channels, channel } = setUp();
  assertEquals(channels.send("a", { kind: "text" }), false);
  channel.open();
  assertEquals(channels.send("a", { kind: "text" }), true);
  assertEquals(channels.send("b", { kind: "text" }), false);
  assertEquals(channel.sent, ['{"kind":"text"}']);
});

Deno.test("ChannelMultiplexer ignores a replaced channel, and one of a member that left", () => {
  const { channels, channel, received } = setUp();
  const next = new FakeDataChannel();
  channels.attach("a", next);
  channel.receive('{"kind":"text"}');
  assertEquals(received, []);
  next.open();
  channels.removePeer("a");
  next.receive('{"kind":"text"}');
  assertEquals(received, []);
  assertEquals(channels.send("a", { kind: "text" }), false);
});
