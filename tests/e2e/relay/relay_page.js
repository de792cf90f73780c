/**
 * Runs in the page before its own scripts: relays every connection through the
 * TURN URLs that match the regular expression `maruRelayUrl`; with `maruRelayPort`
 * through a proxy on this port.
 *
 * @module
 */
(() => {
  const Original = globalThis.RTCPeerConnection;
  const wanted = new RegExp(globalThis.maruRelayUrl);
  const throughProxy = (url) =>
    globalThis.maruRelayPort
      ? url.replace(/:\d+(?=\?|$)/, `:${globalThis.maruRelayPort}`)
      : url;
  const relayed = (config) => ({
    ...config,
    iceTransportPolicy: "relay",
    iceServers: (config.iceServers ?? [])
      .map((server) => ({
        ...server,
        urls: [server.urls].flat().filter((url) => wanted.test(url))
          .map(throughProxy),
      }))
      .filter(({ urls }) => urls.length > 0),
  });
  globalThis.RTCPeerConnection = new Proxy(Original, {
    construct(target, [config]) {
      const connection = new target(relayed(config));
      const set = connection.setConfiguration;
      connection.setConfiguration = (next) =>
        set.call(connection, relayed(next));
      return connection;
    },
  });
})();
