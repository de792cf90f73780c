import { assertEquals } from "@std/assert";
import { formatIceNotes } from "../../../../server/ice/relay_notes.ts";

const SERVER = { hostname: "192.0.2.1", port: 3478 };

Deno.test("formatIceNotes() names the transports that work", () => {
  assertEquals(
    formatIceNotes([
      { transport: "udp", server: SERVER, isOk: true },
      { transport: "tls", server: { ...SERVER, port: 5349 }, isOk: true },
    ], []),
    ["Relay tested and working: udp 3478, tls 5349"],
  );
});

Deno.test("formatIceNotes() lists each failure, and a port in use once", () => {
  const inUse = {
    transport: "udp",
    hostname: "a",
    port: 3478,
    reason: "in-use",
  } as const;
  assertEquals(
    formatIceNotes(
      [{ transport: "tcp", server: SERVER, isOk: false, reason: "No answer" }],
      [inUse, { ...inUse, hostname: "b" }, {
        ...inUse,
        transport: "tls",
        reason: "failed",
      }],
    ),
    [
      "No relay: calls connect only where a direct path exists",
      "The relay does not work over tcp 3478: No answer",
      "Port 3478 is in use for udp, so the relay runs without it: set ICE_PORT to another port",
      "Port 3478 cannot be opened for tls: the relay runs without it",
    ],
  );
});
