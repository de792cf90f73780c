/**
 * A self-signed certificate for the servers of a comparison.
 *
 * @module
 */
import "reflect-metadata";
import * as x509 from "@peculiar/x509";
import type { PemFiles } from "./servers.ts";

const DAY_MS = 86_400_000;
const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };

/**
 * Writes `cert.pem` and `key.pem` for 127.0.0.1, valid for a day, to `folder`.
 */
export async function createTemporaryCertificate(
  folder: string,
): Promise<PemFiles> {
  const keys = await crypto.subtle.generateKey(ALGORITHM, true, [
    "sign",
    "verify",
  ]);
  const nowMs = Date.now();
  const names: x509.JsonGeneralNames = [{ type: "ip", value: "127.0.0.1" }];
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: "CN=bench",
    notBefore: new Date(nowMs - DAY_MS),
    notAfter: new Date(nowMs + DAY_MS),
    signingAlgorithm: ALGORITHM,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(false),
      new x509.SubjectAlternativeNameExtension(names),
    ],
  });
  const key = await crypto.subtle.exportKey("pkcs8", keys.privateKey);
  const files = {
    certFile: `${folder}/cert.pem`,
    keyFile: `${folder}/key.pem`,
  };
  await Deno.writeTextFile(files.certFile, certificate.toString("pem"));
  const pem = x509.PemConverter.encode(key, "PRIVATE KEY");
  await Deno.writeTextFile(files.keyFile, pem, { mode: 0o600 });
  return files;
}
