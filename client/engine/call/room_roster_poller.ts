/**
 * Polls the names of the members in the room while the lobby is visible.
 *
 * @module
 */
import type { Clock } from "../clock.ts";
import { cleanDisplayName } from "../../../signaling/display_name.ts";
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
  /** Receives each answer. */
  readonly onRoster: (roster: RoomRoster) => void;
}

/** What the server says of a room. */
export interface RoomRoster {
  /** Name of the room as its first member wrote it; empty when unknown. */
  readonly roomName: string;
  /** Names of the members; empty for a member without a name. */
  readonly names: readonly string[];
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

  /** Ends; no answer follows. */
  stop(): void {
    this.#isStopped = true;
    this.#cancel();
  }

  async #poll(): Promise<void> {
    const { clock, room, isVisible, fetchJson, onRoster } = this.#options;
    this.#cancel();
    this.#cancel = clock.after(ROSTER_POLL_MS, () => void this.#poll());
    if (!isVisible()) return;
    try {
      const roster = readRoster(
        await fetchJson(`/rooms/${encodeURIComponent(room)}`),
      );
      if (roster && !this.#isStopped) onRoster(roster);
    } catch {
      // The last names stay until the next answer.
    }
  }
}

/** Reads an answer of `/rooms/:name`; null when it is malformed. */
export function readRoster(answer: unknown): RoomRoster | null {
  const { room, members } = asRecord(answer) ?? {};
  if (!Array.isArray(members)) return null;
  const names = members.slice(0, MAX_ROSTER_NAMES).map((member) => {
    const name = asRecord(member)?.name;
    return typeof name === "string" ? cleanDisplayName(name) : "";
  });
  return { roomName: typeof room === "string" ? room : "", names };
}
