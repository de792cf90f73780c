/**
 * The user's own view of the stage: layout, pinned tile and hidden self view.
 * Local to this page; the layout is saved as a preference.
 *
 * @module
 */

/** All layouts, in the order of the dialog and of the shortcut. */
export const STAGE_LAYOUTS = ["auto", "grid", "speaker", "side"] as const;

/**
 * Layout of the tiles: `auto` enlarges a shared screen, `grid` has equal tiles
 * only, `speaker` enlarges the active speaker, and `side` has the people in a
 * grid beside a shared screen.
 */
export type StageLayout = typeof STAGE_LAYOUTS[number];

/** View of the stage that the user selected. */
export interface StageChoice {
  readonly layout: StageLayout;
  /** Key of the tile to enlarge, or null. */
  readonly pinnedKey: string | null;
  readonly isSelfHidden: boolean;
}

/** View of a newly opened page. */
export const DEFAULT_STAGE: StageChoice = {
  layout: "auto",
  pinnedKey: null,
  isSelfHidden: false,
};

/** Reads a saved layout; `auto` for anything unknown. */
export function parseStageLayout(text: string | null): StageLayout {
  return STAGE_LAYOUTS.find((layout) => layout === text) ?? "auto";
}

/** The layout after this one; the first after the last. */
export function nextStageLayout(layout: StageLayout): StageLayout {
  const index = STAGE_LAYOUTS.indexOf(layout) + 1;
  return STAGE_LAYOUTS[index % STAGE_LAYOUTS.length] ?? "auto";
}
