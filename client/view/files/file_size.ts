/**
 * Sizes of files as a person reads them.
 *
 * @module
 */
const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"] as const;

/**
 * A number of bytes in words of a language: `3.2 MB`. Units of 1000, as the
 * standard has them.
 *
 * @param language BCP 47 tag.
 */
export function formatFileSize(bytes: number, language: string): string {
  const power = Math.floor(Math.log10(Math.max(bytes, 1)) / 3);
  const index = Math.min(power, UNITS.length - 1);
  const value = bytes / 1000 ** index;
  return new Intl.NumberFormat(language, {
    style: "unit",
    unit: UNITS[index] ?? "byte",
    unitDisplay: index === 0 ? "long" : "short",
    maximumFractionDigits: index === 0 || value >= 100 ? 0 : 1,
  }).format(value);
}
