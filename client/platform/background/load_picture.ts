/**
 * Pictures for the background: drawn ones, and the person's own.
 *
 * @module
 */
import type { PictureName } from "../../engine/media/processing/background_effect.ts";
import { drawPicture } from "../../engine/media/processing/draw_picture.ts";
import { readOwnPicture } from "./own_picture.ts";

const SIZE = { width: 1280, height: 720 } as const;

/** The picture as a bitmap; rejects when the own one is not there. */
export async function loadPicture(name: PictureName): Promise<ImageBitmap> {
  if (name === "own") {
    const blob = await readOwnPicture();
    if (!blob) throw new Error("There is no picture");
    return await createImageBitmap(blob);
  }
  const canvas = new OffscreenCanvas(SIZE.width, SIZE.height);
  const context = canvas.getContext("2d");
  if (!context) throw new Error("No canvas");
  drawPicture(context, name, SIZE);
  return canvas.transferToImageBitmap();
}
