import { assert, assertEquals } from "@std/assert";
import {
  isCountedAsReceived,
  parseFrame,
} from "../../../../../client/engine/signaling/decode_server_message.ts";
import { readIceServerList } from "../../../../../client/engine/signaling/server_message_schema.ts";

Deno.test("parseFrame() reads several messages of one frame in order", () => {
  const frame = '{"event":"a","from":"p1"}\n{"event":"b","from":"p2","data":1}';
  assertEquals(parseFrame(frame), [
    { event: "a", data: undefined, from: "p1" },
    { event: "b", data: 1, from: "p2" },
  ]);
});

Deno.test.each([
  { text: "{" },
  { text: "null" },
  { text: "[]" },
  { text: '{"event":1}' },
  { text: '{"event":"welcome","data":{}}' },
  { text: '{"event":"peer-joined","data":{"id":7}}' },
  { text: '{"event":"peer-left"}' },
  { text: '{"event":"error","data":{"code":"toString"}}' },
  { text: '{"event":"something-new","data":{}}' },
])("parseFrame() returns null for $text", ({ text }) => {
  assertEquals(parseFrame(text), [null]);
});

Deno.test("parseFrame() never reads a message of a member as one of the server", () => {
  const [message] = parseFrame(
    '{"event":"welcome","from":"p1","data":{"id":"me"}}',
  );
  assertEquals(message?.from, "p1");
});

Deno.test.each([
  { reason: "left", want: "left" },
  { reason: "timeout", want: "timeout" },
  { reason: "kicked", want: "kicked" },
  { reason: "policy", want: "policy" },
  { reason: "banned", want: "timeout" },
  { reason: undefined, want: "timeout" },
  { reason: 7, want: "timeout" },
])("parseFrame() reads the reason $reason as $want", ({ reason, want }) => {
  const data = { id: "p1", reason };
  assertEquals(parseFrame(JSON.stringify({ event: "peer-left", data })), [
    { event: "peer-left", data: { id: "p1", reason: want } },
  ]);
});

Deno.test("parseFrame() fills in missing fields of a welcome", () => {
  const [message] = parseFrame(
    '{"event":"welcome","data":{"id":"p1","peers":[{"id":"p2"},{"no":1}]}}',
  );
  assert(message?.from === undefined && message?.event === "welcome");
  assertEquals(message.data.peers, [{ id: "p2", info: {} }]);
  assertEquals(message.data.resumed, false);
  assertEquals(message.data.limits.resumeSeconds, 30);
});

Deno.test.each([
  { frame: '{"event":"offer","from":"p1"}', counts: true },
  { frame: '{"event":"pong","from":"p1"}', counts: true },
  { frame: '{"event":"peer-joined","data":{"id":"p1"}}', counts: true },
  { frame: '{"event":"something-new"}', counts: true },
  { frame: '{"event":"pong","data":{"received":3}}', counts: false },
  {
    frame: '{"event":"error","data":{"code":"too-fast","message":""}}',
    counts: false,
  },
])("isCountedAsReceived() is $counts for $frame", ({ frame, counts }) => {
  assertEquals(parseFrame(frame).map(isCountedAsReceived), [counts]);
});

Deno.test.each([
  { server: { urls: "stun:a.test" }, want: [{ urls: ["stun:a.test"] }] },
  { server: { urls: ["http://a.test", 4] }, want: [] },
  // A browser throws on a TURN URL without a credential.
  { server: { urls: ["turn:a.test"] }, want: [] },
  {
    server: { urls: ["turns:a.test"], username: "u", credential: "c" },
    want: [{ urls: ["turns:a.test"], username: "u", credential: "c" }],
  },
])(
  "readIceServerList() keeps the part of $server that a browser accepts",
  ({ server, want }) => {
    const list = readIceServerList({ iceServers: [server, null] });
    assertEquals(list, { iceServers: [...want], ttlSeconds: 3600 });
  },
);

Deno.test("readIceServerList() returns null for an answer that is no object", () => {
  assertEquals(readIceServerList("busy"), null);
});

Deno.test("parseFrame() replaces malformed fields by defaults", () => {
  const data = {
    id: "p1",
    locked: "yes",
    hosts: ["a", 7],
    limits: 7,
    peers: "none",
    iceServers: {},
  };
  const [message] = parseFrame(JSON.stringify({ event: "welcome", data }));
  assert(message?.from === undefined && message?.event === "welcome");
  const { locked, hosts, limits, peers, iceServers } = message.data;
  assertEquals([locked, hosts, peers, iceServers], [false, ["a"], [], []]);
  assertEquals(limits.messagesPerSecond, 50);
});
