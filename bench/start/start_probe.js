/**
 * Runs in the pages of the benchmark after `statistics_page.js` and before their
 * own scripts: when the picture of the other member was shown first, and in 720p,
 * by the clock of the page.
 *
 * @module
 */
(() => {
  const POLL_MS = 20;
  const HD_PX = 1280;
  const { connections } = statisticsPage;
  let firstAtMs = null;
  let hdAtMs = null;
  let maxWidth = 0;
  let width = 0;

  setInterval(() => {
    const video = document.querySelector("[data-testid=tile] video");
    width = video?.videoWidth ?? 0;
    // A video without a frame yet has 2 pixels.
    if (width <= 2) return;
    firstAtMs ??= performance.now();
    maxWidth = Math.max(maxWidth, width);
    if (width >= HD_PX) hdAtMs ??= performance.now();
  }, POLL_MS);

  globalThis.maruStart = async () => {
    let received = 0;
    let lost = 0;
    for (const connection of connections) {
      if (connection.connectionState === "closed") continue;
      for (const entry of (await connection.getStats()).values()) {
        if (entry.type !== "inbound-rtp") continue;
        received += entry.packetsReceived;
        lost += entry.packetsLost;
      }
    }
    const hdMs = hdAtMs === null ? null : hdAtMs - firstAtMs;
    return { hdMs, maxWidth, width, received, lost };
  };
})();
