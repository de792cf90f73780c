/**
 * Paints single tiles of a recording: picture or initials, and the name.
 *
 * @module
 */
import { iconPathOf } from "../view/ui/icon.tsx";
import { initialsOf } from "../view/ui/initials.ts";
import type { Rect } from "../view/stage/stage_layout.ts";
import type { RecordedTile } from "./recorded_tiles.ts";

const BACKGROUND = "#13110e";
const TILE = "#2e2820";
const SCREEN = "#0c0a08";
const LABEL = "rgb(16 13 9 / 72%)";
const TEXT = "#fbf6ec";
const MUTED = "#f3b3a3";
const AVATAR = "#56796a";
const RADIUS_PX = 16;
const FONT = "system-ui, sans-serif";
const LABEL_PX = 26;
const ICON_PX = 17;
/** Side of the square in which icons are drawn. */
const ICON_UNITS = 24;

/** What is painted at a place. */
export interface TilePaint {
  readonly tile: RecordedTile;
  readonly label: string;
  readonly video: HTMLVideoElement | null;
  readonly rect: Rect;
  /** True for the small tile above another one. */
  readonly isCorner: boolean;
}

/** Draws on one canvas. */
export class TileBrush {
  readonly #context: CanvasRenderingContext2D;
  readonly #muted = new Path2D(iconPathOf("microphoneOff"));

  constructor(context: CanvasRenderingContext2D) {
    this.#context = context;
  }

  /** Fills the whole canvas. */
  clear(width: number, height: number): void {
    this.#context.fillStyle = BACKGROUND;
    this.#context.fillRect(0, 0, width, height);
  }

  /** Paints a tile; returns the longer side of its picture in pixels. */
  paintTile({ tile, label, video, rect, isCorner }: TilePaint): number {
    const context = this.#context;
    const { left, top, width, height } = rect;
    context.save();
    if (isCorner) this.#fillRounded(grow(rect, 2), BACKGROUND);
    context.beginPath();
    context.roundRect(left, top, width, height, RADIUS_PX);
    context.clip();
    context.fillStyle = tile.isScreen ? SCREEN : TILE;
    context.fillRect(left, top, width, height);
    const px = this.#paintPicture(tile, video, rect);
    if (!video?.videoWidth) this.#paintInitials(tile, label, rect);
    this.#paintLabel(tile, label, rect);
    context.restore();
    return px;
  }

  #paintPicture(
    { stream, isScreen }: RecordedTile,
    video: HTMLVideoElement | null,
    { left, top, width, height }: Rect,
  ): number {
    if (!stream) return 0;
    const frameWidth = video?.videoWidth || 16;
    const frameHeight = video?.videoHeight || 9;
    const horizontal = width / frameWidth;
    const vertical = height / frameHeight;
    const scale = isScreen
      ? Math.min(horizontal, vertical)
      : Math.max(horizontal, vertical);
    const w = frameWidth * scale;
    const h = frameHeight * scale;
    if (video?.videoWidth) {
      const x = left + (width - w) / 2;
      this.#context.drawImage(video, x, top + (height - h) / 2, w, h);
    }
    return Math.round(Math.max(w, h));
  }

  #paintInitials(
    { peerId, isScreen }: RecordedTile,
    label: string,
    { left, top, width, height }: Rect,
  ): void {
    if (isScreen) return;
    const context = this.#context;
    const radius = Math.min(64, Math.min(width, height) * 0.15);
    const x = left + width / 2;
    const y = top + height / 2;
    context.fillStyle = avatarColorOf(peerId);
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.fill();
    context.fillStyle = TEXT;
    context.font = `600 ${Math.round(radius * 0.7)}px ${FONT}`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillText(initialsOf(label), x, y);
  }

  #paintLabel(
    { isMuted, isScreen }: RecordedTile,
    label: string,
    { left, top, width, height }: Rect,
  ): void {
    const context = this.#context;
    const hasIcon = isMuted && !isScreen;
    const iconWidth = hasIcon ? ICON_PX + 5 : 0;
    context.font = `15px ${FONT}`;
    context.textAlign = "left";
    context.textBaseline = "middle";
    const available = width - 16 - 20 - iconWidth;
    if (available < 20) return;
    const textWidth = Math.min(available, context.measureText(label).width);
    const box = {
      left: left + 8,
      top: top + height - 8 - LABEL_PX,
      width: textWidth + 20 + iconWidth,
      height: LABEL_PX,
    };
    this.#fillRounded(box, LABEL, 10);
    if (hasIcon) this.#paintMuted(box);
    context.fillStyle = TEXT;
    const y = box.top + LABEL_PX / 2;
    context.fillText(label, box.left + 10 + iconWidth, y, textWidth);
  }

  #paintMuted({ left, top }: Rect): void {
    const context = this.#context;
    context.save();
    context.translate(left + 8, top + (LABEL_PX - ICON_PX) / 2);
    context.scale(ICON_PX / ICON_UNITS, ICON_PX / ICON_UNITS);
    context.strokeStyle = MUTED;
    context.lineWidth = 1.8;
    context.stroke(this.#muted);
    context.restore();
  }

  #fillRounded(
    { left, top, width, height }: Rect,
    color: string,
    radius = RADIUS_PX,
  ): void {
    const context = this.#context;
    context.fillStyle = color;
    context.beginPath();
    context.roundRect(left, top, width, height, radius);
    context.fill();
  }
}

function grow({ left, top, width, height }: Rect, by: number): Rect {
  return {
    left: left - by,
    top: top - by,
    width: width + 2 * by,
    height: height + 2 * by,
  };
}

/** Colour of a member on the page. */
function avatarColorOf(peerId: string | null): string {
  const tile = peerId === null
    ? ".tile.is-self"
    : `.tile[data-peer-id="${CSS.escape(peerId)}"]`;
  const avatar = document.querySelector(`${tile} .avatar`);
  return avatar ? getComputedStyle(avatar).backgroundColor : AVATAR;
}
