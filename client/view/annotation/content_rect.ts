/**
 * Where the picture of a video is in its box: the box is larger in one
 * direction unless both have the same shape (`object-fit: contain`).
 *
 * @module
 */

/** Width and height, of which only the ratio counts for a picture. */
export interface BoxSize {
  readonly width: number;
  readonly height: number;
}

/** Rectangle in CSS pixels, relative to the box. */
export interface ContentRect extends BoxSize {
  readonly left: number;
  readonly top: number;
}

/** Rectangle of the picture, or null before its size is known. */
export function contentRectOf(
  box: BoxSize,
  picture: BoxSize,
): ContentRect | null {
  if (picture.width <= 0 || picture.height <= 0) return null;
  const scale = Math.min(
    box.width / picture.width,
    box.height / picture.height,
  );
  const width = picture.width * scale;
  const height = picture.height * scale;
  const left = (box.width - width) / 2;
  return { left, top: (box.height - height) / 2, width, height };
}
