/**
 * Runs in the page before its own scripts: simulates the faults of networks
 * and devices in `maruFaults`.
 *
 * - `ports`: pairs of a regular expression and a port; matching ICE URLs get
 *   this port
 * - `credential`: replaces that of the relay
 * - `socketPath`: path of WebSockets
 * - `noWebRtc`, `silent`, `mute`: no WebRTC, a microphone without sound, a
 *   browser that plays nothing
 *
 * @module
 */
(() => {
  const faults = globalThis.maruFaults;
  const ports = (faults.ports ?? []).map(([text, port]) => [
    new RegExp(text),
    port,
  ]);
  const withPort = (url) => {
    const [, port] = ports.find(([pattern]) => pattern.test(url)) ?? [];
    return port ? url.replace(/:\d+(?=\?|$)/, `:${port}`) : url;
  };
  const Pc = globalThis.RTCPeerConnection;
  globalThis.RTCPeerConnection = new Proxy(Pc, {
    construct: (target, [config]) =>
      new target({
        ...config,
        iceServers: config.iceServers.map((server) => ({
          ...server,
          urls: [server.urls].flat().map(withPort),
          ...(faults.credential && server.credential
            ? { credential: faults.credential }
            : {}),
        })),
      }),
  });
  if (faults.noWebRtc) delete globalThis.RTCPeerConnection;
  if (faults.socketPath) {
    globalThis.WebSocket = new Proxy(globalThis.WebSocket, {
      construct: (target, [, protocols]) =>
        new target(new URL(faults.socketPath, location.href), protocols),
    });
  }
  if (faults.silent) {
    const { mediaDevices } = navigator;
    const original = mediaDevices.getUserMedia.bind(mediaDevices);
    mediaDevices.getUserMedia = (want) =>
      want.audio
        ? Promise.resolve(
          new AudioContext().createMediaStreamDestination().stream,
        )
        : original(want);
  }
  if (faults.mute) {
    Object.defineProperty(AudioContext.prototype, "state", {
      get: () => "suspended",
    });
  }
})();
