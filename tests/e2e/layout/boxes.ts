/**
 * Boxes of elements on a page, and what may be wrong with them.
 *
 * @module
 */
import { assert } from "@std/assert";
import type { Locator } from "../harness/packages.ts";
import type { CallPage } from "../harness/call_page.ts";

/** A rectangle in CSS pixels. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Box of an element once it no longer moves. */
export async function boxOf(element: Locator): Promise<Box> {
  await element.first().waitFor();
  let last = "";
  for (;;) {
    const box = await element.first().boundingBox();
    assert(box, `${element} has no box`);
    const now = JSON.stringify(box);
    if (now === last) return box;
    last = now;
    await element.page().evaluate(
      "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))",
    );
  }
}

/** True when two boxes have a point in common; half a pixel is rounding. */
export function boxesOverlap(a: Box, b: Box): boolean {
  const gap = 0.5;
  return a.x + gap < b.x + b.width && b.x + gap < a.x + a.width &&
    a.y + gap < b.y + b.height && b.y + gap < a.y + a.height;
}

/** Asserts that an element covers none of the others. */
export async function assertCoversNone(
  element: Locator,
  others: Locator,
): Promise<void> {
  const box = await boxOf(element);
  for (const other of await others.all()) {
    const otherBox = await boxOf(other);
    assert(
      !boxesOverlap(box, otherBox),
      `${element} covers ${other}: ${JSON.stringify([box, otherBox])}`,
    );
  }
}

/** Asserts that elements lie within another one, this far from its edges. */
export async function assertInside(
  elements: Locator,
  around: Locator,
  insetPx: number,
): Promise<void> {
  const outer = await boxOf(around);
  for (const element of await elements.all()) {
    const box = await boxOf(element);
    const gaps = [
      box.x - outer.x,
      box.y - outer.y,
      outer.x + outer.width - box.x - box.width,
      outer.y + outer.height - box.y - box.height,
    ];
    assert(Math.min(...gaps) >= insetPx, `${element}: ${gaps}`);
  }
}

/** Asserts that the page has no scrollbar in a direction, by default in both. */
export async function assertNoScrollbar(
  page: CallPage,
  directions: readonly ("Width" | "Height")[] = ["Width", "Height"],
): Promise<void> {
  for (const direction of directions) {
    const [content, visible] = await page.page.evaluate<[number, number]>(
      `[document.documentElement.scroll${direction}, inner${direction}]`,
    );
    assert(content <= visible, `${direction}: ${content} in ${visible}`);
  }
}

/** Texts of the elements below `selector` that are cut with an ellipsis. */
export async function cutTexts(
  page: CallPage,
  selector: string,
): Promise<readonly string[]> {
  return await page.page.evaluate<string[]>(
    `[...document.querySelectorAll(${JSON.stringify(selector)})]
      .filter((it) => it.scrollWidth > it.clientWidth)
      .map((it) => it.textContent + ": " + it.scrollWidth + " in " + it.clientWidth)`,
  );
}

/** True when a click in the middle of the element reaches it. */
export async function isReachable(element: Locator): Promise<boolean> {
  const { x, y, width, height } = await boxOf(element);
  return await element.evaluate(
    (it, [x, y]) => {
      const top = it.ownerDocument.elementFromPoint(x, y);
      return top !== null && (it === top || it.contains(top));
    },
    [x + width / 2, y + height / 2] as [number, number],
  );
}

/** Computed value of a CSS property for each rendered element that matches. */
export async function stylesOf(
  page: CallPage,
  selector: string,
  property: string,
): Promise<readonly string[]> {
  return await page.page.evaluate<string[]>(
    `[...document.querySelectorAll(${JSON.stringify(selector)})]
      .filter((it) => it.getClientRects().length > 0)
      .map((it) => getComputedStyle(it).${property})`,
  );
}
