/**
 * A QR code (ISO/IEC 18004) as SVG: dark on white in both themes, since many
 * cameras cannot read an inverted code.
 *
 * @module
 */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { QrPath } from "./qr_path.ts";

/**
 * QR code of `value`, with the accessible name `label`. It stays blank while
 * the encoder is loading, and when the server does not deliver it.
 */
export function QrCode(
  { value, label }: { readonly value: string; readonly label: string },
): JSX.Element {
  const code = useQrPath(value);
  return (
    <svg
      class="qr"
      data-testid="qr"
      role="img"
      aria-label={label}
      viewBox={`0 0 ${code?.size ?? 1} ${code?.size ?? 1}`}
      shape-rendering="crispEdges"
    >
      <rect class="qr-ground" width="100%" height="100%" />
      {code && <path class="qr-modules" d={code.path} />}
    </svg>
  );
}

function useQrPath(value: string): QrPath | null {
  const [code, setCode] = useState<QrPath | null>(null);
  useEffect(() => {
    let isCurrent = true;
    import("./qr_path.ts").then(({ buildQrPath }) => {
      if (isCurrent) setCode(buildQrPath(value));
    }, () => {});
    return () => {
      isCurrent = false;
    };
  }, [value]);
  return code;
}
