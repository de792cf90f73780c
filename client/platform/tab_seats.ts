/**
 * Which tabs of this browser are in a call: each holds a Web Lock with the id
 * of its seat, which ends with the page. A tab may ask another one for its
 * seat over a `BroadcastChannel`.
 *
 * @module
 */
import { readKeptLines } from "../engine/chat/chat_history.ts";
import type { ChatLine } from "../engine/chat/chat_log.ts";
import { readVisit, type Visit } from "../engine/call/visit.ts";
import { asRecord } from "../engine/json.ts";
import { roomKeyOf } from "../../signaling/room_name.ts";

/** A visit that another tab gave up, with its conversation. */
export interface HandedOverVisit {
  readonly visit: Visit;
  readonly chat: readonly ChatLine[];
}

/** Time for another tab to answer; a frozen one does not. */
const ANSWER_TIMEOUT_MS = 2_000;
const CHANNEL_NAME = "maru.seats";

/** Seats of one room, as the tabs of this browser hold them. */
export class TabSeats {
  readonly #prefix: string;
  readonly #locks: LockManager | undefined;
  readonly #channel: BroadcastChannel;
  #heldId: string | null = null;
  #release = () => {};

  /** @param locks Undefined on a page that is not served over https. */
  constructor(room: string, locks: LockManager | undefined) {
    this.#prefix = `maru.seat ${roomKeyOf(room)} `;
    this.#locks = locks;
    this.#channel = new BroadcastChannel(CHANNEL_NAME);
  }

  /** Ids of the seats that other tabs hold; none where a frame gets no locks. */
  async heldElsewhere(): Promise<readonly string[]> {
    const { held = [] } = await this.#locks?.query().catch(() => null) ?? {};
    return held.map(({ name }) => name ?? "")
      .filter((name) => name.startsWith(this.#prefix))
      .map((name) => name.slice(this.#prefix.length))
      .filter((id) => id !== this.#heldId);
  }

  /** This tab has this seat, in place of another; null is none. */
  hold(id: string | null): void {
    if (id === this.#heldId) return;
    this.#release();
    this.#release = () => {};
    this.#heldId = id;
    if (id === null) return;
    const end = new Promise<void>((resolve) => this.#release = resolve);
    const lock = { ifAvailable: true };
    this.#locks?.request(this.#prefix + id, lock, () => end).catch(() => {});
  }

  /** Calls `giveUp` when another tab asks for the seat of this one. */
  onRequest(giveUp: () => HandedOverVisit | null): void {
    this.#channel.addEventListener("message", ({ data }: MessageEvent) => {
      const request = asRecord(data);
      if (request?.kind !== "take-over" || this.#heldId === null) return;
      if (request.name !== this.#prefix + this.#heldId) return;
      const handedOver = giveUp();
      if (!handedOver) return;
      const { name } = request;
      this.#channel.postMessage({ kind: "handed-over", name, ...handedOver });
    });
  }

  /** Asks the tab that holds this seat to give it up; null without an answer. */
  takeOver(id: string): Promise<HandedOverVisit | null> {
    const name = this.#prefix + id;
    return new Promise((resolve) => {
      const listening = new AbortController();
      const finish = (result: HandedOverVisit | null) => {
        listening.abort();
        clearTimeout(timer);
        resolve(result);
      };
      const timer = setTimeout(() => finish(null), ANSWER_TIMEOUT_MS);
      this.#channel.addEventListener("message", ({ data }: MessageEvent) => {
        const answer = asRecord(data);
        if (answer?.kind !== "handed-over" || answer.name !== name) return;
        const visit = readVisit(answer.visit);
        finish(visit && { visit, chat: readKeptLines(answer.chat) });
      }, { signal: listening.signal });
      this.#channel.postMessage({ kind: "take-over", name });
    });
  }
}
