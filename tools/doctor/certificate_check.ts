/**
 * The certificate: whether it is valid, for how long, and for which names.
 *
 * @module
 */
import { join } from "node:path";
import { error, type Finding, ok, warning } from "./finding.ts";
import type { CertificateFacts, CheckContext } from "./machine.ts";
import { listeningHost } from "./own_server.ts";

const DAY_MS = 86_400_000;
/** Days left at which a certificate should have been renewed. */
const RENEWAL_DAYS = 14;

/** Checks the certificate of the running server, or that of the files. */
export async function checkCertificate(
  context: CheckContext,
): Promise<Finding[]> {
  const { machine, config, isRunning } = context;
  const { tls, host, port, publicHost } = config;
  if (tls.kind === "off") {
    return [
      ok("certificate-at-proxy", "TLS ends at the reverse proxy (TLS=off)"),
    ];
  }
  if (isRunning) {
    const facts = await machine.certificateOf(listeningHost(host), port);
    if (facts !== null) return judge(facts, machine.nowMs, publicHost);
  }
  const path = tls.kind === "files"
    ? tls.certPath
    : join(config.dataDir, config.acme === null ? "server.pem" : "acme.pem");
  const pem = await machine.readText(path);
  const facts = pem === null ? null : machine.parseCertificate(pem);
  if (facts !== null) return judge(facts, machine.nowMs, publicHost);
  if (tls.kind === "auto") {
    return [ok(
      "certificate-later",
      config.acme === null
        ? "Maru makes its certificate at the start"
        : "Maru requests its certificate after the start",
    )];
  }
  return [error(
    "certificate-unreadable",
    pem === null
      ? `TLS_CERT cannot be read: ${path}`
      : `TLS_CERT has no certificate in PEM: ${path}`,
    "Set TLS_CERT to the full chain in PEM, and let the user of the server read it",
  )];
}

function judge(
  { notBeforeMs, notAfterMs, names, isLocal }: CertificateFacts,
  nowMs: number,
  publicHost: string | undefined,
): Finding[] {
  const days = Math.floor((notAfterMs - nowMs) / DAY_MS);
  const renew = isLocal
    ? "Restart Maru: it renews its own certificate"
    : "Run your ACME client (`certbot renew`, or see the log of Maru for ACME_DOMAIN)";
  const findings: Finding[] = [];
  if (nowMs < notBeforeMs) {
    findings.push(error(
      "certificate-not-yet-valid",
      `The certificate is valid from ${
        day(notBeforeMs)
      }, later than the clock of this machine`,
      "Set the clock: `timedatectl set-ntp true`",
    ));
  } else if (days < 0) {
    findings.push(
      error(
        "certificate-expired",
        `The certificate expired on ${day(notAfterMs)}`,
        renew,
      ),
    );
  } else if (days < RENEWAL_DAYS) {
    findings.push(
      warning(
        "certificate-expiring",
        `The certificate is valid for ${days} more days`,
        renew,
      ),
    );
  } else {
    findings.push(ok(
      "certificate-valid",
      `The certificate is valid for ${days} more days${
        isLocal ? "; devices trust it after a visit to /ca" : ""
      }`,
    ));
  }
  if (publicHost !== undefined && !isNamed(names, publicHost)) {
    findings.push(error(
      "certificate-name",
      `The certificate does not name PUBLIC_HOST, ${publicHost}; it names ${
        names.join(", ") || "nothing"
      }`,
      isLocal
        ? "Restart Maru: it makes a certificate for PUBLIC_HOST"
        : `Get a certificate for ${publicHost}, or set PUBLIC_HOST to a name of this one`,
    ));
  }
  return findings;
}

function isNamed(names: readonly string[], host: string): boolean {
  const wanted = host.toLowerCase();
  const parent = wanted.slice(wanted.indexOf(".") + 1);
  return names.some((name) =>
    name.toLowerCase() === wanted ||
    (wanted.includes(".") && name.toLowerCase() === `*.${parent}`)
  );
}

function day(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
