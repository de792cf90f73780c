/**
 * Runs in the page before its own scripts: reads what arrives of the other
 * member.
 *
 * @module
 */
(() => {
  const connections = new Set();
  const { prototype } = RTCPeerConnection;
  const { setLocalDescription } = prototype;
  prototype.setLocalDescription = function (...args) {
    connections.add(this);
    return setLocalDescription.apply(this, args);
  };

  globalThis.slowLinkProbe = async () => {
    const live = [...connections].filter(({ connectionState }) =>
      connectionState === "connected"
    );
    const reports = await Promise.all(live.map((one) => one.getStats()));
    const streams = reports.flatMap((report) => [...report.values()])
      .filter(({ type }) => type === "inbound-rtp");
    const sum = (name) =>
      streams.reduce((total, entry) => total + (entry[name] ?? 0), 0);
    return {
      width: Math.max(...streams.map(({ frameWidth }) => frameWidth ?? 0)),
      frames: sum("framesDecoded"),
      packets: sum("packetsReceived"),
      lost: sum("packetsLost"),
    };
  };
})();
