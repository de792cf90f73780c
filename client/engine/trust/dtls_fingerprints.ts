/**
 * Fingerprints of the certificates of a connection: SHA-256 as lower case hex.
 *
 * @module
 */

/** Both certificates. */
export interface DtlsFingerprints {
  readonly own: string;
  readonly remote: string;
  /**
   * True for the certificate that DTLS received. Where the browser does not
   * show it, it is the fingerprint of the description in force, which the
   * browser has compared with that certificate (RFC 8122 §6.2).
   */
  readonly isFromDtls: boolean;
}

/** The part of `RTCPeerConnection` that is used. */
export interface FingerprintSource {
  readonly localDescription: Pick<RTCSessionDescription, "sdp"> | null;
  readonly remoteDescription: Pick<RTCSessionDescription, "sdp"> | null;
  readonly sctp: {
    readonly transport: { getRemoteCertificates?(): ArrayBuffer[] };
  } | null;
}

/** Reads both fingerprints; null before there are any. */
export async function readDtlsFingerprints(
  pc: FingerprintSource,
  subtle: Pick<SubtleCrypto, "digest">,
): Promise<DtlsFingerprints | null> {
  const own = readSdpFingerprint(pc.localDescription?.sdp);
  const [certificate] = pc.sctp?.transport.getRemoteCertificates?.() ?? [];
  const remote = certificate
    ? toHex(new Uint8Array(await subtle.digest("SHA-256", certificate)))
    : readSdpFingerprint(pc.remoteDescription?.sdp);
  return own && remote
    ? { own, remote, isFromDtls: certificate !== undefined }
    : null;
}

/** The only fingerprint of a description; null when it has none, or several. */
export function readSdpFingerprint(sdp = ""): string | null {
  const found = new Set(
    [...sdp.matchAll(/^a=fingerprint:(.*)$/gm)].map(([, value = ""]) =>
      value.trim().toLowerCase().replaceAll(":", "")
    ),
  );
  const [only = ""] = found;
  const [, hex = null] = /^sha-256 ([0-9a-f]{64})$/.exec(only) ?? [];
  return found.size === 1 ? hex : null;
}

function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0"))
    .join("");
}
