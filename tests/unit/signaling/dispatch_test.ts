import { assertEquals } from "@std/assert";
import {
  ERROR_MESSAGES,
  ROOM_EVENTS,
  SERVER_EVENTS,
} from "../../../signaling/protocol.ts";
import { costOfMessage } from "../../../signaling/message/outgoing_message.ts";
import { FakeHub } from "../../fakes/fake_hub.ts";

function threeMembers(room: string | null = null) {
  const hub = new FakeHub();
  const a = hub.join({ room });
  const b = hub.join({ room });
  const c = hub.join({ room });
  for (const { client } of [a, b, c]) client.takeMessages();
  hub.effectLog.length = 0;
  return { hub, a, b, c };
}

Deno.test("dispatchMessage() sends a message to every other member, changed only by `from`", () => {
  const { hub, a, b, c } = threeMembers();
  hub.sendFromMember(
    a.seat,
    '{ "x": 1.0, "event":"offer" , "data":{"sdp":"v=0"}}',
  );
  const stamped =
    '{"from":"p1", "x": 1.0, "event":"offer" , "data":{"sdp":"v=0"}}';
  assertEquals(a.client.texts, []);
  assertEquals(b.client.texts, [stamped]);
  assertEquals(c.client.texts, [stamped]);
});

Deno.test("dispatchMessage() sends a message with `to` to that member only", () => {
  const { hub, a, b, c } = threeMembers();
  hub.sendFromMember(a.seat, { event: "candidate", to: "p3", data: "" });
  assertEquals(b.client.takeMessages(), []);
  assertEquals(c.client.takeMessages(), [
    { from: "p1", event: "candidate", to: "p3", data: "" },
  ]);
});

Deno.test("dispatchMessage() does not let a client name its sender", () => {
  const { hub, a, b } = threeMembers();
  const forms = [
    '{"event":"x","from":"p3"}',
    '{"from":"p3","event":"x","from":"p9"}',
    '{"event":"x","fr\\u006fm":"p3"}',
    '{"event":"x","from":null}',
  ];
  for (const text of forms) hub.sendFromMember(a.seat, text);
  for (const text of b.client.texts) {
    assertEquals(text.match(/"from"/g)?.length, 1);
  }
  assertEquals(
    b.client.takeMessages().map(({ from }) => from),
    forms.map(() => "p1"),
  );
});

Deno.test("dispatchMessage() puts a message with line breaks on one line", () => {
  const { hub, a, b } = threeMembers();
  hub.sendFromMember(a.seat, '\n{\n "event":\r\n"x", "data": "a\\nb" }\n');
  assertEquals(b.client.texts[0]?.includes("\n"), false);
  assertEquals(b.client.takeMessages(), [{
    from: "p1",
    event: "x",
    data: "a\nb",
  }]);
});

Deno.test.each([
  "",
  "hello",
  "[]",
  "null",
  "1",
  "{}",
  '{"event":1}',
  '{"event":""}',
  '{"event":"x","to":1}',
  '{"event":"x"',
  `{"event":"${"x".repeat(65)}"}`,
])("dispatchMessage() answers bad-message to %j and goes on", (text) => {
  const { hub, a, b } = threeMembers();
  hub.sendFromMember(a.seat, text);
  assertEquals(a.client.takeMessages(), [{
    event: "error",
    data: { code: "bad-message", message: ERROR_MESSAGES["bad-message"] },
  }]);
  assertEquals(b.client.takeMessages(), []);
  hub.sendFromMember(a.seat, { event: "still here" });
  assertEquals(b.client.takeEventNames(), ["still here"]);
});

Deno.test.each([
  ['{"event":"x","from":"p9","data":1e400}', '"event":"x","data":1e400}'],
  ['{"from":"p9","event":"x"}', '"event":"x"}'],
  ['{ "event":"x" , "from" : {"a":[1,"}"]} }', ' "event":"x" }'],
  [
    '{"event":"x","fr\\u006fm":"p9","data":"\\u00e9 \\"from\\":1"}',
    '"event":"x","data":"\\u00e9 \\"from\\":1"}',
  ],
  [
    '{"from":1,"event":"x","data":[0.10,{"from":"한"}],"from":2}',
    '"event":"x","data":[0.10,{"from":"한"}]}',
  ],
])(
  "dispatchMessage() keeps a message with its own `from` byte for byte: %s",
  (sent, rest) => {
    const hub = new FakeHub();
    const [a, b] = [hub.join(), hub.join()];
    b.client.takeMessages();
    const before = b.seat.replayBytes;
    hub.sendFromMember(a.seat, sent);
    const expected = `{"from":"p1",${rest}`;
    assertEquals(b.client.texts, [expected]);
    // The size that the sender's stamp computes, of which all limits depend.
    const { length } = new TextEncoder().encode(expected);
    assertEquals(b.seat.replayBytes - before, costOfMessage({ bytes: length }));
  },
);

Deno.test("dispatchMessage() keeps a message with its own `from` that is nested too deep to serialize again", () => {
  const hub = new FakeHub({ maxMessageBytes: 1_000_000 });
  const [a, b] = [hub.join(), hub.join()];
  b.client.takeMessages();
  const deep = "[".repeat(20_000) + "]".repeat(20_000);
  hub.sendFromMember(a.seat, `{"event":"x","from":"p2","data":${deep}}`);
  assertEquals(b.client.texts, [`{"from":"p1","event":"x","data":${deep}}`]);
});

Deno.test("dispatchMessage() refuses the server's own event names", () => {
  const { hub, a, b } = threeMembers("tea");
  for (const event of SERVER_EVENTS) {
    hub.sendFromMember(a.seat, { event, data: {} });
  }
  assertEquals(
    new Set(a.client.takeMessages().map(({ data }) => JSON.stringify(data))),
    new Set([JSON.stringify({
      code: "reserved-event",
      message: ERROR_MESSAGES["reserved-event"],
    })]),
  );
  assertEquals(b.client.takeMessages(), []);
});

Deno.test.each(["p9", "p1", "", "__proto__"])(
  "dispatchMessage() answers unknown-peer to a message for %j",
  (to) => {
    const { hub, a } = threeMembers();
    hub.sendFromMember(a.seat, { event: "x", to });
    assertEquals(a.client.takeMessages().map(({ data }) => data), [{
      code: "unknown-peer",
      message: ERROR_MESSAGES["unknown-peer"],
    }]);
  },
);

Deno.test("dispatchMessage() does not reach another room by `to`", () => {
  const hub = new FakeHub();
  const a = hub.join({ room: "a" });
  const b = hub.join({ room: "b" });
  hub.sendFromMember(a.seat, { event: "x", to: b.welcome.id });
  assertEquals(b.client.takeMessages(), []);
  assertEquals(a.client.takeEventNames(), ["error"]);
});

Deno.test("dispatchMessage() keeps `info` of at most 2048 bytes and sends it to the room", () => {
  const { hub, a, b } = threeMembers();
  const fits = { name: "x".repeat(2048 - '{"name":""}'.length) };
  hub.sendFromMember(a.seat, { event: "info", data: fits });
  assertEquals(b.client.takeMessages(), [
    { event: "peer-info", data: { id: "p1", info: fits } },
  ]);
  for (const data of [{ name: `${fits.name}x` }, "text", null, [], 1]) {
    hub.sendFromMember(a.seat, { event: "info", data });
  }
  assertEquals(b.client.takeMessages(), []);
  assertEquals(a.client.takeMessages().length, 5);
  assertEquals(a.seat.info, fits);
});

Deno.test("dispatchMessage() answers ping with pong and drops received messages", () => {
  const { hub, a, b } = threeMembers();
  hub.sendFromMember(b.seat, { event: "x", data: "1" });
  hub.sendFromMember(a.seat, { event: "ping", data: { received: 3 } });
  assertEquals(a.client.takeMessages().at(-1), {
    event: "pong",
    data: { received: 3 },
  });
  hub.sendFromMember(a.seat, { event: "ping" });
  assertEquals(a.client.takeMessages(), [{
    event: "pong",
    data: { received: null },
  }]);
  hub.hub.detachSeat(a.seat, a.client, "timeout", hub.nowMs);
  const again = hub.join({ resumeToken: a.welcome.resume, receivedCount: 2 });
  assertEquals(again.welcome.resumed, false);
});

Deno.test("dispatchMessage() reports relayed messages and not refused ones", () => {
  const { hub, a } = threeMembers();
  hub.sendFromMember(a.seat, '{"event":"candidate","data":"1"}');
  hub.sendFromMember(a.seat, "nonsense");
  assertEquals(hub.effectLog, ['relayed p1 {"event":"candidate","data":"1"}']);
});

Deno.test("dispatchMessage() relays events of rooms with rules in the default room", () => {
  const { hub, a, b } = threeMembers();
  const names = [
    ...ROOM_EVENTS,
    ...["knock", "lock", "admit", "refuse", "host", "mute", "remove", "end"],
  ];
  for (const event of names) {
    hub.sendFromMember(a.seat, { event, data: { id: "p2", locked: true } });
  }
  assertEquals(a.client.takeMessages(), []);
  assertEquals(
    b.client.takeMessages().map(({ event, from }) => [event, from]),
    [
      ...names.map((event) => [event, "p1"]),
    ],
  );
  assertEquals(hub.hub.rooms.get("lobby")?.rules, { locked: false, hosts: [] });
});

Deno.test.each([
  "",
  "hello",
  'a\n{"event":"welcome"}',
  "[]",
  "{}",
  '{"type":"offer"}',
])(
  "dispatchMessage() passes on %j unchanged among plain clients of the default room",
  (text) => {
    const hub = new FakeHub();
    const plain = { room: null, countsReceived: false };
    const a = hub.join(plain);
    const b = hub.join(plain);
    const page = hub.join({ room: null });
    for (const { client } of [a, b, page]) client.takeMessages();
    hub.sendFromMember(a.seat, text);
    assertEquals(b.client.texts, [text]);
    assertEquals([a.client.texts, page.client.texts], [[], []]);
  },
);

Deno.test.each([
  '{"event":"welcome","to":1}',
  '{"event":1}',
  '{"event":"","x":1}',
])(
  "dispatchMessage() does not pass on %j, which would look like a message of the server",
  (text) => {
    const hub = new FakeHub();
    const plain = { room: null, countsReceived: false };
    const a = hub.join(plain);
    const b = hub.join(plain);
    for (const { client } of [a, b]) client.takeMessages();
    hub.sendFromMember(a.seat, text);
    assertEquals(a.client.takeEventNames(), ["error"]);
    assertEquals(b.client.texts, []);
  },
);

Deno.test("dispatchMessage() passes on plain text in the default room only, and within its budget", () => {
  const hub = new FakeHub();
  const a = hub.join({ room: "tea", countsReceived: false });
  const b = hub.join({ room: "tea", countsReceived: false });
  for (const { client } of [a, b]) client.takeMessages();
  hub.sendFromMember(a.seat, "hello");
  assertEquals(a.client.takeEventNames(), ["error"]);
  assertEquals(b.client.texts, []);
});
