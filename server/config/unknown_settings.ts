/**
 * Finds environment variables that look like a setting but are none, such as
 * `MAX_ROOM=5`.
 *
 * @module
 */

const SETTING_PREFIXES = [
  "ACME_",
  "TURN_",
  "STUN_",
  "ICE_",
  "MAX_",
  "TLS_",
  "RELAY_",
];

/** One warning for each of `names` that resembles a known one. */
export function findUnknownSettings(
  names: readonly string[],
  known: readonly string[],
): string[] {
  const warnings: string[] = [];
  for (const name of names) {
    if (known.includes(name) || name.length > 64) continue;
    const near = findClosestName(name.toUpperCase(), known);
    if (near) {
      warnings.push(`${name} is not a setting: did you mean ${near}`);
    } else if (SETTING_PREFIXES.some((prefix) => name.startsWith(prefix))) {
      warnings.push(`${name} is not a setting and has no effect`);
    }
  }
  return warnings;
}

/** Known name with the least edit distance: at most 2, or 1 below 6 letters. */
function findClosestName(
  name: string,
  known: readonly string[],
): string | undefined {
  let best: string | undefined;
  let bestDistance = 3;
  for (const candidate of known) {
    const allowed = candidate.length < 6 ? 1 : 2;
    if (Math.abs(candidate.length - name.length) > allowed) continue;
    const distance = computeEditDistance(name, candidate);
    if (distance <= allowed && distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** Letters to insert, drop, change or swap with the next one to turn `a` into `b`. */
export function computeEditDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1;
      let cost = Math.min(
        (last[j] ?? 0) + 1,
        (row[j - 1] ?? 0) + 1,
        (last[j - 1] ?? 0) + change,
      );
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, (beforeLast[j - 2] ?? 0) + 1);
      }
      row.push(cost);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? 0;
}
