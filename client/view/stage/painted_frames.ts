/**
 * Number of frames that the page has painted of a member's video.
 *
 * @module
 */

/** True once a video has painted frames: Firefox counts none of a stream. */
let isCounting = false;

/** Null while the page is hidden or plays no such video, and where nothing is counted. */
export function countPaintedFrames(
  peerId: string,
  role: "video" | "screen",
): number | null {
  if (document.visibilityState !== "visible") return null;
  isCounting ||= [...document.querySelectorAll("video")]
    .some((video) => countFrames(video) > 0);
  const tile = [...document.querySelectorAll<HTMLElement>(".tile")].find(
    ({ dataset, classList }) =>
      dataset.peerId === peerId &&
      classList.contains("is-screen") === (role === "screen"),
  );
  const video = tile?.querySelector("video");
  return isCounting && video && !video.paused ? countFrames(video) : null;
}

function countFrames(video: HTMLVideoElement): number {
  return video.getVideoPlaybackQuality().totalVideoFrames;
}
