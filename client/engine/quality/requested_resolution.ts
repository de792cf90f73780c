/**
 * How large members see each other. A page tells each member over the data
 * channel how large it shows its camera and screen, and the other sends no
 * more than that. Who does not tell is sent what a page of that many shows.
 *
 * A message is a JSON text `{ kind: "view", camera, screen }`.
 *
 * @module
 */
import type { DataChannel } from "../peer/peer_connection.ts";
import { asRecord, parseJson } from "../signaling/decode_server_message.ts";
import type { RenderedSize } from "./uplink_budget.ts";

/** Largest picture that anyone can ask for, in pixels of the longer side. */
export const MAX_REQUESTED_PX = 8_192;
/** Longer messages are none of these. */
export const MAX_VIEW_MESSAGE_CHARS = 128;
/** What gets smaller has to stay so for this long before it is told. */
export const SHRINK_DELAY_MS = 3_000;

/** Changes up to this share are not worth a word. */
const MIN_CHANGE_SHARE = 0.15;

/** Reads a message of the channel, or null when it is another kind. */
export function parseViewMessage(data: unknown): RenderedSize | null {
  if (typeof data !== "string" || data.length > MAX_VIEW_MESSAGE_CHARS) {
    return null;
  }
  const fields = asRecord(parseJson(data));
  if (fields?.kind !== "view") return null;
  const camera = parsePx(fields.camera);
  const screen = parsePx(fields.screen);
  return camera === null || screen === null ? null : { camera, screen };
}

function parsePx(value: unknown): number | null {
  return typeof value === "number" && Number.isInteger(value) && value >= 0
    ? Math.min(value, MAX_REQUESTED_PX)
    : null;
}

interface MemberResolutions {
  channel: DataChannel;
  /** How large they see us. */
  requestedByPeer: RenderedSize | null;
  /** What we told last, and since when something smaller is true. */
  sentToPeer: RenderedSize | null;
  cameraRequestedAtMs: number;
  smallerSinceMs: number | null;
}

/** The sizes of both sides, by member. */
export class RequestedResolutions {
  readonly #members = new Map<string, MemberResolutions>();

  /** Takes the channel to a member; an earlier one is not used any more. */
  attach(id: string, channel: DataChannel): void {
    const member = {
      channel,
      requestedByPeer: this.#members.get(id)?.requestedByPeer ?? null,
      sentToPeer: null,
      cameraRequestedAtMs: 0,
      smallerSinceMs: null,
    };
    this.#members.set(id, member);
    channel.addEventListener("message", (event) => {
      const theirs = parseViewMessage(event.data);
      const current = this.#members.get(id);
      if (theirs && current?.channel === channel) {
        current.requestedByPeer = theirs;
      }
    });
  }

  /** Forgets all but these members. */
  retainMembers(ids: ReadonlySet<string>): void {
    for (const id of this.#members.keys()) {
      if (!ids.has(id)) this.#members.delete(id);
    }
  }

  /** How large a member sees us; null when its page does not tell. */
  requestedBy(id: string): RenderedSize | null {
    return this.#members.get(id)?.requestedByPeer ?? null;
  }

  /** Since when a member's camera is asked for; null while it is not. */
  cameraRequestedSinceMs(id: string): number | null {
    const member = this.#members.get(id);
    return member?.sentToPeer && member.sentToPeer.camera > 0
      ? member.cameraRequestedAtMs
      : null;
  }

  /** Tells a member how large it is shown here, when that has changed. */
  sendRenderedSize(id: string, shown: RenderedSize, nowMs: number): void {
    const member = this.#members.get(id);
    if (!member || member.channel.readyState !== "open") return;
    const { sentToPeer } = member;
    if (sentToPeer && isSimilarPx(sentToPeer.camera, shown.camera)) {
      if (isSimilarPx(sentToPeer.screen, shown.screen)) {
        member.smallerSinceMs = null;
        return;
      }
    }
    if (
      sentToPeer && shown.camera <= sentToPeer.camera &&
      shown.screen <= sentToPeer.screen
    ) {
      member.smallerSinceMs ??= nowMs;
      if (nowMs - member.smallerSinceMs < SHRINK_DELAY_MS) return;
    }
    // A camera that was not asked for needs time to come.
    if (!sentToPeer || sentToPeer.camera === 0) {
      member.cameraRequestedAtMs = nowMs;
    }
    member.sentToPeer = shown;
    member.smallerSinceMs = null;
    member.channel.send(JSON.stringify({ kind: "view", ...shown }));
  }
}

function isSimilarPx(told: number, now: number): boolean {
  if (told === 0 || now === 0) return told === now;
  return Math.abs(now - told) <= told * MIN_CHANGE_SHARE;
}
