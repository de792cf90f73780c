/**
 * The text that the operator sees at the start: URLs, a QR code for the phone,
 * how to trust the certificate, and warnings.
 *
 * @module
 */
import { renderUnicodeCompact } from "uqr";
import type { PageUrls } from "./net/machine_addresses.ts";

/** Content of the banner. */
export interface BannerOptions {
  /** Version of the program. */
  readonly version: string;
  /** URLs of the page. */
  readonly urls: PageUrls;
  /** SHA-256 fingerprint of the local authority; undefined without one. */
  readonly fingerprint: string | undefined;
  /** SHA-256 of the built page; empty when it is unknown. */
  readonly buildHash: string;
  /** Sentences about STUN and TURN. */
  readonly notes: readonly string[];
  /** Sentences about doubtful settings. */
  readonly warnings: readonly string[];
  /** Whether to use escape sequences for colors. */
  readonly hasColors: boolean;
}

/** Text to print, with a final line end. */
export function formatBanner(options: BannerOptions): string {
  const { version, urls, fingerprint, buildHash, notes, warnings } = options;
  const paint = createPainter(options.hasColors);
  const [bestUrl] = urls.others;
  const lines = [
    "",
    paint("bold", `  Maru ${version} is running`),
    "",
    `  On this machine  ${paint("cyan", urls.local)}`,
    ...urls.others.map((url, i) =>
      `  ${i === 0 ? "Other devices  " : "               "}  ${
        paint("cyan", url)
      }`
    ),
  ];
  if (bestUrl !== undefined) lines.push("", ...renderQrLines(bestUrl, paint));
  if (fingerprint !== undefined) {
    lines.push(
      "",
      "  Browsers show a warning until they trust this server's certificate authority.",
      `  To trust it, open ${
        paint("cyan", `${bestUrl ?? urls.local}/ca`)
      } on the device and compare this SHA-256:`,
      ...splitInHalf(fingerprint).map((half) => `    ${half}`),
    );
  }
  if (buildHash !== "") lines.push("", `  Page (SHA-256)  ${buildHash}`);
  if (notes.length > 0) lines.push("", ...notes.map((note) => `  ${note}`));
  if (warnings.length > 0) {
    lines.push(
      "",
      ...warnings.map((w) => `  ${paint("yellow", "Warning:")} ${w}`),
    );
  }
  return `${lines.join("\n")}\n\n`;
}

/** Whether to use colors: on a terminal, unless NO_COLOR is set (no-color.org). */
export function shouldUseColors(
  isTerminal: boolean,
  noColor: string | undefined,
): boolean {
  return isTerminal && !noColor;
}

/** Draws the code light on dark, independent of the terminal's own colors. */
function renderQrLines(url: string, paint: Paint): string[] {
  return renderUnicodeCompact(url, { border: 2 }).split("\n").map((row) =>
    `  ${paint("qr", row)}`
  );
}

function splitInHalf(fingerprint: string): string[] {
  const middle = Math.ceil(fingerprint.length / 2);
  return [fingerprint.slice(0, middle), fingerprint.slice(middle)];
}

const SGR_CODES = { bold: "1", cyan: "36", yellow: "33", qr: "97;40" } as const;

type Paint = (color: keyof typeof SGR_CODES, text: string) => string;

function createPainter(hasColors: boolean): Paint {
  return (color, text) =>
    hasColors ? `\x1b[${SGR_CODES[color]}m${text}\x1b[0m` : text;
}
