/**
 * Messages between the call and the page around its frame. Only the window
 * directly above is heard, and only under the origin that it had when the frame
 * was loaded; messages go to that origin alone. `frame-ancestors` has already
 * made sure that the server allows it.
 *
 * @module
 */
import { asRecord, type UnknownRecord } from "../engine/json.ts";

/** The parts of a window in a frame that are used. */
export interface FramedWindow {
  readonly parent: Pick<Window, "postMessage">;
  /** Missing in Firefox. */
  readonly ancestorOrigins: ArrayLike<string> | undefined;
  readonly referrer: string;
  readonly ownOrigin: string;
  onMessage(
    listener: (
      message: Pick<MessageEvent<unknown>, "source" | "origin" | "data">,
    ) => void,
  ): void;
  /** Writes a line to the console. */
  warn(line: string): void;
}

/** Value of `maru` in each direction. */
export const MESSAGE_KINDS = { event: "event", command: "command" } as const;

/** Most console lines about messages of other origins. */
const MAX_WARNINGS = 3;

/** Channel of one page. */
export class ParentChannel {
  readonly #window: FramedWindow;
  #origin: string | null;
  #warnings = 0;

  constructor(
    window: FramedWindow,
    onCommand: (message: UnknownRecord) => void,
  ) {
    this.#window = window;
    this.#origin = findParentOrigin(window);
    window.onMessage(({ source, origin, data }) => {
      if (source !== window.parent) return;
      const message = asRecord(data);
      if (message?.maru !== MESSAGE_KINDS.command) return;
      // A page that hides its address is known by its first message; one
      // without an origin never is.
      this.#origin ??= usableOrigin(origin);
      if (origin === this.#origin) return onCommand(message);
      if (this.#warnings++ >= MAX_WARNINGS) return;
      window.warn(
        `A command was ignored: it is from ${origin}, the call was embedded by ${this.#origin}`,
      );
    });
  }

  /** Origin of the page around the frame; null before it is known. */
  get origin(): string | null {
    return this.#origin;
  }

  /** Sends an event; dropped before the origin is known. */
  send(event: string, data: UnknownRecord): void {
    if (this.#origin === null) return;
    const message = { maru: MESSAGE_KINDS.event, event, data };
    this.#window.parent.postMessage(message, this.#origin);
  }
}

/** A sandboxed or local page has the origin `null`, to which nothing is sent. */
function findParentOrigin(
  { ancestorOrigins, referrer, ownOrigin }: FramedWindow,
): string | null {
  const [nearest] = Array.from(ancestorOrigins ?? []);
  if (nearest !== undefined) return usableOrigin(nearest);
  // After a link inside the frame it is the address of this server.
  const origin = usableOrigin(referrer);
  return origin === ownOrigin ? null : origin;
}

function usableOrigin(url: string): string | null {
  try {
    const { origin } = new URL(url);
    return origin === "null" ? null : origin;
  } catch {
    return null;
  }
}
