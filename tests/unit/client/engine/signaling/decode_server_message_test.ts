import { assert, assertEquals } from "@std/assert";
import {
  isCountedAsReceived,
  parseFrame,
  readIceConfig,
} from "../../../../../client/engine/signaling/decode_server_message.ts";

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
])("parseFrame() makes null of $text", ({ text }) => {
  assertEquals(parseFrame(text), [null]);
});

Deno.test("parseFrame() never takes a member's message for the server's", () => {
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
  { reason: "expelled", want: "timeout" },
  { reason: 7, want: "timeout" },
])("parseFrame() reads the reason $reason as $want", ({ reason, want }) => {
  const data = { id: "p1", reason };
  assertEquals(parseFrame(JSON.stringify({ event: "peer-left", data })), [
    { event: "peer-left", data: { id: "p1", reason: want } },
  ]);
});

Deno.test("parseFrame() fills in what a welcome leaves out", () => {
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
])("isCounted() is $counts for $frame", ({ frame, counts }) => {
  assertEquals(parseFrame(frame).map(isCountedAsReceived), [counts]);
});

Deno.test.each([
  { server: { urls: "stun:a.test" }, want: [{ urls: ["stun:a.test"] }] },
  { server: { urls: ["http://a.test", 4] }, want: [] },
  // A browser throws when a turn address has no credential.
  { server: { urls: ["turn:a.test"] }, want: [] },
  {
    server: { urls: ["turns:a.test"], username: "u", credential: "c" },
    want: [{ urls: ["turns:a.test"], username: "u", credential: "c" }],
  },
])(
  "readIceConfig() keeps of $server what a browser takes",
  ({ server, want }) => {
    const { iceServers } = readIceConfig({ iceServers: [server, null] });
    assertEquals(iceServers, [...want]);
  },
);
