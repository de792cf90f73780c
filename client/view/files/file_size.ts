/**
 * Formats file sizes.
 *
 * @module
 */
const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"] as const;

/**
 * Formats a number of bytes: `3.2 MB`. SI units of 1000.
 *
 * @param language BCP 47 tag.
 */
export function formatFileSize(bytes: number, language: string): string {
  const exponent = Math.floor(Math.log10(Math.max(bytes, 1)) / 3);
  const index = Math.min(exponent, UNITS.length - 1);
  const value = bytes / 1000 ** index;
  return new Intl.NumberFormat(language, {
    style: "unit",
    unit: UNITS[index] ?? "byte",
    unitDisplay: index === 0 ? "long" : "short",
    maximumFractionDigits: index === 0 || value >= 100 ? 0 : 1,
  }).format(value);
}
