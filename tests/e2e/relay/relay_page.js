/**
 * Runs in the page before its own scripts: relays every connection through the
 * TURN URLs that match the regular expression `maruRelayUrl`.
 *
 * @module
 */
(() => {
  const Original = globalThis.RTCPeerConnection;
  const wanted = new RegExp(globalThis.maruRelayUrl);
  const relayed = (config) => ({
    ...config,
    iceTransportPolicy: "relay",
    iceServers: config.iceServers
      .map((server) => ({
        ...server,
        urls: [server.urls].flat().filter((url) => wanted.test(url)),
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
