/**
 * The visit of this tab and its conversation in `sessionStorage`, which
 * survives a reload and a restored tab, and which no other tab reads.
 *
 * @module
 */
import { readKeptLines, selectKeptLines } from "../engine/chat/chat_history.ts";
import type { ChatLine } from "../engine/chat/chat_log.ts";
import {
  readVisit,
  type Visit,
  type VisitStore,
} from "../engine/call/visit.ts";
import { asRecord, parseJson } from "../engine/json.ts";
import { roomKeyOf } from "../../signaling/room_name.ts";

/** Subset of `Storage` in use. */
export type TabStorageArea = Pick<
  Storage,
  "getItem" | "setItem" | "removeItem"
>;

const VISIT_KEY = "maru.visit";
const CHAT_KEY = "maru.chat";

/** Storage of one tab; without access to it a reload begins a new visit. */
export class TabStorage implements VisitStore {
  readonly #area: () => TabStorageArea;

  /** @param area Called for each access: the getter itself may throw. */
  constructor(area: () => TabStorageArea) {
    this.#area = area;
  }

  /** The visit to this room, or null. */
  loadVisit(room: string): Visit | null {
    const visit = readVisit(this.#read(VISIT_KEY));
    return visit && isSameRoom(visit.room, room) ? visit : null;
  }

  save(visit: Visit): void {
    this.#write(VISIT_KEY, visit);
  }

  /** The conversation in this room. */
  loadChat(room: string): ChatLine[] {
    const kept = asRecord(this.#read(CHAT_KEY));
    return kept && isSameRoom(kept.room, room) ? readKeptLines(kept.lines) : [];
  }

  /** Keeps the conversation in a room. */
  saveChat(room: string, lines: readonly ChatLine[]): void {
    this.#write(CHAT_KEY, { room, lines: selectKeptLines(lines) });
  }

  clear(): void {
    for (const key of [VISIT_KEY, CHAT_KEY]) {
      try {
        this.#area().removeItem(key);
      } catch {
        // Storage is blocked: nothing was kept.
      }
    }
  }

  #read(key: string): unknown {
    try {
      return parseJson(this.#area().getItem(key) ?? "");
    } catch {
      return null;
    }
  }

  #write(key: string, value: unknown): void {
    try {
      this.#area().setItem(key, JSON.stringify(value));
    } catch {
      // Storage is full or blocked.
    }
  }
}

function isSameRoom(stored: unknown, room: string): boolean {
  return typeof stored === "string" && roomKeyOf(stored) === roomKeyOf(room);
}
