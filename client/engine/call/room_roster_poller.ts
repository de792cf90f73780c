/**
 * Who is already in the room, asked while the lobby is looked at.
 *
 * @module
 */
import type { Clock } from "../clock.ts";
import { cleanName } from "./member_profile.ts";
import { asRecord } from "../signaling/decode_server_message.ts";

/** How often the lobby asks. */
export const ROSTER_POLL_MS = 5_000;
/** Names beyond this many are not read. */
export const MAX_ROSTER_NAMES = 64;

/** What asking needs of the page. */
export interface RoomRosterPollerOptions {
  readonly clock: Clock;
  readonly room: string;
  /** False while nobody can see the page. */
  readonly isVisible: () => boolean;
  /** The body of an address of this server; rejects when there is none. */
  readonly fetchJson: (path: string) => Promise<unknown>;
  /** Names, empty for one who gave none. */
  readonly onNames: (names: readonly string[]) => void;
}

/** Asks again and again until it is stopped. */
export class RoomRosterPoller {
  readonly #options: RoomRosterPollerOptions;
  #isStopped = true;
  #cancel = () => {};

  constructor(options: RoomRosterPollerOptions) {
    this.#options = options;
  }

  /** Asks now and from now on. */
  start(): void {
    this.#isStopped = false;
    void this.#poll();
  }

  /** The page is looked at again: does not wait for the timer. */
  pollNow(): void {
    if (!this.#isStopped) void this.#poll();
  }

  /** Asks no more, and tells no more. */
  stop(): void {
    this.#isStopped = true;
    this.#cancel();
  }

  async #poll(): Promise<void> {
    const { clock, room, isVisible, fetchJson, onNames } = this.#options;
    this.#cancel();
    this.#cancel = clock.after(ROSTER_POLL_MS, () => void this.#poll());
    if (!isVisible()) return;
    try {
      const names = readRosterNames(
        await fetchJson(`/rooms/${encodeURIComponent(room)}`),
      );
      if (names && !this.#isStopped) onNames(names);
    } catch {
      // What was shown stays; the next answer will do.
    }
  }
}

/** Names of an answer of `/rooms/:name`, or null when it is none. */
export function readRosterNames(answer: unknown): string[] | null {
  const members = asRecord(answer)?.members;
  if (!Array.isArray(members)) return null;
  return members.slice(0, MAX_ROSTER_NAMES).map((member) => {
    const name = asRecord(member)?.name;
    return typeof name === "string" ? cleanName(name) : "";
  });
}
