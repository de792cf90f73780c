/**
 * A QR code (ISO/IEC 18004) as SVG: dark on white in both themes, since many
 * cameras cannot read an inverted code.
 *
 * @module
 */
import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import { encode } from "uqr";

/** Width of the quiet zone in modules (ISO/IEC 18004). */
const QUIET_ZONE = 4;

/** QR code of `value`, with the accessible name `label`. */
export function QrCode(
  { value, label }: { readonly value: string; readonly label: string },
): JSX.Element {
  const { size, path } = useMemo(() => buildQrPath(value), [value]);
  return (
    <svg
      class="qr"
      data-testid="qr"
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      shape-rendering="crispEdges"
    >
      <rect class="qr-ground" width={size} height={size} />
      <path class="qr-modules" d={path} />
    </svg>
  );
}

/** Side in modules including the quiet zone, and a path with one bar per run of dark modules. */
export function buildQrPath(
  value: string,
): { readonly size: number; readonly path: string } {
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
