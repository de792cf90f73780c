/**
 * What axe-core (WCAG) has against a page.
 *
 * @module
 */
import type { CallPage } from "./call_page.ts";

/** Rules that axe-core has and does not ask by itself. */
const OPTIONS = { rules: { "target-size": { enabled: true } } };

/** Resolves when all that moves for a while has come to rest. */
const SETTLED = `Promise.all(
  document.getAnimations()
    .filter((it) => it.effect.getComputedTiming().endTime !== Infinity)
    .map((it) => it.finished.catch(() => {})),
).then(() => true)`;

/** Violations on the page as it is now, one line each. */
export async function axeViolations(
  page: CallPage,
): Promise<readonly string[]> {
  const { default: axe } = await import("axe-core");
  // Through the debugger: the page's own policy forbids a foreign script.
  await page.page.evaluate(axe.source);
  // What is still fading in has not yet the contrast that it will have.
  await page.page.evaluate(SETTLED);
  const options = JSON.stringify(OPTIONS);
  return await page.page.evaluate<string[]>(
    `axe.run(document, ${options}).then((result) =>
    result.violations.map((v) => v.impact + " " + v.id + ": " +
      v.nodes.map((node) => node.target.join(" ") +
        node.any.map((check) => " (" + check.message + ")")).join(", ")))`,
  );
}
