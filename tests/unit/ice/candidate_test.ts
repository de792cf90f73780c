import { assertEquals } from "@std/assert";
import { candidateAddresses } from "../../../ice/candidate.ts";

Deno.test("candidateAddresses() reads the attribute that a browser trickles", () => {
  assertEquals(
    candidateAddresses(
      "candidate:842163049 1 udp 1677729535 203.0.113.7 46154 typ srflx raddr 10.0.0.1 rport 46154 generation 0",
    ),
    ["203.0.113.7"],
  );
});

Deno.test("candidateAddresses() reads all of a description, each once, and no names", () => {
  const sdp = [
    "c=IN IP4 192.0.2.99",
    "a=candidate:1 1 UDP 2122 2001:DB8:0::1 5000 typ host",
    "a=candidate:1 2 UDP 2121 2001:db8::1 5001 typ host",
    "a=candidate:2 1 TCP 2105 203.0.113.8 9 typ host tcptype active",
    "a=candidate:3 1 udp 2113 b8f0-77.local 5002 typ host",
    "",
  ].join("\r\n");
  assertEquals(candidateAddresses(sdp), ["2001:db8::1", "203.0.113.8"]);
});

Deno.test("candidateAddresses() finds nothing where there is no candidate", () => {
  for (const text of ["", "candidate:", "candidate:1 1 udp 1", "10.0.0.1"]) {
    assertEquals(candidateAddresses(text), []);
  }
});

Deno.test("candidateAddresses() takes a bounded number from one text", () => {
  const lines = Array.from(
    { length: 300 },
    (_, n) => `a=candidate:1 1 udp 1 198.51.${n >> 8}.${n & 255} 9 typ host`,
  );
  assertEquals(candidateAddresses(lines.join("\n")).length, 64);
});
