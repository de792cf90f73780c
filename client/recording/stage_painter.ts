/**
 * Paints the stage in its current layout on a canvas, with all names. It plays
 * the streams in elements of its own, so that what covers or hides the page is
 * not in the picture.
 *
 * @module
 */
import type { CallState } from "../engine/call/call_state.ts";
import type { RenderedSize } from "../engine/quality/uplink_budget.ts";
import { layoutStage, type Rect } from "../view/stage/stage_layout.ts";
import { SELF_KEY } from "../view/stage/stage_tiles.ts";
import {
  readRecordedTile,
  type RecordedTile,
  selectRecordedTiles,
} from "./recorded_tiles.ts";
import { TileBrush } from "./tile_brush.ts";

/** Longer and shorter side of the picture in pixels. */
const LONG_PX = 1280;
const SHORT_PX = 720;
const GAP_PX = 10;

/** Dependencies of {@linkcode StagePainter}. */
export interface StagePainterOptions {
  /** True for a picture in portrait format, as on a phone. */
  readonly isPortrait: boolean;
  /** Text below a tile. */
  readonly labelOf: (tile: RecordedTile) => string;
}

/** A canvas with the stage. */
export class StagePainter {
  readonly canvas = document.createElement("canvas");
  readonly #labelOf: StagePainterOptions["labelOf"];
  readonly #brush: TileBrush;
  readonly #videos = new Map<string, HTMLVideoElement>();
  #sizes: ReadonlyMap<string, RenderedSize> = new Map();

  constructor({ isPortrait, labelOf }: StagePainterOptions) {
    this.#labelOf = labelOf;
    this.canvas.width = isPortrait ? SHORT_PX : LONG_PX;
    this.canvas.height = isPortrait ? LONG_PX : SHORT_PX;
    const context = this.canvas.getContext("2d", { alpha: false });
    if (!context) throw new Error("This browser has no canvas");
    this.#brush = new TileBrush(context);
  }

  /** Size of each member's pictures in the recording. */
  get sizes(): ReadonlyMap<string, RenderedSize> {
    return this.#sizes;
  }

  /** Paints the current frames. */
  paint(state: CallState, ownScreen: MediaStream | null): void {
    const { width, height } = this.canvas;
    const tiles = selectRecordedTiles(state);
    const rects = layoutStage(tiles, {
      width: width - 2 * GAP_PX,
      height: height - 2 * GAP_PX,
      gap: GAP_PX,
    });
    this.#brush.clear(width, height);
    const sizes = new Map<string, RenderedSize>();
    for (const [key, rect] of rects) {
      const tile = readRecordedTile(key, state, ownScreen);
      if (!tile) continue;
      const video = this.#videoOf(key, tile.stream);
      const px = this.#brush.paintTile({
        tile,
        label: this.#labelOf(tile),
        video,
        rect: moveRect(rect, GAP_PX),
        isCorner: key === SELF_KEY && tiles.cornerKey === key,
      });
      addSize(sizes, tile, px);
    }
    this.#sizes = sizes;
    for (const key of this.#videos.keys()) {
      if (!rects.has(key)) this.#videoOf(key, null);
    }
  }

  /** Ends all playback. */
  close(): void {
    for (const key of this.#videos.keys()) this.#videoOf(key, null);
    this.#sizes = new Map();
  }

  /** Element that plays a stream, or null without one. */
  #videoOf(key: string, stream: MediaStream | null): HTMLVideoElement | null {
    let video = this.#videos.get(key);
    if (!stream) {
      if (video) video.srcObject = null;
      this.#videos.delete(key);
      return null;
    }
    if (!video) {
      video = document.createElement("video");
      video.muted = true;
      video.setAttribute("playsinline", "");
      this.#videos.set(key, video);
    }
    if (video.srcObject !== stream) {
      video.srcObject = stream;
      video.play().catch(() => {});
    }
    return video;
  }
}

function moveRect(rect: Rect, by: number): Rect {
  return { ...rect, left: rect.left + by, top: rect.top + by };
}

function addSize(
  sizes: Map<string, RenderedSize>,
  { peerId, isScreen }: RecordedTile,
  px: number,
): void {
  if (peerId === null) return;
  const { camera, screen } = sizes.get(peerId) ?? { camera: 0, screen: 0 };
  sizes.set(
    peerId,
    isScreen ? { camera, screen: px } : { camera: px, screen },
  );
}
