/**
 * What the operator sees at the start: where to open the page, a code for the
 * phone, how to trust the certificate, and what is doubtful.
 *
 * @module
 */
import { renderUnicodeCompact } from "uqr";
import type { PageUrls } from "./net/machine_addresses.ts";

/** What the banner tells. */
export interface BannerOptions {
  readonly urls: PageUrls;
  /** SHA-256 of the local authority; undefined when there is none. */
  readonly fingerprint: string | undefined;
  /** Sentences about STUN and TURN: what is served, where. */
  readonly notes: readonly string[];
  readonly warnings: readonly string[];
  readonly hasColors: boolean;
}

/** The text to print, with a line end at its end. */
export function formatBanner(options: BannerOptions): string {
  const { urls, fingerprint, notes, warnings } = options;
  const paint = createPainter(options.hasColors);
  const [first] = urls.others;
  const lines = [
    "",
    paint("bold", "  Maru is open"),
    "",
    `  On this machine  ${paint("cyan", urls.local)}`,
    ...urls.others.map((url, i) =>
      `  ${i === 0 ? "Elsewhere      " : "               "}  ${
        paint("cyan", url)
      }`
    ),
  ];
  if (first !== undefined) lines.push("", ...renderQrLines(first, paint));
  if (fingerprint !== undefined) {
    lines.push(
      "",
      "  A browser warns until it trusts this server's own authority:",
      `  open ${paint("cyan", `${first ?? urls.local}/ca`)} on the device.`,
      "  SHA-256 of the authority, to compare:",
      ...splitInHalf(fingerprint).map((half) => `    ${half}`),
    );
  }
  if (notes.length > 0) lines.push("", ...notes.map((note) => `  ${note}`));
  if (warnings.length > 0) {
    lines.push(
      "",
      ...warnings.map((w) => `  ${paint("yellow", "Warning:")} ${w}`),
    );
  }
  return `${lines.join("\n")}\n\n`;
}

/** Whether to colour: on a terminal, unless NO_COLOR says no (no-color.org). */
export function shouldUseColors(
  isTerminal: boolean,
  noColor: string | undefined,
): boolean {
  return isTerminal && !noColor;
}

/** Light on dark whatever the terminal's own colours are, where they can be set. */
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
