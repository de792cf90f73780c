/**
 * Elements of the application that play members, and how large they are.
 *
 * @module
 */
import type { RenderedSize } from "../engine/quality/uplink_budget.ts";
import type { MediaSource } from "./maru.d.ts";

/** Device pixel ratio above which more pixels make no visible difference. */
const MAX_PIXEL_RATIO = 2;
/** Size of a picture that is used outside of the page, such as on a canvas. */
const FULL_PX = 1_920;

/** Elements that play one member. */
export class Playback {
  readonly #streams: Readonly<Record<MediaSource, MediaStream>>;
  readonly #elements = new Map<HTMLMediaElement, MediaSource>();
  /** Sources that the application uses by itself. */
  readonly #used = new Set<MediaSource>();

  constructor(streams: Readonly<Record<MediaSource, MediaStream>>) {
    this.#streams = streams;
  }

  /** The stream for the application. */
  use(source: MediaSource): MediaStream {
    this.#used.add(source);
    return this.#streams[source];
  }

  attach(element: HTMLMediaElement, source: MediaSource): void {
    this.#elements.set(element, source);
    element.autoplay = true;
    // Otherwise phones play in full screen.
    element.setAttribute("playsinline", "");
    element.srcObject = this.#streams[source];
    play(element);
  }

  detach(element: HTMLMediaElement): void {
    if (!this.#elements.delete(element)) return;
    if (Object.values(this.#streams).some((s) => s === element.srcObject)) {
      element.srcObject = null;
    }
  }

  /** Plays again after tracks were added. */
  resume(): void {
    for (const element of this.#elements.keys()) play(element);
  }

  /** Detaches all elements. */
  close(): void {
    for (const element of [...this.#elements.keys()]) this.detach(element);
  }

  /** Longer side of the largest picture of each source, in device pixels. */
  size(): RenderedSize {
    const px = (source: MediaSource) =>
      Math.max(
        this.#used.has(source) ? FULL_PX : 0,
        ...[...this.#elements].map(([element, other]) =>
          other === source ? renderedPx(element) : 0
        ),
      );
    return { camera: px("camera"), screen: px("screen") };
  }
}

/** 0 for sound alone; an element without a size may be painted elsewhere. */
function renderedPx(element: HTMLMediaElement): number {
  if (!("videoWidth" in element)) return 0;
  const { clientWidth, clientHeight, ownerDocument } = element;
  const ratio = ownerDocument.defaultView?.devicePixelRatio ?? 1;
  const px = Math.max(clientWidth, clientHeight) *
    Math.min(MAX_PIXEL_RATIO, ratio);
  if (px === 0) return FULL_PX;
  return ownerDocument.visibilityState === "visible" ? Math.round(px) : 0;
}

/** Plays now, or after the next click where the browser asks for one. */
function play(element: HTMLMediaElement): void {
  element.play().catch((error: unknown) => {
    if (!(error instanceof Error) || error.name !== "NotAllowedError") return;
    const page = element.ownerDocument;
    const retry = () => {
      page.removeEventListener("pointerup", retry);
      page.removeEventListener("keydown", retry);
      if (element.srcObject) element.play().catch(() => {});
    };
    page.addEventListener("pointerup", retry);
    page.addEventListener("keydown", retry);
  });
}
