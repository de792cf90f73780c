import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { once } from "node:events";
import tls from "node:tls";
import { splitCertificates } from "../../../../server/certificate/pem.ts";
import { serverArguments } from "../../../../tools/server_permissions.ts";
import { ChildServer, findFreePort } from "../../../../tools/server_process.ts";
import { HttpExchange } from "../../../fakes/http_exchange.ts";
import { isPebbleMissing, Pebble } from "../../../fakes/pebble.ts";
import { RawWebSocket } from "../../../fakes/raw_websocket.ts";
import { TcpGate } from "../../../fakes/tcp_gate.ts";

const DOMAIN = "call.maru.example";
const WAIT_MS = 60_000;
const ignore = await isPebbleMissing();

/** Common name of the issuer of the certificate that a new client gets. */
async function readIssuer(port: number): Promise<string> {
  const client = tls.connect({
    port,
    host: "127.0.0.1",
    servername: DOMAIN,
    rejectUnauthorized: false,
  });
  try {
    await once(client, "secureConnect");
    return String(client.getPeerCertificate().issuer.CN);
  } finally {
    client.destroy();
  }
}

/** Waits until `read` gives a value for which `isDone` is true. */
async function poll<T>(
  read: () => Promise<T>,
  isDone: (value: T) => boolean,
): Promise<T> {
  const endMs = Date.now() + WAIT_MS;
  for (;;) {
    const value = await read();
    if (isDone(value)) return value;
    if (Date.now() > endMs) throw new Error(`Still ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function startMaru(env: Record<string, string>): Promise<ChildServer> {
  return ChildServer.start({
    command: Deno.execPath(),
    args: serverArguments(env),
    env,
    isReady: (line) => line.includes("On this machine"),
  });
}

/** URLs of the ICE servers in the data of a message. */
function iceUrls({ iceServers }: Record<string, unknown>): string[] {
  assert(Array.isArray(iceServers));
  return iceServers.flatMap(({ urls }) => urls);
}

/** Certificate of the own authority, in PEM. */
async function readAuthority(dataDir: string): Promise<string> {
  const pem = await Deno.readTextFile(`${dataDir}/authority.pem`);
  return splitCertificates(pem)[0] ?? "";
}

Deno.test({
  name:
    "A server with ACME_DOMAIN starts with its own authority, changes to the certificate of the directory under open sockets, then lists turns:, and keeps it over a restart",
  ignore,
  fn: async () => {
    const [httpPort, port] = [findFreePort(), findFreePort()];
    const pebblePort = findFreePort();
    await using pebble = await Pebble.start({ httpPort, port: pebblePort });
    using gate = await TcpGate.listen(pebblePort);
    const DATA_DIR = await Deno.makeTempDir({ prefix: "maru-acme-" });
    const env = {
      DATA_DIR,
      HOST: "127.0.0.1",
      PORT: String(port),
      HTTP_PORT: String(httpPort),
      ICE_PORT: "0",
      ICE_TLS_PORT: "0",
      ACME_DOMAIN: DOMAIN,
      ACME_DIRECTORY: `https://127.0.0.1:${gate.port}/dir`,
      DENO_CERT: pebble.authorityPath,
    };
    try {
      let issued: string;
      {
        await using maru = await startMaru(env);
        assertStringIncludes(await readIssuer(port), "Maru local authority");
        const authorityPem = await readAuthority(DATA_DIR);
        const headers = { Host: `${DOMAIN}:${port}` };
        const member = await RawWebSocket.open({ port, authorityPem, headers });
        const urls = iceUrls(await member.waitForEvent("welcome"));
        assert(urls.includes(`turn:${DOMAIN}:${port}?transport=tcp`));
        assert(!urls.join().includes("turns:"), urls.join());
        assert(
          maru.logLines.some((line) => line.includes("No certificate for")),
        );

        gate.open();
        issued = await poll(
          () => readIssuer(port),
          (issuer) => issuer.startsWith("Pebble"),
        );
        const renewed = iceUrls(await member.waitForEvent("ice-servers"));
        assert(renewed.includes(`turns:${DOMAIN}:${port}?transport=tcp`));
        member.send({ event: "ping" });
        await member.waitForEvent("pong");
        await member.destroy();

        await using visitor = HttpExchange.connect({ port: httpPort });
        visitor.send(`GET /r/tea?x=1 HTTP/1.1\r\nHost: ${DOMAIN}:1\r\n\r\n`);
        const { status, headers: fields } = await visitor.readResponse();
        assertEquals(
          [status, fields.get("location")],
          [308, `https://${DOMAIN}:${port}/r/tea?x=1`],
        );
        assertEquals(await maru.stop("SIGTERM"), 0);
      }
      const stored = await Deno.readTextFile(`${DATA_DIR}/acme.pem`);
      {
        await using _maru = await startMaru(env);
        assertEquals(await readIssuer(port), issued);
        assertEquals(await Deno.readTextFile(`${DATA_DIR}/acme.pem`), stored);
      }
    } finally {
      await Deno.remove(DATA_DIR, { recursive: true });
    }
  },
});
