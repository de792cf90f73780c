/**
 * What a browser can show above all other windows: a document (Document
 * Picture-in-Picture), or one video where it has only that.
 *
 * @module
 */
import type { StyledWindow } from "../ui/adopt_style.ts";
import type { CallState } from "../../engine/call/call_state.ts";
import type { RenderedSize } from "../../engine/quality/uplink_budget.ts";
import type { Actions } from "../context/actions.ts";
import type { I18n } from "../context/i18n.ts";

/** Input of what is shown. */
export interface FloatingContent {
  readonly state: CallState;
  readonly actions: Actions;
  readonly i18n: I18n;
  /** Numbers of the colours of the members by id. */
  readonly hues: ReadonlyMap<string, number>;
}

/** The call in an open window. */
export interface Floating {
  /** Draws the present state. */
  show(content: FloatingContent): void;
  /** Size of each member's pictures there. */
  sizes(): ReadonlyMap<string, RenderedSize>;
  /** Closes the window, if it is open. */
  close(): void;
}

/** Newer than the types of browsers, and not in all of them. */
interface DocumentPictureInPicture {
  requestWindow(
    options: { readonly width: number; readonly height: number },
  ): Promise<Window & StyledWindow>;
}

/** Size of the window at first in CSS pixels; the browser keeps a changed one. */
const SIZE = { width: 420, height: 320 };

function isDocumentPictureInPicture(
  value: unknown,
): value is DocumentPictureInPicture {
  return typeof value === "object" && value !== null &&
    "requestWindow" in value;
}

/** The interface, or null where the browser does not have it. */
function documentPictureInPicture(): DocumentPictureInPicture | null {
  const found: unknown = Reflect.get(globalThis, "documentPictureInPicture");
  return isDocumentPictureInPicture(found) ? found : null;
}

/** What this browser can show: the call, one video or nothing. */
export function floatingKind(): "call" | "video" | null {
  if (documentPictureInPicture()) return "call";
  return document.pictureInPictureEnabled ? "video" : null;
}

/** Opens an empty window; null when the browser refuses. Needs a user gesture. */
export async function openFloatingWindow(): Promise<
  (Window & StyledWindow) | null
> {
  return await documentPictureInPicture()?.requestWindow(SIZE)
    .catch(() => null) ?? null;
}

let open: Floating | null = null;

/** Remembers the open window of this page. */
export function setFloating(floating: Floating | null): void {
  open = floating;
}

/** True while the window is open, also when the page is hidden. */
export function isFloating(): boolean {
  return open !== null;
}

/** Size of each member's pictures in the window. */
export function measureFloatingSizes(): ReadonlyMap<string, RenderedSize> {
  return open?.sizes() ?? new Map();
}
