/**
 * Files that the page may show as an image once they are received: pixels
 * only, no SVG, which is a document with links and styles.
 *
 * @module
 */

/** Largest file that is shown. */
export const MAX_PREVIEW_BYTES = 20 * 1_048_576;
/** Most pixels that are shown: a decoded image has four bytes for each. */
export const MAX_PREVIEW_PIXELS = 50_000_000;

const IMAGE_NAME = /\.(png|jpe?g|webp|gif|avif)$/i;

/** True for a file that may be shown. */
export function isPreviewable(fileName: string, size: number): boolean {
  return IMAGE_NAME.test(fileName) && size > 0 && size <= MAX_PREVIEW_BYTES;
}
