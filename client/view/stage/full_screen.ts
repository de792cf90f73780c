/**
 * Full screen and picture-in-picture.
 *
 * @module
 */
import { useEffect, useState } from "preact/hooks";

/** Shows the whole page in full screen, or leaves full screen. */
export function togglePageFullScreen(): void {
  void toggleFullScreen(document.documentElement);
}

/** Shows an element in full screen, or leaves full screen; ignores a refusal. */
export async function toggleFullScreen(element: Element): Promise<void> {
  const change = document.fullscreenElement
    ? document.exitFullscreen()
    : element.requestFullscreen();
  await change.catch(() => {});
}

/** Moves the video of a tile to a floating window, or back. */
export async function togglePictureInPicture(tile: Element): Promise<void> {
  const video = tile.querySelector("video");
  if (!video) return;
  const change = document.pictureInPictureElement === video
    ? document.exitPictureInPicture()
    : video.requestPictureInPicture();
  // The browser rejects a video without a frame.
  await change.catch(() => {});
}

/** True while an element is in full screen. */
export function useIsFullScreen(): boolean {
  const read = () => document.fullscreenElement !== null;
  const [isFull, setFull] = useState(read);
  useEffect(() => {
    const update = () => setFull(read());
    document.addEventListener("fullscreenchange", update);
    return () => document.removeEventListener("fullscreenchange", update);
  }, []);
  return isFull;
}
