import { assert, assertEquals } from "@std/assert";
import {
  ConnectionTrace,
  KEPT_FROM_START,
  MAX_EVENTS,
  MAX_TEXT_LENGTH,
} from "../../../../../client/engine/trace/connection_trace.ts";
import {
  parseCandidate,
} from "../../../../../client/engine/trace/candidate_line.ts";
import { PairReader } from "../../../../../client/engine/trace/pair_reader.ts";
import { explainSdp } from "../../../../../client/engine/trace/sdp_lines.ts";
import { ConnectionTap } from "../../../../../client/platform/connection_tap.ts";

Deno.test("ConnectionTrace keeps the first and the last events within its limits", async () => {
  let nowMs = 100;
  const trace = new ConnectionTrace(() => nowMs++);
  const count = MAX_EVENTS + 50;
  for (let index = 1; index <= count; index++) {
    trace.add("#1", { kind: "state", name: "ice", value: String(index) });
  }
  await Promise.resolve();
  const { events, removedCount } = trace.store.get();
  assertEquals(events.length, MAX_EVENTS);
  assertEquals(removedCount, 50);
  assertEquals(events[0]?.atMs, 1);
  assertEquals(events[KEPT_FROM_START - 1]?.id, KEPT_FROM_START);
  assertEquals(events[KEPT_FROM_START]?.id, KEPT_FROM_START + 51);
  assertEquals(events.at(-1)?.id, count);
});

Deno.test("ConnectionTrace sorts what was read later by its time, and publishes when asked", () => {
  let nowMs = 0;
  let publish = () => {};
  const trace = new ConnectionTrace(
    () => nowMs,
    (run) => publish = run,
  );
  const add = (value: string, atMs?: number) =>
    trace.add("#1", { kind: "state", name: "ice", value }, atMs);
  const values = () =>
    trace.store.get().events.map((event) =>
      event.kind === "state" ? event.value : null
    );
  nowMs = 10;
  add("first");
  nowMs = 30;
  add("third");
  add("second", 20);
  add("also first", 10);
  assertEquals(values(), []);
  publish();
  assertEquals(values(), ["first", "also first", "second", "third"]);
});

Deno.test("ConnectionTrace limits the length of all texts", async () => {
  const trace = new ConnectionTrace(() => 0);
  const sdp = "x".repeat(MAX_TEXT_LENGTH / 4);
  for (let index = 0; index < 9; index++) {
    trace.add("#1", { kind: "description", side: "local", type: "offer", sdp });
  }
  await Promise.resolve();
  const { events } = trace.store.get();
  assertEquals(events.length, 4);
  assertEquals(events.at(-1)?.id, 9);
});

Deno.test("parseCandidate() reads addresses, types and bases", () => {
  assertEquals(
    parseCandidate(
      "candidate:2 1 UDP 1686 203.0.113.9 5001 typ srflx raddr 10.0.0.1 rport 5",
    ),
    {
      protocol: "udp",
      address: "203.0.113.9",
      port: 5001,
      type: "srflx",
      relatedAddress: "10.0.0.1",
    },
  );
  assertEquals(parseCandidate(""), null);
});

Deno.test("explainSdp() knows every line of a browser's offer", () => {
  const sections = explainSdp(
    "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n" +
      "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\n" +
      "a=ice-pwd:x\r\na=sctp-port:5000\r\na=unheard-of:1\r\n",
  );
  assertEquals(
    sections.map(({ name, lines }) => [name, lines.map(({ kind }) => kind)]),
    [
      ["session", ["version", "origin", "sessionName", "timing"]],
      ["application", ["mediaData", "pwd", "sctp", "other"]],
    ],
  );
});

Deno.test("PairReader reports each state of a pair once, and a first frame once", () => {
  const reader = new PairReader();
  const stats = (state: string, framesDecoded: number) => [
    { id: "L", type: "local-candidate", candidateType: "host", port: 5 },
    { id: "R", type: "remote-candidate", candidateType: "relay" },
    {
      id: "P",
      type: "candidate-pair",
      localCandidateId: "L",
      remoteCandidateId: "R",
      state,
      currentRoundTripTime: 0.004,
    },
    { id: "T", type: "transport", selectedCandidatePairId: "P" },
    { id: "V", type: "inbound-rtp", kind: "video", framesDecoded },
  ];
  const [pair] = reader.read(stats("in-progress", 0));
  assert(pair?.kind === "pair");
  assertEquals(pair.remote.type, "relay");
  assertEquals(pair.roundTripMs, 4);
  assertEquals(reader.read(stats("in-progress", 0)), []);
  assertEquals(
    reader.read(stats("succeeded", 1)).map(({ kind }) => kind),
    ["pair", "media"],
  );
  assertEquals(reader.read(stats("succeeded", 9)), []);
});

Deno.test("PairReader leaves out untried pairs and too many, but never the one in use", () => {
  const pairs = Array.from({ length: 90 }, (_, index) => ({
    id: `P${index}`,
    type: "candidate-pair",
    state: index < 10 ? "waiting" : "in-progress",
  }));
  const transport = { type: "transport", selectedCandidatePairId: "P89" };
  const found = new PairReader().read([...pairs, transport]);
  assertEquals(found.length, 41);
  const last = found.at(-1);
  assert(last?.kind === "pair" && last.isSelected && last.pairId === "P89");
});

Deno.test("ConnectionTap hands over what was made before and after the recorder came", () => {
  const tap = new ConnectionTap();
  const made: unknown[] = [];
  // deno-lint-ignore no-explicit-any
  const [early, late] = [{}, {}] as any[];
  assertEquals(tap.add(early), early);
  tap.start((one) => made.push(one));
  tap.add(late);
  assertEquals(made, [early, late]);
});
