/**
 * Violations of accessibility rules (WCAG) on a page, found by axe-core.
 *
 * @module
 */
import { loadAxeSource } from "./packages.ts";
import type { CallPage } from "./call_page.ts";

/** All rules, or those whose result depends on the colors of the theme. */
export type AxeRules = "all" | "color";

const OPTIONS: Readonly<Record<AxeRules, object>> = {
  // axe-core has this rule, but does not check it by default.
  all: { rules: { "target-size": { enabled: true } } },
  color: { runOnly: ["color-contrast", "link-in-text-block"] },
};

const THEMES = [["light", "all"], ["dark", "color"]] as const;

/** Resolves when all finite animations have ended. */
const SETTLED = `Promise.all(
  document.getAnimations()
    .filter((it) => it.effect.getComputedTiming().endTime !== Infinity)
    .map((it) => it.finished.catch(() => {})),
).then(() => true)`;

/** Resolves when a change of the theme has been painted. */
const PAINTED = `new Promise((resolve) => {
  requestAnimationFrame(() => requestAnimationFrame(() => resolve(true)));
})`;

/** Violations on the page as it is now, one line each. */
export async function axeViolations(
  page: Pick<CallPage, "page">,
  rules: AxeRules = "all",
): Promise<readonly string[]> {
  if (await page.page.evaluate("typeof globalThis.axe") !== "object") {
    // Through the debugger: the policy of the page forbids a foreign script.
    await page.page.evaluate(await loadAxeSource());
  }
  // An element that fades in does not have its final contrast yet.
  await page.page.evaluate(SETTLED);
  const options = JSON.stringify(OPTIONS[rules]);
  return await page.page.evaluate<string[]>(
    `axe.run(document, ${options}).then((result) =>
    result.violations.map((v) => v.impact + " " + v.id + ": " +
      v.nodes.map((node) => node.target.join(" ") +
        node.any.map((check) => " (" + check.message + ")")).join(", ")))`,
  );
}

/**
 * Violations in the light and in the dark theme. All rules are checked in the
 * light one; in the dark one, those that the theme can change.
 */
export async function axeInBothThemes(
  page: Pick<CallPage, "page">,
): Promise<readonly string[]> {
  const found: string[] = [];
  for (const [colorScheme, rules] of THEMES) {
    await page.page.emulateMedia({ colorScheme });
    await page.page.evaluate(PAINTED);
    const lines = await axeViolations(page, rules);
    found.push(...lines.map((line) => `${colorScheme}: ${line}`));
  }
  return found;
}
