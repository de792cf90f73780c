/**
 * Compares the features that sources use with those of the oldest supported
 * browsers. Names that MDN's data does not have, such as fields of
 * dictionaries, are ignored.
 *
 * @module
 */
import type { BrowserSupport, FeaturePath } from "./compat_data.ts";
import type { DetectedFeature } from "./detected_features.ts";

/** A use of a feature in a source. */
export interface UsedFeature {
  /** Path of the source file. */
  readonly file: string;
  /** Line, counted from 1. */
  readonly line: number;
  /** As the source names it, such as `Promise.withResolvers`. */
  readonly name: string;
  /** Possible paths in MDN's data; the first that it has counts. */
  readonly paths: readonly FeaturePath[];
}

/** A use that some supported browser does not have. */
export interface UnsupportedUse {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

/** Result of the comparison. */
export interface SupportReport {
  readonly unsupported: readonly UnsupportedUse[];
  /** Rows of the detected features that no source uses. */
  readonly unused: readonly string[];
}

/** All uses that are neither supported nor detected. */
export function findUnsupported(
  uses: readonly UsedFeature[],
  support: BrowserSupport,
  detected: readonly DetectedFeature[],
): SupportReport {
  const unused = new Set(detected.map(({ feature }) => feature));
  const isDetected = new Set(unused);
  const unsupported: UnsupportedUse[] = [];
  for (const { file, line, name, paths } of uses) {
    const path = paths.find((one) => support.has(one));
    if (!path) continue;
    const browsers = support.browsersWithout(path);
    if (browsers.length === 0) continue;
    const feature = path.join(".");
    unused.delete(feature);
    if (isDetected.has(feature)) continue;
    const message = `${name} is missing in ${browsers.join(", ")} (${feature})`;
    unsupported.push({ file, line, message });
  }
  return { unsupported, unused: [...unused] };
}
