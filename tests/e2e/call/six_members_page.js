/**
 * Runs after `statistics_page.js` and before the scripts of the page: totals of
 * what arrives of each other member, in the order of the connections.
 *
 * @module
 */
(() => {
  const { readConnected } = globalThis.statisticsPage;

  function totalsOf(report) {
    const received = [...report.values()]
      .filter(({ type }) => type === "inbound-rtp");
    const ofKind = (wanted) =>
      received.filter(({ kind }) => kind === wanted)
        .toSorted((a, b) => b.packetsReceived - a.packetsReceived)[0] ?? {};
    const audio = ofKind("audio");
    const video = ofKind("video");
    return {
      samples: audio.totalSamplesReceived ?? 0,
      // Silence that nobody sent is not lost.
      concealed: (audio.concealedSamples ?? 0) -
        (audio.silentConcealedSamples ?? 0),
      energy: audio.totalAudioEnergy ?? 0,
      frames: video.framesDecoded ?? 0,
      width: video.frameWidth ?? 0,
    };
  }

  globalThis.receivedTotals = () =>
    readConnected(async (one) => totalsOf(await one.getStats()));
})();
