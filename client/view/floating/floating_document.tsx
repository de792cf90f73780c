/**
 * The call in a document of its own above all windows.
 *
 * @module
 */
import { render } from "preact";
import type { RenderedSize } from "../../engine/quality/uplink_budget.ts";
import { I18nContext } from "../context/i18n.ts";
import { MemberHuesContext } from "../context/member_hues.ts";
import { copyAdoptedStyles, type StyledWindow } from "../ui/adopt_style.ts";
import { FloatingCall } from "./floating_call.tsx";
import { sizesOfTiles } from "./floating_sizes.ts";
import type { Floating, FloatingContent } from "./floating_window.ts";

/** Draws the call into a window that the browser opened. */
export class FloatingDocument implements Floating {
  readonly #window: Window;
  #content: FloatingContent | null = null;

  /** @param onClose Called once, also when the user closes the window. */
  constructor(window: Window & StyledWindow, onClose: () => void) {
    this.#window = window;
    const { head } = window.document;
    for (const sheet of document.querySelectorAll('link[rel="stylesheet"]')) {
      head.append(window.document.importNode(sheet));
    }
    copyAdoptedStyles(window);
    window.addEventListener("resize", () => this.#draw());
    window.addEventListener("pagehide", () => {
      render(null, window.document.body);
      onClose();
    }, { once: true });
    if (window.closed) onClose();
  }

  show(content: FloatingContent): void {
    this.#content = content;
    this.#draw();
  }

  sizes(): ReadonlyMap<string, RenderedSize> {
    const tiles = [
      ...this.#window.document.querySelectorAll("[data-peer-id]"),
    ];
    return sizesOfTiles(
      tiles.map((tile) => {
        const { width, height } = tile.getBoundingClientRect();
        return {
          peerId: tile.getAttribute("data-peer-id") ?? "",
          isScreen: tile.classList.contains("is-screen"),
          width,
          height,
        };
      }),
      this.#window.devicePixelRatio,
    );
  }

  close(): void {
    this.#window.close();
  }

  #draw(): void {
    if (!this.#content || this.#window.closed) return;
    const { state, actions, i18n, hues } = this.#content;
    const { document: shown, innerWidth, innerHeight } = this.#window;
    shown.title = document.title;
    shown.documentElement.lang = document.documentElement.lang;
    render(
      <I18nContext.Provider value={i18n}>
        <MemberHuesContext.Provider value={hues}>
          <FloatingCall
            state={state}
            actions={actions}
            width={innerWidth}
            height={innerHeight}
            returnToPage={() => {
              this.close();
              focus();
            }}
          />
        </MemberHuesContext.Provider>
      </I18nContext.Provider>,
      shown.body,
    );
  }
}
