import { assert, assertEquals, assertRejects } from "@std/assert";
import { once } from "node:events";
import tls from "node:tls";
import { createAuthority } from "../../../../server/certificate/authority.ts";
import { createLeaf } from "../../../../server/certificate/leaf.ts";
import { collectCertificateNames } from "../../../../server/certificate/certificate_names.ts";
import type { PemPair } from "../../../../server/net/port_listener.ts";

async function isGranted(name: "net" | "run" | "write"): Promise<boolean> {
  return (await Deno.permissions.query({ name })).state === "granted";
}

const mayListen = await isGranted("net");
const mayRun = await isGranted("run") && await isGranted("write");

async function madePairs(): Promise<{ authority: PemPair; leaf: PemPair }> {
  const nowMs = Date.now();
  const authority = await createAuthority({
    hostName: "maru-test",
    dns: ["localhost", "maru-test", "local"],
    nowMs,
  });
  const names = collectCertificateNames({
    hostName: "maru-test",
    publicHost: undefined,
    addresses: ["192.168.7.9", "2001:db8::9", "fe80::1%eth0"],
  });
  return { authority, leaf: await createLeaf({ authority, names, nowMs }) };
}

/** Connects once, trusting `ca` alone; rejects when the client does not. */
async function handshake(
  leaf: PemPair,
  ca: string,
  target: { host: string; servername?: string },
): Promise<boolean> {
  const server = tls.createServer({ cert: leaf.cert, key: leaf.key });
  server.on("secureConnection", (socket) => socket.end());
  server.on("tlsClientError", () => {});
  server.listen(0, target.host);
  await once(server, "listening");
  const address = server.address();
  assert(address !== null && typeof address === "object");
  const client = tls.connect({ ...target, port: address.port, ca });
  try {
    await once(client, "secureConnect");
    return client.authorized;
  } finally {
    client.destroy();
    server.close();
    await once(server, "close");
  }
}

Deno.test.each([
  { host: "127.0.0.1", servername: "localhost" },
  { host: "127.0.0.1", servername: "maru-test" },
  { host: "127.0.0.1", servername: "maru-test.local" },
  { host: "127.0.0.1" },
  { host: "::1" },
])(
  "a client that trusts only the authority reaches $servername at $host",
  { ignore: !mayListen },
  async (target) => {
    const { authority, leaf } = await madePairs();
    assertEquals(await handshake(leaf, authority.cert, target), true);
  },
);

Deno.test({
  name: "a client that trusts another authority refuses the leaf",
  ignore: !mayListen,
  fn: async () => {
    const { leaf } = await madePairs();
    const other = await madePairs();
    await assertRejects(() =>
      handshake(leaf, other.authority.cert, { host: "127.0.0.1" })
    );
  },
});

Deno.test({
  name: "a client refuses a leaf outside of the authority's name constraints",
  ignore: !mayListen,
  fn: async () => {
    const { authority } = await madePairs();
    const names = { dns: ["bank.example"], ips: [] };
    const leaf = await createLeaf({ authority, names, nowMs: Date.now() });
    await assertRejects(() =>
      handshake(leaf, authority.cert, {
        host: "127.0.0.1",
        servername: "bank.example",
      })
    );
  },
});

/** Runs `openssl verify`; null when this machine has no openssl. */
async function opensslAccepts(
  authority: PemPair,
  leaf: PemPair,
): Promise<boolean | null> {
  const directory = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${directory}/ca.pem`, authority.cert);
    await Deno.writeTextFile(`${directory}/leaf.pem`, leaf.cert);
    const args = ["verify", "-x509_strict", "-purpose", "sslserver"];
    const { success } = await new Deno.Command("openssl", {
      args: [...args, "-CAfile", "ca.pem", "leaf.pem"],
      cwd: directory,
      stdout: "null",
      stderr: "null",
    }).output();
    return success;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

Deno.test({
  name: "openssl verify accepts the chain and holds the name constraints",
  ignore: !mayRun,
  fn: async () => {
    const { authority, leaf } = await madePairs();
    const names = { dns: ["bank.example"], ips: [] };
    const outside = await createLeaf({ authority, names, nowMs: Date.now() });
    const verdicts = [
      await opensslAccepts(authority, leaf),
      await opensslAccepts(authority, outside),
    ];
    if (verdicts[0] !== null) assertEquals(verdicts, [true, false]);
  },
});
