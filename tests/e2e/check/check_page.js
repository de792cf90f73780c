/**
 * Runs in the page before its own scripts: stands in for networks and devices
 * that are amiss, as `maruAmiss` says.
 *
 * - `ports`: pairs of a regular expression and a port; what matches among the
 *   ICE URLs goes to that port
 * - `credential`: in the place of the relay's
 * - `socketPath`: where WebSockets go instead
 * - `noWebRtc`, `silent`, `mute`: no connections, a microphone without sound,
 *   a browser that plays nothing
 *
 * @module
 */
(() => {
  const amiss = globalThis.maruAmiss;
  const ports = (amiss.ports ?? []).map(([text, port]) => [
    new RegExp(text),
    port,
  ]);
  const turned = (url) => {
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
          urls: [server.urls].flat().map(turned),
          ...(amiss.credential && server.credential
            ? { credential: amiss.credential }
            : {}),
        })),
      }),
  });
  if (amiss.noWebRtc) delete globalThis.RTCPeerConnection;
  if (amiss.socketPath) {
    globalThis.WebSocket = new Proxy(globalThis.WebSocket, {
      construct: (target, [, protocols]) =>
        new target(new URL(amiss.socketPath, location.href), protocols),
    });
  }
  if (amiss.silent) {
    const { mediaDevices } = navigator;
    const original = mediaDevices.getUserMedia.bind(mediaDevices);
    mediaDevices.getUserMedia = (want) =>
      want.audio
        ? Promise.resolve(
          new AudioContext().createMediaStreamDestination().stream,
        )
        : original(want);
  }
  if (amiss.mute) {
    Object.defineProperty(AudioContext.prototype, "state", {
      get: () => "suspended",
    });
  }
})();
