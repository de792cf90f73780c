/**
 * Runs in the page of a call: rolls an offer back, after which Chromium decodes
 * the received video and never paints it again, and counts painted pictures.
 *
 * @module
 */
(() => {
  let connection = null;
  const { getStats } = RTCPeerConnection.prototype;
  RTCPeerConnection.prototype.getStats = function (...args) {
    connection ??= this;
    return getStats.apply(this, args);
  };
  const describe = () => connection.localDescription.toJSON();
  const painted = () =>
    document.querySelector("[data-testid=tile] video")
      .getVideoPlaybackQuality().totalVideoFrames;
  let paintedBefore = 0;

  globalThis.maruStill = {
    isReady: () => connection !== null,
    async offer() {
      await connection.setLocalDescription(await connection.createOffer());
      return describe();
    },
    /** Answers an offer in place of an own one, which is rolled back. */
    async answer(offer) {
      await connection.setLocalDescription(await connection.createOffer());
      await connection.setRemoteDescription(offer);
      await connection.setLocalDescription();
      paintedBefore = painted();
      return describe();
    },
    async accept(answer) {
      await connection.setRemoteDescription(answer);
      return null;
    },
    /** Pictures since the rollback; another connection counts from 0. */
    paintedSince: () => {
      const count = painted();
      return count < paintedBefore ? count : count - paintedBefore;
    },
  };
})();
