import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { parseCidrs } from "../../../server/net/cidr.ts";
import { isProgramMissing } from "../../fakes/debian_program.ts";
import { IceTestServer } from "../../fakes/local_ice_server.ts";

async function run(program: string, args: string[]): Promise<string> {
  const { stdout, stderr } = await new Deno.Command(program, {
    args,
    signal: AbortSignal.timeout(30_000),
  }).output();
  const decoder = new TextDecoder();
  return decoder.decode(stdout) + decoder.decode(stderr);
}

function start(hostname: string): Promise<IceTestServer> {
  return IceTestServer.start(hostname, {
    credentials: { kind: "static", username: "u", credential: "p" },
    allowPeers: parseCidrs(["127.0.0.0/8", "::1"]),
  });
}

const noStunClient = await isProgramMissing("turnutils_stunclient", ["-h"]);
const noTurnClient = await isProgramMissing("turnutils_uclient", ["-h"]);

for (const hostname of ["127.0.0.1", "::1"]) {
  Deno.test({
    name: `turnutils_stunclient of coturn gets its address on ${hostname}`,
    ignore: noStunClient,
    async fn() {
      await using testServer = await start(hostname);
      const { port } = testServer.serverAddress("udp");
      const output = await run("turnutils_stunclient", [
        "-p",
        String(port),
        hostname,
      ]);
      assertStringIncludes(output, `UDP reflexive addr: ${hostname}:`);
    },
  });
}

const CASES = [
  { name: "udp channels", hostname: "127.0.0.1", transport: "udp", args: [] },
  {
    name: "udp indications",
    hostname: "127.0.0.1",
    transport: "udp",
    args: ["-s"],
  },
  {
    name: "tcp channels",
    hostname: "127.0.0.1",
    transport: "tcp",
    args: ["-t"],
  },
  {
    name: "tls channels",
    hostname: "127.0.0.1",
    transport: "tls",
    args: ["-t", "-S"],
  },
  {
    name: "udp channels over IPv6",
    hostname: "::1",
    transport: "udp",
    args: ["-x"],
  },
  {
    name: "tcp indications over IPv6",
    hostname: "::1",
    transport: "tcp",
    args: ["-x", "-t", "-s"],
  },
] as const;

/** Messages of two clients. */
const MESSAGES = 20;

for (const { name, hostname, transport, args } of CASES) {
  Deno.test({
    name: `The server relays every message of turnutils_uclient over ${name}`,
    ignore: noTurnClient,
    async fn() {
      await using testServer = await start(hostname);
      const { port } = testServer.serverAddress(transport);
      const output = await run("turnutils_uclient", [
        ...["-u", "u", "-w", "p", "-p", String(port)],
        ...["-n", "10", "-m", "2", "-y", "-c", ...args],
        hostname,
      ]);
      const { relayed, drops } = testServer.server.stats();
      assertEquals([relayed.toPeers, relayed.toClients], [MESSAGES, MESSAGES]);
      assertEquals(drops, {});
      assertEquals(testServer.failures, []);
      // turnutils_uclient reads one TLS record per readable event: those that
      // arrive together stay in its buffer, and the last ones count as lost.
      if (transport !== "tls") {
        assertMatch(output, /Total lost packets 0 \(0\.0+%\)/);
      }
    },
  });
}
