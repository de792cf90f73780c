/**
 * Fingerprints of the certificates of a connection: SHA-256 as lower case hex.
 *
 * @module
 */

/** Both certificates. */
export interface DtlsFingerprints {
  readonly own: string;
  /**
   * Empty when not every part of the connection has the same: sound and picture
   * could come from someone else than the data channels.
   */
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

/** Reads both fingerprints; null before both sides are described. */
export async function readDtlsFingerprints(
  pc: FingerprintSource,
  subtle: Pick<SubtleCrypto, "digest">,
): Promise<DtlsFingerprints | null> {
  const { localDescription, remoteDescription, sctp } = pc;
  if (!localDescription || !remoteDescription) return null;
  const own = readSdpFingerprint(localDescription.sdp) ?? "";
  const described = readSdpFingerprint(remoteDescription.sdp) ?? "";
  const [certificate] = sctp?.transport.getRemoteCertificates?.() ?? [];
  const received = certificate
    ? toHex(new Uint8Array(await subtle.digest("SHA-256", certificate)))
    : described;
  return {
    own,
    remote: received === described ? received : "",
    isFromDtls: certificate !== undefined,
  };
}

/** The only fingerprint of a description; null when it has none, or several. */
export function readSdpFingerprint(sdp = ""): string | null {
  const found = new Set(
    [...sdp.matchAll(/^a=fingerprint:(.*)$/gim)].map(([, value = ""]) =>
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
