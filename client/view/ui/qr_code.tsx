/**
 * A QR code (ISO/IEC 18004) drawn in the page: dark on white in both themes,
 * since many cameras do not read the inverse.
 *
 * @module
 */
import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import { encode } from "uqr";

/** Light modules around the code that the standard asks for. */
const QUIET_ZONE = 4;

/** The code of a text; `label` says what it is. */
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

/** Size in modules with the quiet zone, and a path with one bar for each run of dark ones. */
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
