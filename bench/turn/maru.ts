/**
 * The embedded server in a process of its own: `maru.ts deno|ffi PORT`.
 *
 * @module
 */
import { startEmbeddedIceServer } from "../../ice/ice_server.ts";
import { parseCidrs } from "../../server/net/cidr.ts";
import { createFfiUdpEngine } from "../../ice/transport/ffi/ffi_udp.ts";
import { BENCH_SECRET, READY_LINE } from "./targets.ts";

const [engine, port] = Deno.args;
const server = await startEmbeddedIceServer({
  hosts: ["127.0.0.1"],
  ports: { udp: Number(port), tcp: null, tls: null },
  relayPorts: { first: 20_000, last: 29_999 },
  credentials: { kind: "secret", secret: BENCH_SECRET },
  certificate: null,
  allowPeers: parseCidrs(["127.0.0.1"]),
  // All checks run; only the limits are raised.
  limits: {
    maxBytesPerSecond: 1e9,
    maxAllocationsPerUser: 4096,
    maxAllocationsPerIp: 4096,
  },
  ...(engine === "ffi" ? { createUdpEngine: createFfiUdpEngine } : {}),
});
const isListening = server.endpoints().udp.length > 0;
await Deno.stdout.write(
  new TextEncoder().encode(isListening ? READY_LINE : "failed\n"),
);
if (!isListening) Deno.exit(1);
