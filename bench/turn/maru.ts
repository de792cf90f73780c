/**
 * The server under test in a process of its own: `maru.ts deno|ffi PORT`.
 *
 * @module
 */
import { startIceServer } from "../../ice/ice_server.ts";
import { parseCidrs } from "../../ice/policy/special_ranges.ts";
import { makeFfiEngine } from "../../ice/transport/ffi/ffi_udp.ts";
import { READY, SECRET } from "./targets.ts";

const [engine, port] = Deno.args;
const server = await startIceServer({
  hosts: ["127.0.0.1"],
  ports: { udp: Number(port), tcp: null, tls: null },
  relayPorts: { min: 20_000, max: 29_999 },
  credentials: { kind: "secret", secret: SECRET },
  certificate: null,
  allowPeers: parseCidrs(["127.0.0.1"]),
  // Every check runs; only the ceilings are out of the way.
  limits: {
    maxBytesPerSecond: 1e9,
    maxRelaysPerUser: 4096,
    maxRelaysPerAddress: 4096,
  },
  ...(engine === "ffi" ? { makeEngine: makeFfiEngine } : {}),
});
const listens = server.endpoints().udp.length > 0;
await Deno.stdout.write(new TextEncoder().encode(listens ? READY : "failed\n"));
if (!listens) Deno.exit(1);
