/**
 * The certificate of all connections of this page (RFC 8827 §6.5): made once,
 * so that no connection has to make its own, and the same for all members.
 *
 * @module
 */

/** Certificate for the life of a page. */
export class PageCertificate {
  #certificate: RTCCertificate | null = null;
  #making: Promise<void> | null = null;

  /** Makes it on the first call; where that fails, each connection makes one. */
  prepare(): Promise<void> {
    return this.#making ??= generateCertificate().then(
      (certificate) => {
        this.#certificate = certificate;
      },
      () => {},
    );
  }

  /** Makes a connection with the certificate, if it is ready and has not expired. */
  makePc(configuration: RTCConfiguration): RTCPeerConnection {
    const certificate = this.#certificate;
    const certificates = certificate && certificate.expires > Date.now()
      ? [certificate]
      : [];
    return new RTCPeerConnection({ ...configuration, certificates });
  }
}

async function generateCertificate(): Promise<RTCCertificate> {
  const algorithm = { name: "ECDSA", namedCurve: "P-256" };
  return await RTCPeerConnection.generateCertificate(algorithm);
}
