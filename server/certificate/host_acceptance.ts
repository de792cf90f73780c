/**
 * Whether browsers can accept a certificate for a host: for TURN over TLS they
 * show no warning that a person could pass.
 *
 * @module
 */
import { X509Certificate } from "node:crypto";
import type { PemPair } from "../net/port_listener.ts";

interface ParsedCertificate {
  readonly certificate: X509Certificate;
  readonly toMs: number;
}

const parsedByPair = new WeakMap<PemPair, ParsedCertificate>();

/**
 * Whether the certificate names the host and has not expired. That a device trusts its
 * authority is assumed: a device can trust the own one too.
 */
export function isAcceptedForHost(
  pair: PemPair,
  host: string,
  unixMs: number,
): boolean {
  const { certificate, toMs } = parse(pair);
  return unixMs < toMs && certificate.checkHost(host) !== undefined;
}

function parse(pair: PemPair): ParsedCertificate {
  const known = parsedByPair.get(pair);
  if (known !== undefined) return known;
  const certificate = new X509Certificate(pair.cert);
  const parsed = {
    certificate,
    toMs: Date.parse(certificate.validTo),
  };
  parsedByPair.set(pair, parsed);
  return parsed;
}
