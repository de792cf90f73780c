import { assertEquals } from "@std/assert";
import { extractCandidateAddresses } from "../../../../server/ice/signalled_candidates.ts";

const HOST = "candidate:1 1 udp 2122260223 192.0.2.7 50000 typ host";
const SRFLX =
  "candidate:2 1 UDP 1686052607 203.0.113.5 50001 typ srflx raddr 10.0.0.2 rport 9";

Deno.test("signalledAddresses() finds a trickled candidate, not its related address", () => {
  const text = JSON.stringify({
    event: "candidate",
    data: { candidate: SRFLX, sdpMid: "0" },
  });
  assertEquals(extractCandidateAddresses(text), ["203.0.113.5"]);
});

Deno.test("signalledAddresses() finds each address of a description once", () => {
  const sdp = ["v=0", `a=${HOST}`, `a=${SRFLX}`, `a=${HOST}`, ""].join("\r\n");
  const text = JSON.stringify({ event: "offer", data: { type: "offer", sdp } });
  assertEquals(extractCandidateAddresses(text), ["192.0.2.7", "203.0.113.5"]);
});

Deno.test("signalledAddresses() reads IPv6 and leaves mDNS names out", () => {
  const v6 = "candidate:3 1 tcp 1 2001:db8::7 9 typ host tcptype active";
  const mdns = "candidate:4 1 udp 1 0c2f-4b.local 5000 typ host";
  assertEquals(extractCandidateAddresses(JSON.stringify([v6, mdns])), [
    "2001:db8::7",
  ]);
});

Deno.test("signalledAddresses() finds nothing in chat, and not without end", () => {
  assertEquals(
    extractCandidateAddresses('{"event":"chat","data":"192.0.2.1"}'),
    [],
  );
  const many = Array.from(
    { length: 500 },
    (_, i) => `candidate:1 1 udp 1 192.0.${i >> 8}.${i & 255} 1 typ host`,
  );
  assertEquals(extractCandidateAddresses(many.join("\n")).length, 64);
});
