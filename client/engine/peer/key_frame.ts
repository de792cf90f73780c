/**
 * Requests a key frame from our encoder. After an interruption the receiver
 * waits up to 3 s before it requests one itself, and shows nothing until then.
 *
 * @module
 */

/** The part of `RTCRtpSender` that is used. */
export interface KeyFrameSender {
  getParameters(): RTCRtpSendParameters;
  /** Options of W3C webrtc-extensions, which not every browser reads. */
  setParameters(
    parameters: RTCRtpSendParameters,
    options?: object,
  ): Promise<void>;
}

/**
 * Sends a key frame next, in browsers that have the option. Setting the track
 * again is no alternative: Firefox then sends nothing for seconds.
 */
export async function requestKeyFrame(sender: KeyFrameSender): Promise<void> {
  const parameters = sender.getParameters();
  const encodingOptions = parameters.encodings.map(() => ({ keyFrame: true }));
  await sender.setParameters(parameters, { encodingOptions });
}
