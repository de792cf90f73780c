/**
 * Runs in the page before its own scripts: measures touch targets and records
 * animations and announcements.
 *
 * @module
 */
(() => {
  const TARGETS = "button, a[href], input, select, textarea, [role=button]";
  const TOUCH_PX = 44;
  const STILL_MS = 1;
  const moved = new Set();
  const spoken = [];

  const nameOf = (element) =>
    element.dataset.testid || element.className || element.tagName;

  /** True for a link within a sentence (WCAG 2.5.8, inline). */
  const isInline = (element) =>
    element.tagName === "A" && getComputedStyle(element).display === "inline" &&
    element.parentElement.textContent.trim() !== element.textContent.trim();

  /** True for an element whose touch target is larger than its box. */
  const isHitAround = (element, { width, height }) => {
    element.scrollIntoView({ block: "center" });
    const now = element.getBoundingClientRect();
    const x = now.left + width / 2;
    const y = now.top + height / 2;
    const far = TOUCH_PX / 2 - 1;
    return [[-far, 0], [far, 0], [0, -far], [0, far]].every(([dx, dy]) =>
      document.elementFromPoint(x + dx, y + dy) === element
    );
  };

  const look = () => {
    for (const animation of document.getAnimations()) {
      const { duration } = animation.effect.getComputedTiming();
      if (duration > STILL_MS) moved.add(nameOf(animation.effect.target));
    }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);

  new MutationObserver((changes) => {
    for (const { target, addedNodes } of changes) {
      if (target.dataset?.testid !== "live-region") continue;
      spoken.push(...[...addedNodes].map((node) => node.textContent));
    }
  }).observe(document, { childList: true, subtree: true });

  globalThis.maruAccess = {
    /** Announcements to a screen reader, in order. */
    spoken: () => spoken,
    /** Elements that were animated since the page was loaded. */
    moved: () => [...moved],
    /** Controls with a touch target that is too small. */
    small: () =>
      [...document.querySelectorAll(TARGETS)]
        .filter((element) => element.checkVisibility() && !isInline(element))
        .map((element) => ({
          element,
          box: (element.closest("label") ?? element).getBoundingClientRect(),
        }))
        .filter(({ box }) => box.width > 0)
        .filter(({ box }) => Math.min(box.width, box.height) < TOUCH_PX - 0.5)
        .filter(({ element, box }) => !isHitAround(element, box))
        .map(({ element, box }) =>
          `${nameOf(element)} ${Math.round(box.width)}x${
            Math.round(box.height)
          }`
        ),
    /** The focused element and whether its focus is visible. */
    focus: () => {
      const element = document.activeElement;
      const { outlineStyle, outlineWidth } = getComputedStyle(element);
      const isSeen = outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
      return { name: nameOf(element), isSeen };
    },
  };
})();
