/**
 * The certificates of the test servers: made by one server, then given to all
 * others, so that no start has to make them and every browser can trust them.
 *
 * @module
 */
import {
  type Certificates,
  keyHashOf,
  ServerProcess,
} from "./server_process.ts";

/** Environment variable: folder of the certificates that a whole run shares. */
export const CERTIFICATES_FOLDER = "MARU_E2E_CERTIFICATES";

let certificates: Promise<Certificates> | null = null;

/** The certificates of this run; makes them where the run has none yet. */
export function testCertificates(): Promise<Certificates> {
  const folder = Deno.env.get(CERTIFICATES_FOLDER);
  return certificates ??= folder ? readPemFiles(folder) : makeCertificates();
}

/** Hash of the public key by which a browser trusts the test servers. */
export async function testKeyHash(): Promise<string> {
  const pem = (await testCertificates()).get("server.pem");
  return keyHashOf(new TextDecoder().decode(pem));
}

/** Makes certificates and writes them into an empty folder. */
export async function writeCertificates(folder: string): Promise<void> {
  for (const [name, bytes] of await makeCertificates()) {
    await Deno.writeFile(`${folder}/${name}`, bytes, { mode: 0o600 });
  }
}

async function makeCertificates(): Promise<Certificates> {
  await using server = await ServerProcess.start();
  return await readPemFiles(server.dataDir);
}

async function readPemFiles(folder: string): Promise<Certificates> {
  const files = new Map<string, Uint8Array>();
  for await (const { name } of Deno.readDir(folder)) {
    if (!name.endsWith(".pem")) continue;
    files.set(name, await Deno.readFile(`${folder}/${name}`));
  }
  return files;
}
