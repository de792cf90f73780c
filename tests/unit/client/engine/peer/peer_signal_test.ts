import { assert, assertEquals } from "@std/assert";
import {
  compareKeys,
  readPeerSignal,
} from "../../../../../client/engine/peer/peer_signal.ts";

const connection = { generation: 2, by: "p1" };

Deno.test.each([
  { a: { generation: 1, by: "a" }, b: { generation: 1, by: "a" }, want: 0 },
  { a: { generation: 2, by: "a" }, b: { generation: 1, by: "z" }, want: 1 },
  { a: { generation: 1, by: "b" }, b: { generation: 1, by: "a" }, want: 1 },
])(
  "compareKeys() orders $a and $b the same from both sides",
  ({ a, b, want }) => {
    assertEquals(Math.sign(compareKeys(a, b)), want);
    assertEquals(Math.sign(compareKeys(b, a)), want === 0 ? 0 : -want);
  },
);

Deno.test("readPeerSignal() keeps the known fields of a description", () => {
  const description = { type: "offer", sdp: "v=0", more: 1 };
  assertEquals(readPeerSignal("description", { connection, description }), {
    event: "description",
    connection,
    description: { type: "offer", sdp: "v=0" },
  });
});

Deno.test("readPeerSignal() reads a candidate and the end of candidates", () => {
  const candidate = { candidate: "candidate:1", sdpMid: "0", sdpMLineIndex: 0 };
  const read = readPeerSignal("candidate", { connection, candidate });
  assert(read?.event === "candidate");
  assertEquals(read.candidate, candidate);
  const end = readPeerSignal("candidate", { connection, candidate: null });
  assert(end?.event === "candidate");
  assertEquals(end.candidate, null);
});

Deno.test("readPeerSignal() accepts null for optional fields of a candidate", () => {
  const candidate = { candidate: "candidate:1", sdpMid: null };
  const read = readPeerSignal("candidate", { connection, candidate });
  assert(read?.event === "candidate");
  assertEquals(read.candidate, candidate);
});

Deno.test("readPeerSignal() reads a request to restart ICE", () => {
  const event = "restart-ice";
  assertEquals(readPeerSignal(event, { connection, more: 1 }), {
    event,
    connection,
  });
});

Deno.test.each([
  { event: "restart-ice", data: null },
  { event: "restart-ice", data: { connection: { generation: "0", by: "a" } } },
  { event: "candidate", data: { connection, candidate: { candidate: 1 } } },
  {
    event: "candidate",
    data: { connection, candidate: { candidate: "", sdpMid: 0 } },
  },
  { event: "offer", data: { connection, description: { type: "offer" } } },
  { event: "description", data: null },
  { event: "description", data: { connection } },
  {
    event: "description",
    data: { connection, description: { type: "rollback", sdp: "" } },
  },
  {
    event: "description",
    data: { description: { type: "offer", sdp: "v=0" } },
  },
  { event: "candidate", data: { connection } },
  { event: "candidate", data: { connection, candidate: "text" } },
  {
    event: "candidate",
    data: { connection: { generation: 1.5, by: "a" }, candidate: null },
  },
  {
    event: "candidate",
    data: { connection: { generation: -1, by: "a" }, candidate: null },
  },
])("readPeerSignal() refuses $event $data", ({ event, data }) => {
  assertEquals(readPeerSignal(event, data), null);
});
