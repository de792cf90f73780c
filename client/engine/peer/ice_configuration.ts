/**
 * Changes of the ICE servers of a connection.
 *
 * @module
 */

/**
 * Uses other ICE servers from the next gathering on. What the connection was
 * made with is repeated: a browser refuses a configuration without the
 * certificate (W3C webrtc-pc §4.4.1.6).
 */
export function changeIceConfiguration(
  pc: RTCPeerConnection,
  configuration: RTCConfiguration,
): void {
  pc.setConfiguration({ ...pc.getConfiguration(), ...configuration });
}
