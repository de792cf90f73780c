/**
 * Draws the pictures that the page offers as a background, so that no file has
 * to be loaded.
 *
 * @module
 */
import type { BuiltInPicture } from "./background_effect.ts";

/** A 2D context of a canvas, in a page or a worker. */
export type PictureContext =
  & Pick<
    CanvasRenderingContext2D,
    | "beginPath"
    | "bezierCurveTo"
    | "closePath"
    | "createLinearGradient"
    | "createRadialGradient"
    | "ellipse"
    | "fill"
    | "fillRect"
    | "lineTo"
    | "moveTo"
  >
  & { fillStyle: string | CanvasGradient | CanvasPattern };

/** Size of a canvas in pixels. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** Draws a picture over the whole canvas. */
export function drawPicture(
  context: PictureContext,
  name: BuiltInPicture,
  { width, height }: PictureSize,
): void {
  PICTURES[name](new Brush(context, width, height));
}

/** Draws in shares of the canvas, 0 to 1. */
class Brush {
  readonly #context: PictureContext;
  readonly #width: number;
  readonly #height: number;

  constructor(context: PictureContext, width: number, height: number) {
    this.#context = context;
    this.#width = width;
    this.#height = height;
  }

  /** Colors from top to bottom. */
  sky(...colors: readonly string[]): void {
    this.rect(0, 0, 1, 1, ...colors);
  }

  rect(
    x: number,
    y: number,
    width: number,
    height: number,
    ...colors: readonly string[]
  ): void {
    const top = y * this.#height;
    const gradient = this.#context.createLinearGradient(
      0,
      top,
      0,
      top + height * this.#height,
    );
    colors.forEach((color, i) =>
      gradient.addColorStop(i / Math.max(1, colors.length - 1), color)
    );
    this.#context.fillStyle = gradient;
    this.#context.fillRect(
      x * this.#width,
      top,
      width * this.#width,
      height * this.#height,
    );
  }

  /** A soft light around a point; the radius is a share of the width. */
  glow(x: number, y: number, radius: number, color: string): void {
    const [cx, cy, r] = [
      x * this.#width,
      y * this.#height,
      radius * this.#width,
    ];
    const gradient = this.#context.createRadialGradient(cx, cy, 0, cx, cy, r);
    gradient.addColorStop(0, color);
    gradient.addColorStop(1, `${color.slice(0, 7)}00`);
    this.#context.fillStyle = gradient;
    this.#context.fillRect(cx - r, cy - r, 2 * r, 2 * r);
  }

  disc(x: number, y: number, radius: number, color: string): void {
    const width = this.#width;
    this.#context.fillStyle = color;
    this.#context.beginPath();
    this.#context.ellipse(
      x * width,
      y * this.#height,
      radius * width,
      radius * width,
      0,
      0,
      2 * Math.PI,
    );
    this.#context.fill();
  }

  /** A wave across the canvas, filled to the bottom. */
  hill(y: number, rise: number, color: string): void {
    const [w, h] = [this.#width, this.#height];
    const c = this.#context;
    c.fillStyle = color;
    c.beginPath();
    c.moveTo(0, y * h);
    c.bezierCurveTo(
      w * 0.3,
      (y - rise) * h,
      w * 0.6,
      (y + rise) * h,
      w,
      (y - rise / 2) * h,
    );
    c.lineTo(w, h);
    c.lineTo(0, h);
    c.closePath();
    c.fill();
  }

  /** A fir tree with its foot at a point. */
  fir(x: number, foot: number, height: number, color: string): void {
    const [w, h] = [this.#width, this.#height];
    const c = this.#context;
    c.fillStyle = color;
    for (let part = 0; part < 3; part++) {
      const top = foot - height + height * 0.22 * part;
      const bottom = foot - height * 0.22 * (2 - part);
      const half = height * (0.11 + 0.05 * part);
      c.beginPath();
      c.moveTo(x * w, top * h);
      c.lineTo((x + half * h / w) * w, bottom * h);
      c.lineTo((x - half * h / w) * w, bottom * h);
      c.closePath();
      c.fill();
    }
  }
}

const PICTURES: Readonly<Record<BuiltInPicture, (brush: Brush) => void>> = {
  dawn: (brush) => {
    brush.sky("#3b4a7a", "#8f6f9e", "#f0a58f", "#ffd9a8");
    brush.glow(0.72, 0.66, 0.35, "#fff2c4ff");
    brush.disc(0.72, 0.66, 0.045, "#fff6dc");
    brush.hill(0.74, 0.08, "#8d6f94");
    brush.hill(0.83, 0.06, "#6a5a86");
    brush.hill(0.92, 0.05, "#4a4570");
  },
  sea: (brush) => {
    brush.sky("#8fc7ea", "#d3ecf7", "#f3f8f6");
    brush.glow(0.25, 0.2, 0.3, "#ffffffcc");
    brush.rect(0, 0.56, 1, 0.3, "#4fa3c4", "#2f86ad", "#3f9bbb");
    brush.rect(0, 0.555, 1, 0.006, "#e8f6fa", "#e8f6fa");
    brush.hill(0.86, 0.03, "#d8efe9");
    brush.hill(0.89, 0.03, "#efdcb4");
    brush.hill(0.96, 0.02, "#e3cb9c");
  },
  forest: (brush) => {
    brush.sky("#cfe3dc", "#e8efe0", "#c9d8bf");
    brush.hill(0.6, 0.1, "#a9c3ae");
    for (let i = 0; i < 16; i++) {
      brush.fir(i / 15, 0.82, 0.34 + 0.08 * (i * 7 % 5), "#7fa389");
    }
    for (let i = 0; i < 9; i++) {
      brush.fir(i / 8 + 0.04, 0.97, 0.5 + 0.12 * (i * 5 % 4), "#4c7a62");
    }
    brush.hill(0.92, 0.03, "#3f6b52");
  },
  room: (brush) => {
    brush.sky("#efe6da", "#e7dbca");
    brush.rect(0.08, 0.1, 0.3, 0.5, "#ffffff", "#ffffff");
    brush.rect(0.095, 0.125, 0.13, 0.45, "#bfe0f2", "#e6f3f5");
    brush.rect(0.235, 0.125, 0.13, 0.45, "#bfe0f2", "#e6f3f5");
    brush.rect(0.6, 0.3, 0.34, 0.018, "#a97f5b", "#8f6847");
    const books = ["#c8553d", "#588b8b", "#f2cc8f", "#3d5a80", "#81b29a"];
    for (let i = 0; i < 11; i++) {
      const top = 0.16 + 0.025 * (i * 3 % 4);
      const color = books[i % books.length] ?? "";
      brush.rect(0.615 + i * 0.019, top, 0.015, 0.3 - top, color, color);
    }
    brush.disc(0.885, 0.2, 0.032, "#6d9773");
    brush.disc(0.91, 0.235, 0.026, "#5a8560");
    brush.rect(0.875, 0.25, 0.035, 0.05, "#d9895b", "#c9774a");
    brush.rect(0, 0.84, 1, 0.16, "#c9a67f", "#b18a62");
    brush.glow(0.5, 0.1, 0.5, "#fff3d880");
  },
  night: (brush) => {
    brush.sky("#0d1530", "#1c2550", "#3a3568");
    for (let i = 0; i < 60; i++) {
      const x = (i * 0.6180339887) % 1;
      const y = (i * 0.3819660113 * 1.7) % 1 * 0.6;
      brush.disc(x, y, 0.0009 + 0.0004 * (i % 3), "#e8ecff");
    }
    brush.glow(0.8, 0.22, 0.16, "#dfe6ff66");
    brush.disc(0.8, 0.22, 0.04, "#eef1ff");
    for (let i = 0; i < 18; i++) {
      const top = 0.55 + 0.05 * (i * 7 % 5);
      brush.rect(i / 18, top, 1 / 18 - 0.004, 1 - top, "#141a36", "#0e1228");
      for (let light = 0; light < 4; light++) {
        if ((i * 5 + light * 3) % 4 === 0) continue;
        const x = i / 18 + 0.01 + 0.018 * (light % 2);
        const y = top + 0.05 + 0.08 * (light >> 1);
        brush.rect(x, y, 0.01, 0.025, "#ffd98a", "#f6c35f");
      }
    }
  },
};
