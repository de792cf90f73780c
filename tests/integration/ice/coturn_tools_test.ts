import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { parseCidrs } from "../../../server/net/cidr.ts";
import { IceTestServer } from "../../fakes/local_ice_server.ts";

/** Whether a program of Debian's package coturn is installed; CI must have it. */
async function isMissing(program: string): Promise<boolean> {
  for (const name of ["run", "net", "env"] as const) {
    const { state } = await Deno.permissions.query({ name });
    if (state !== "granted") return true;
  }
  try {
    await new Deno.Command(program, {
      args: ["-h"],
      stdout: "null",
      stderr: "null",
    }).output();
    return false;
  } catch {
    return Deno.env.get("CI") === undefined;
  }
}

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

const noStunClient = await isMissing("turnutils_stunclient");
const noTurnClient = await isMissing("turnutils_uclient");

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

for (const { name, hostname, transport, args } of CASES) {
  Deno.test({
    name: `turnutils_uclient of coturn loses nothing over ${name}`,
    ignore: noTurnClient,
    async fn() {
      await using testServer = await start(hostname);
      const { port } = testServer.serverAddress(transport);
      const output = await run("turnutils_uclient", [
        ...["-u", "u", "-w", "p", "-p", String(port)],
        ...["-n", "10", "-m", "2", "-y", "-c", ...args],
        hostname,
      ]);
      assertMatch(output, /Total lost packets 0 \(0\.0+%\)/);
      assertEquals(testServer.failures, []);
    },
  });
}
