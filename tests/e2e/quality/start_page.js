/**
 * Runs after `statistics_page.js` and before the scripts of the page: gives the
 * page an estimate of its paths, and keeps the sizes of the first picture of
 * the other member, counted in frames, since those pass at the speed of the
 * machine.
 *
 * @module
 */
(() => {
  const { simulate } = globalThis.statisticsPage;
  const POLL_MS = 20;
  let estimateBps = null;
  /** Frames shown before the first one of a width. */
  const framesBefore = new Map();
  let frames = 0;
  let maxWidth = 0;

  simulate((copy) => {
    if (estimateBps !== null && "availableOutgoingBitrate" in copy) {
      copy.availableOutgoingBitrate = estimateBps;
    }
    if (copy.qualityLimitationReason === "cpu") {
      copy.qualityLimitationReason = "none";
    }
    return copy;
  });

  setInterval(() => {
    const video = document.querySelector("[data-testid=tile] video");
    // A video without a frame has a width of 2.
    if (!video || video.videoWidth <= 2) return;
    const { videoWidth } = video;
    if (!framesBefore.has(videoWidth)) framesBefore.set(videoWidth, frames);
    frames = video.getVideoPlaybackQuality().totalVideoFrames;
    maxWidth = Math.max(maxWidth, videoWidth);
  }, POLL_MS);

  globalThis.startProbe = {
    setEstimate: (kbps) => estimateBps = kbps * 1000,
    read: () => ({
      frames,
      maxWidth,
      framesBeforeHd: framesBefore.get(1280) ?? null,
    }),
  };
})();
