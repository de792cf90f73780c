/**
 * The modules of a QR code (ISO/IEC 18004) as an SVG path. A chunk of its own:
 * the encoder is loaded when a code is shown.
 *
 * @module
 */
import { encode } from "uqr";

/** Width of the quiet zone in modules (ISO/IEC 18004). */
const QUIET_ZONE = 4;

/** A QR code as a square of `size` modules and the path of the dark ones. */
export interface QrPath {
  /** Side in modules, including the quiet zone. */
  readonly size: number;
  /** One bar per run of dark modules. */
  readonly path: string;
}

/** Encodes a text with error correction level M. */
export function buildQrPath(value: string): QrPath {
  const { size, data } = encode(value, { ecc: "M", border: QUIET_ZONE });
  let path = "";
  for (const [y, row] of data.entries()) {
    for (let x = 0; x < row.length; x++) {
      if (!row[x]) continue;
      const start = x;
      while (row[x + 1]) x++;
      path += `M${start} ${y}h${x - start + 1}v1H${start}z`;
    }
  }
  return { size, path };
}
