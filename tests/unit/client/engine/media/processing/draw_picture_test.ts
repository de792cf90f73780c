import { assert } from "@std/assert";
import { BUILT_IN_PICTURES } from "../../../../../../client/engine/media/processing/background_effect.ts";
import {
  drawPicture,
  type PictureContext,
} from "../../../../../../client/engine/media/processing/draw_picture.ts";

Deno.test("drawPicture() covers the canvas first, with every picture", () => {
  for (const name of BUILT_IN_PICTURES) {
    const rects: number[][] = [];
    const gradient = { addColorStop: () => {} };
    const context: PictureContext = {
      fillStyle: "",
      beginPath: () => {},
      bezierCurveTo: () => {},
      closePath: () => {},
      createLinearGradient: () => gradient,
      createRadialGradient: () => gradient,
      ellipse: () => {},
      fill: () => {},
      fillRect: (...rect) => rects.push(rect),
      lineTo: () => {},
      moveTo: () => {},
    };
    drawPicture(context, name, { width: 160, height: 90 });
    assert(rects[0]?.join() === "0,0,160,90", name);
  }
});
