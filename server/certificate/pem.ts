/**
 * A certificate and its key in one file, which is replaced atomically: the two
 * always belong together.
 *
 * @module
 */
import type { PemPair } from "../net/port_listener.ts";

const PEM_BLOCK = /-----BEGIN ([A-Z0-9 ]{1,64})-----[\s\S]*?-----END \1-----/g;

/** Formats the file: certificates first, key last. */
export function formatPemPair(pair: PemPair): string {
  return `${pair.cert.trim()}\n${pair.key.trim()}\n`;
}

/** The certificates of a PEM text, in order. */
export function splitCertificates(text: string): string[] {
  return [...text.matchAll(PEM_BLOCK)]
    .filter(([, label]) => label === "CERTIFICATE")
    .map(([block]) => block);
}

/** Parses the file; null when the certificate or the key is missing. */
export function parsePemPair(text: string): PemPair | null {
  const certs: string[] = [];
  const keys: string[] = [];
  for (const [block, label = ""] of text.matchAll(PEM_BLOCK)) {
    if (label === "CERTIFICATE") certs.push(block);
    else if (label.endsWith("PRIVATE KEY")) keys.push(block);
  }
  const [key] = keys;
  if (certs.length === 0 || key === undefined) return null;
  return { cert: `${certs.join("\n")}\n`, key: `${key}\n` };
}
