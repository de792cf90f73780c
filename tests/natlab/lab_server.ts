/**
 * The real server in a lab, with the certificates of the test run.
 *
 * @module
 */
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { serverArguments } from "../../tools/server_permissions.ts";
import { parsePemPair } from "../../server/certificate/pem.ts";
import { testCertificates } from "../e2e/harness/certificates.ts";
import type { NetworkLab } from "./namespaces.ts";

const MAIN = fileURLToPath(new URL("../../main.ts", import.meta.url));

/** Starts Maru in a namespace and waits until a line of its log says so. */
export async function startLabServer(
  lab: NetworkLab,
  namespace: string,
  settings: Readonly<Record<string, string>>,
): Promise<AsyncDisposable> {
  const dataDir = await Deno.makeTempDir({ dir: "/tmp", prefix: "maru-lab-" });
  const remove = () => Deno.remove(dataDir, { recursive: true });
  const bytes = (await testCertificates()).get("server.pem");
  const pair = parsePemPair(new TextDecoder().decode(bytes));
  if (!pair) throw new TypeError("The test run has no certificate");
  await Deno.writeTextFile(`${dataDir}/certificate.pem`, pair.cert);
  await Deno.writeTextFile(`${dataDir}/key.pem`, pair.key);
  const isReady = settings.ICE === "off"
    ? (line: string) => line.includes("https://")
    : (line: string) => line.includes("Relay tested and working");
  const env = {
    DATA_DIR: dataDir,
    // With TLS=auto it would make another one, for its name here.
    TLS_CERT: `${dataDir}/certificate.pem`,
    TLS_KEY: `${dataDir}/key.pem`,
    ...settings,
  };
  const child = lab.spawn(namespace, serverArguments(env, MAIN), env);
  // deno-lint-ignore no-explicit-any -- the two types of web streams
  const input = Readable.fromWeb(child.stdout as any);
  const lines: string[] = [];
  for await (const line of createInterface({ input })) {
    lines.push(line);
    if (!isReady(line)) continue;
    input.resume();
    return { [Symbol.asyncDispose]: remove };
  }
  await remove();
  throw new Error(`The server did not start:\n${lines.join("\n")}`);
}
