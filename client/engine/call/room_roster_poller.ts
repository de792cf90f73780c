/**
 * Who is already in the room, asked while the lobby is looked at.
 *
 * @module
 */
import type { Clock } from "../clock.ts";
import { cleanName } from "./member_info.ts";
import { fieldsOf } from "../signaling/decode_server_message.ts";

/** How often the lobby asks. */
export const INSIDE_MS = 5_000;
/** Names beyond this many are not read. */
export const MAX_INSIDE = 64;

/** What asking needs of the page. */
export interface InsideOptions {
  readonly clock: Clock;
  readonly room: string;
  /** False while nobody can see the page. */
  readonly isVisible: () => boolean;
  /** The body of an address of this server; rejects when there is none. */
  readonly ask: (path: string) => Promise<unknown>;
  /** Names, empty for one who gave none. */
  readonly onNames: (names: readonly string[]) => void;
}

/** Asks again and again until it is stopped. */
export class Inside {
  readonly #options: InsideOptions;
  #isStopped = true;
  #cancel = () => {};

  constructor(options: InsideOptions) {
    this.#options = options;
  }

  /** Asks now and from now on. */
  start(): void {
    this.#isStopped = false;
    void this.#ask();
  }

  /** The page is looked at again: does not wait for the timer. */
  wake(): void {
    if (!this.#isStopped) void this.#ask();
  }

  /** Asks no more, and tells no more. */
  stop(): void {
    this.#isStopped = true;
    this.#cancel();
  }

  async #ask(): Promise<void> {
    const { clock, room, isVisible, ask, onNames } = this.#options;
    this.#cancel();
    this.#cancel = clock.after(INSIDE_MS, () => void this.#ask());
    if (!isVisible()) return;
    try {
      const names = readNames(
        await ask(`/rooms/${encodeURIComponent(room)}`),
      );
      if (names && !this.#isStopped) onNames(names);
    } catch {
      // What was shown stays; the next answer will do.
    }
  }
}

/** Names of an answer of `/rooms/:name`, or null when it is none. */
export function readNames(answer: unknown): string[] | null {
  const members = fieldsOf(answer)?.members;
  if (!Array.isArray(members)) return null;
  return members.slice(0, MAX_INSIDE).map((member) => {
    const name = fieldsOf(member)?.name;
    return typeof name === "string" ? cleanName(name) : "";
  });
}
