/**
 * What the operator sees at the start: where to open the page, a code for the
 * phone, how to trust the certificate, and what is doubtful.
 *
 * @module
 */
import { renderUnicodeCompact } from "uqr";
import type { OpenUrls } from "./net/machine_addresses.ts";

/** What the banner tells. */
export interface BannerOptions {
  readonly urls: OpenUrls;
  /** SHA-256 of the local authority; undefined when there is none. */
  readonly fingerprint: string | undefined;
  /** Sentences about STUN and TURN: what is served, where. */
  readonly notes: readonly string[];
  readonly warnings: readonly string[];
  readonly hasColors: boolean;
}

/** The text to print, with a line end at its end. */
export function bannerText(options: BannerOptions): string {
  const { urls, fingerprint, notes, warnings } = options;
  const paint = painter(options.hasColors);
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
  if (first !== undefined) lines.push("", ...qrLines(first, paint));
  if (fingerprint !== undefined) {
    lines.push(
      "",
      "  A browser warns until it trusts this server's own authority:",
      `  open ${paint("cyan", `${first ?? urls.local}/ca`)} on the device.`,
      "  SHA-256 of the authority, to compare:",
      ...halves(fingerprint).map((half) => `    ${half}`),
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
export function wantsColors(
  isTerminal: boolean,
  noColor: string | undefined,
): boolean {
  return isTerminal && !noColor;
}

/** Light on dark whatever the terminal's own colours are, where they can be set. */
function qrLines(url: string, paint: Paint): string[] {
  return renderUnicodeCompact(url, { border: 2 }).split("\n").map((row) =>
    `  ${paint("qr", row)}`
  );
}

function halves(fingerprint: string): string[] {
  const middle = Math.ceil(fingerprint.length / 2);
  return [fingerprint.slice(0, middle), fingerprint.slice(middle)];
}

const COLORS = { bold: "1", cyan: "36", yellow: "33", qr: "97;40" } as const;

type Paint = (color: keyof typeof COLORS, text: string) => string;

function painter(hasColors: boolean): Paint {
  return (color, text) =>
    hasColors ? `\x1b[${COLORS[color]}m${text}\x1b[0m` : text;
}
