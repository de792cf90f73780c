/**
 * How large members see each other. A page tells each member over the data
 * channel how large it shows its camera and screen, and the other sends no
 * more than that. Who does not tell is sent what a page of that many shows.
 *
 * A message is a JSON text `{ kind: "view", camera, screen }`.
 *
 * @module
 */
import type { Channel } from "../peer/connection.ts";
import { fieldsOf, parseJson } from "../signaling/decode_server_message.ts";
import type { Shown } from "./uplink_budget.ts";

/** Largest picture that anyone can ask for, in pixels of the longer side. */
export const MAX_PX = 8_192;
/** Longer messages are none of these. */
export const MAX_MESSAGE = 128;
/** What gets smaller has to stay so for this long before it is told. */
export const SHRINK_MS = 3_000;

/** Changes up to this share are not worth a word. */
const LEAST_CHANGE = 0.15;

/** Reads a message of the channel, or null when it is another kind. */
export function readView(data: unknown): Shown | null {
  if (typeof data !== "string" || data.length > MAX_MESSAGE) return null;
  const fields = fieldsOf(parseJson(data));
  if (fields?.kind !== "view") return null;
  const camera = readPx(fields.camera);
  const screen = readPx(fields.screen);
  return camera === null || screen === null ? null : { camera, screen };
}

function readPx(value: unknown): number | null {
  return typeof value === "number" && Number.isInteger(value) && value >= 0
    ? Math.min(value, MAX_PX)
    : null;
}

interface Member {
  channel: Channel;
  /** How large they see us. */
  theirs: Shown | null;
  /** What we told last, and since when something smaller is true. */
  told: Shown | null;
  toldAtMs: number;
  smallerSinceMs: number | null;
}

/** The sizes of both sides, by member. */
export class ViewSizes {
  readonly #members = new Map<string, Member>();

  /** Takes the channel to a member; an earlier one is not used any more. */
  attach(id: string, channel: Channel): void {
    const member = {
      channel,
      theirs: this.#members.get(id)?.theirs ?? null,
      told: null,
      toldAtMs: 0,
      smallerSinceMs: null,
    };
    this.#members.set(id, member);
    channel.addEventListener("message", (event) => {
      const theirs = readView(event.data);
      const current = this.#members.get(id);
      if (theirs && current?.channel === channel) current.theirs = theirs;
    });
  }

  /** Forgets all but these members. */
  keep(ids: ReadonlySet<string>): void {
    for (const id of this.#members.keys()) {
      if (!ids.has(id)) this.#members.delete(id);
    }
  }

  /** How large a member sees us; null when its page does not tell. */
  of(id: string): Shown | null {
    return this.#members.get(id)?.theirs ?? null;
  }

  /** Since when a member's camera is asked for; null while it is not. */
  askedSinceMs(id: string): number | null {
    const member = this.#members.get(id);
    return member?.told && member.told.camera > 0 ? member.toldAtMs : null;
  }

  /** Tells a member how large it is shown here, when that has changed. */
  show(id: string, shown: Shown, nowMs: number): void {
    const member = this.#members.get(id);
    if (!member || member.channel.readyState !== "open") return;
    const { told } = member;
    if (told && isAlike(told.camera, shown.camera)) {
      if (isAlike(told.screen, shown.screen)) {
        member.smallerSinceMs = null;
        return;
      }
    }
    if (told && shown.camera <= told.camera && shown.screen <= told.screen) {
      member.smallerSinceMs ??= nowMs;
      if (nowMs - member.smallerSinceMs < SHRINK_MS) return;
    }
    // A camera that was not asked for needs time to come.
    if (!told || told.camera === 0) member.toldAtMs = nowMs;
    member.told = shown;
    member.smallerSinceMs = null;
    member.channel.send(JSON.stringify({ kind: "view", ...shown }));
  }
}

function isAlike(told: number, now: number): boolean {
  if (told === 0 || now === 0) return told === now;
  return Math.abs(now - told) <= told * LEAST_CHANGE;
}
