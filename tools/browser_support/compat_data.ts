/**
 * Reads the compatibility data of MDN: a tree in which each feature has its
 * support by browser under `__compat`.
 *
 * @module
 */
import type { SupportedBrowser } from "./supported_browsers.ts";

/** Keys from the root of the data to a feature, such as `api`, `Window`, `stop`. */
export type FeaturePath = readonly string[];

/** Answers which of the supported browsers lack a feature. */
export class BrowserSupport {
  readonly #data: unknown;
  readonly #browsers: readonly SupportedBrowser[];

  /** @param data Root of MDN's tree. */
  constructor(data: unknown, browsers: readonly SupportedBrowser[]) {
    this.#data = data;
    this.#browsers = browsers;
  }

  /** Whether the data has the feature. */
  has(path: FeaturePath): boolean {
    return this.#supportOf(path) !== undefined;
  }

  /** Browsers whose oldest supported version lacks the feature, such as `Safari 16.4`. */
  browsersWithout(path: FeaturePath): string[] {
    const support = this.#supportOf(path);
    if (support === undefined) return [];
    return this.#browsers
      .filter(({ mdnIds, version }) =>
        mdnIds.some((id) => !isSupported(childOf(support, id), version))
      )
      .map(({ name, version }) => `${name} ${version}`);
  }

  /** Names of the features directly below a feature. */
  children(path: FeaturePath): string[] {
    const node = this.#nodeAt(path);
    return isRecord(node)
      ? Object.keys(node).filter((key) => key !== "__compat")
      : [];
  }

  #supportOf(path: FeaturePath): unknown {
    return childOf(childOf(this.#nodeAt(path), "__compat"), "support");
  }

  #nodeAt(path: FeaturePath): unknown {
    return path.reduce(childOf, this.#data);
  }
}

/**
 * Whether a browser has had the feature since this version or an earlier one,
 * under its own name and without a flag. Support that is partial counts.
 */
function isSupported(statements: unknown, version: string): boolean {
  const list: unknown[] = Array.isArray(statements) ? statements : [statements];
  return list.some((statement) => {
    const added = childOf(statement, "version_added");
    const removed = childOf(statement, "version_removed");
    const isPlain = ["flags", "prefix", "alternative_name"].every((key) =>
      childOf(statement, key) === undefined
    );
    return isPlain && typeof added === "string" &&
      isAtMost(added, version) &&
      !(typeof removed === "string" && isAtMost(removed, version));
  });
}

/** Compares versions such as `16.4` and `≤79`; `preview` is newer than all. */
function isAtMost(version: string, limit: string): boolean {
  const a = partsOf(version);
  const b = partsOf(limit);
  if (a.some(Number.isNaN)) return false;
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return true;
}

function partsOf(version: string): number[] {
  return version.replace("≤", "").split(".").map(Number);
}

function childOf(node: unknown, key: string): unknown {
  return isRecord(node) && Object.hasOwn(node, key) ? node[key] : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
