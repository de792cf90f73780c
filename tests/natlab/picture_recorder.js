/**
 * Runs in the page before its own scripts: records when the pictures of other
 * members were painted, in Unix milliseconds.
 *
 * @module
 */
(() => {
  const MAX_FRAMES = 10_000;
  const watched = new WeakSet();
  let frames = [];
  const nowMs = () => performance.timeOrigin + performance.now();

  function watch(video) {
    if (watched.has(video)) return;
    watched.add(video);
    const onFrame = () => {
      if (video.videoWidth > 0) frames.push(nowMs());
      if (frames.length > MAX_FRAMES) frames = frames.slice(MAX_FRAMES / 2);
      video.requestVideoFrameCallback(onFrame);
    };
    video.requestVideoFrameCallback(onFrame);
  }

  new MutationObserver(() => {
    for (
      const video of document.querySelectorAll("[data-testid=tile] video")
    ) {
      watch(video);
    }
  }).observe(document, { childList: true, subtree: true });

  globalThis.maruPictures = {
    /** The first picture after this time, or null. */
    firstAfter: (sinceMs) => frames.find((atMs) => atMs > sinceMs) ?? null,
    /** The longest time without a picture from then until now. */
    longestGap: (sinceMs) => {
      const times = frames.filter((atMs) => atMs > sinceMs);
      const ends = [...times, nowMs()];
      return Math.max(
        ...ends.map((atMs, index) => atMs - (times[index - 1] ?? sinceMs)),
      );
    },
  };
})();
