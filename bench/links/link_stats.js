/**
 * Runs in the pages of the benchmark after `statistics_page.js` and before their
 * own scripts: totals of what the page has received over all its connections.
 *
 * @module
 */
(() => {
  const { connections } = statisticsPage;

  globalThis.maruReceived = async () => {
    const videos = [];
    const audios = [];
    for (const connection of connections) {
      if (connection.connectionState === "closed") continue;
      for (const entry of (await connection.getStats()).values()) {
        if (entry.type !== "inbound-rtp") continue;
        // Without packets it is the line of a screen that is not shared.
        if (entry.packetsReceived === 0) continue;
        (entry.kind === "video" ? videos : audios).push(entry);
      }
    }
    const sum = (entries, name) =>
      entries.reduce((total, entry) => total + (entry[name] ?? 0), 0);
    return {
      atMs: performance.now(),
      videos: videos.filter(({ framesDecoded }) => framesDecoded > 0).length,
      audios: audios.length,
      height: sum(videos, "frameHeight"),
      frames: sum(videos, "framesDecoded"),
      freezes: sum(videos, "freezeCount"),
      freezeSeconds: sum(videos, "totalFreezesDuration"),
      samples: sum(audios, "totalSamplesReceived"),
      // Silence that nobody sent is not lost.
      concealed: sum(audios, "concealedSamples") -
        sum(audios, "silentConcealedSamples"),
    };
  };
})();
