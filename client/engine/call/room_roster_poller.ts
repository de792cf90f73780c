/**
 * Polls the names of the members in the room while the lobby is visible.
 *
 * @module
 */
import type { Clock } from "../clock.ts";
import { cleanName } from "./member_profile.ts";
import { asRecord } from "../json.ts";

/** Interval between requests. */
export const ROSTER_POLL_MS = 5_000;
/** Most names that are read. */
export const MAX_ROSTER_NAMES = 64;

/** Dependencies of {@linkcode RoomRosterPoller}. */
export interface RoomRosterPollerOptions {
  readonly clock: Clock;
  readonly room: string;
  /** False while the page is hidden. */
  readonly isVisible: () => boolean;
  /** Requests JSON from the server; rejects when it fails. */
  readonly fetchJson: (path: string) => Promise<unknown>;
  /** Names of the members; empty for a member without a name. */
  readonly onNames: (names: readonly string[]) => void;
}

/** Polls until it is stopped. */
export class RoomRosterPoller {
  readonly #options: RoomRosterPollerOptions;
  #isStopped = true;
  #cancel = () => {};

  constructor(options: RoomRosterPollerOptions) {
    this.#options = options;
  }

  /** Begins with a request now. */
  start(): void {
    this.#isStopped = false;
    void this.#poll();
  }

  /** Sends a request now: the page is visible again. */
  pollNow(): void {
    if (!this.#isStopped) void this.#poll();
  }

  /** Ends; no names follow. */
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
      // The last names stay until the next answer.
    }
  }
}

/** Reads the names of an answer of `/rooms/:name`; null when it is malformed. */
export function readRosterNames(answer: unknown): string[] | null {
  const members = asRecord(answer)?.members;
  if (!Array.isArray(members)) return null;
  return members.slice(0, MAX_ROSTER_NAMES).map((member) => {
    const name = asRecord(member)?.name;
    return typeof name === "string" ? cleanName(name) : "";
  });
}
