/**
 * Runs after `statistics_page.js` and before the scripts of the page: reads what
 * arrives of the other member.
 *
 * @module
 */
(() => {
  const { readConnected } = globalThis.statisticsPage;

  globalThis.slowLinkProbe = async () => {
    const reports = await readConnected((one) => one.getStats());
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
