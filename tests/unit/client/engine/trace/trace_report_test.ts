import { assert, assertEquals, assertFalse } from "@std/assert";
import { ConnectionTrace } from "../../../../../client/engine/trace/connection_trace.ts";
import { hideSecrets } from "../../../../../client/engine/trace/message_text.ts";
import {
  buildTraceReport,
  type ReportOptions,
} from "../../../../../client/engine/trace/trace_report.ts";
import type { TraceItem } from "../../../../../client/engine/trace/trace_event.ts";

/** What no report may contain. */
const SECRETS = [
  "uFrg",
  "passwordOfTheChecks",
  "AA:BB:CC",
  "resumeTokenOfTheSeat",
  "1764150000:seat",
  "turnPassword",
  "proofOfTheMessage",
  "Ada Lovelace",
  "hello secret text",
  "k3VpQ0x2aB9d",
  "streamIdOfAda",
  "cnameOfAda",
  "sessionIdOfAda",
  "keyOfTheLink",
  "CPidOfThePair",
];
const ADDRESSES = [
  "192.168.7.31",
  "203.0.113.9",
  "2001:db8::7",
  "a1b2.local",
  "turn.example.org",
];

const SDP = [
  "v=0",
  "o=- sessionIdOfAda 2 IN IP4 203.0.113.9",
  "s=-",
  "t=0 0",
  "a=group:BUNDLE 0",
  "a=msid-semantic: WMS streamIdOfAda",
  "a=keyOfTheLink:AA:BB:CC",
  "m=video 9 UDP/TLS/RTP/SAVPF 96",
  "c=IN IP4 203.0.113.9",
  "a=rtcp:9 IN IP4 203.0.113.9",
  "a=candidate:1 1 udp 2122 192.168.7.31 5000 typ host ufrag uFrg",
  "a=candidate:2 1 udp 1686 203.0.113.9 5001 typ srflx raddr 192.168.7.31 rport 5000 ufrag uFrg",
  "a=ice-ufrag:uFrg",
  "a=ice-pwd:passwordOfTheChecks",
  "a=fingerprint:sha-256 AA:BB:CC",
  "a=setup:actpass",
  "a=mid:0",
  "a=msid:streamIdOfAda track",
  "a=rtpmap:96 VP8/90000",
  "a=ssrc:1234 cname:cnameOfAda",
].join("\r\n");

const ITEMS: readonly TraceItem[] = [
  {
    kind: "message",
    direction: "in",
    event: "welcome",
    peer: null,
    length: 900,
    text: JSON.stringify({
      event: "welcome",
      data: {
        resume: "resumeTokenOfTheSeat",
        iceServers: [{
          urls: ["turn:turn.example.org"],
          username: "1764150000:seat",
          credential: "turnPassword",
        }],
        peers: [{ id: "k3VpQ0x2aB9d", info: { name: "Ada Lovelace" } }],
      },
    }),
  },
  {
    kind: "message",
    direction: "out",
    event: "hello secret text",
    peer: "k3VpQ0x2aB9d",
    length: 80,
    text: '{"event":"hello secret text","data":{"proof":"proofOfTheMessage"}}',
  },
  { kind: "description", side: "local", type: "offer", sdp: SDP },
  {
    kind: "candidate",
    side: "remote",
    line:
      "candidate:3 1 udp 9 2001:db8::7 5002 typ host generation 0 ufrag uFrg",
  },
  {
    kind: "candidate",
    side: "local",
    line: "candidate:4 1 udp 9 a1b2.local 5003 typ host",
  },
  {
    kind: "candidate-error",
    url: "turn:turn.example.org:3478?transport=udp",
    code: 701,
  },
  {
    kind: "pair",
    pairId: "CPidOfThePair",
    local: { type: "host", protocol: "udp", address: "192.168.7.31:5000" },
    remote: { type: "host", protocol: "udp", address: "[2001:db8::7]:5002" },
    state: "succeeded",
    isSelected: true,
    roundTripMs: 3,
  },
  { kind: "state", name: "ice", value: "connected" },
  { kind: "media", media: "video", what: "first-frame" },
];

async function report(options: Partial<ReportOptions> = {}): Promise<string> {
  let nowMs = 0;
  const trace = new ConnectionTrace(() => nowMs += 5);
  for (const item of ITEMS) trace.add("#1", item);
  trace.add("@k3VpQ0x2aB9d", { kind: "state", name: "ice", value: "new" });
  await Promise.resolve();
  return JSON.stringify(buildTraceReport(trace.store.get(), {
    keepsAddresses: false,
    memberOf: () => "k3VpQ0x2aB9d",
    version: "1.0.0",
    userAgent: "Test",
    ...options,
  }));
}

Deno.test("buildTraceReport() leaves out secrets, names, ids and addresses", async () => {
  const text = await report();
  for (const secret of [...SECRETS, ...ADDRESSES]) {
    assertFalse(text.includes(secret), secret);
  }
});

Deno.test("buildTraceReport() keeps addresses on request, and still no secret", async () => {
  const text = await report({ keepsAddresses: true });
  for (const secret of SECRETS) assertFalse(text.includes(secret), secret);
  for (const address of ADDRESSES) assert(text.includes(address), address);
});

Deno.test("buildTraceReport() says what a bug report needs, with one label for one address", async () => {
  const { events } = JSON.parse(await report());
  assertEquals(events.map(({ kind }: { kind: string }) => kind), [
    "message",
    "message",
    "description",
    "candidate",
    "candidate",
    "candidate-error",
    "pair",
    "state",
    "media",
    "state",
  ]);
  assertEquals(events[0].event, "welcome");
  assertEquals(events[1].event, "other");
  assertEquals(events[1].peer, events[1].member);
  const { sdp } = events[2];
  assert(sdp.includes("a=rtpmap:96 VP8/90000"));
  assert(sdp.includes("a=ice-pwd [removed]"));
  assert(
    sdp.includes(
      "a=candidate:srflx udp public-1:5001 related private-1",
    ),
    sdp.join("\n"),
  );
  assertEquals(events[3].candidate, "host udp public-ipv6-1:5002");
  assertEquals(events[5].url, "turn:name-1:3478?transport=udp");
  assertEquals(events[6].local.address, "private-1:5000");
  assertEquals([events[8].connection, events[9].connection], ["#1", undefined]);
});

Deno.test("hideSecrets() hides tokens, credentials and ICE passwords in a message", () => {
  const message = JSON.stringify({
    event: "description",
    data: {
      proof: "proofOfTheMessage",
      resume: 'with "quotes"',
      description: { sdp: "a=ice-pwd:passwordOfTheChecks\r\na=mid:0" },
    },
  });
  const text = hideSecrets(message);
  assertFalse(/proofOf|quotes|passwordOf/.test(text), text);
  assertEquals(
    JSON.parse(text).data.description.sdp,
    "a=ice-pwd:•••\r\na=mid:0",
  );
});
