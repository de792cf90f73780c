/**
 * Sizes in which members see each other. A page tells each member over the
 * data channel how large it renders its camera and screen, and the member
 * sends no larger. A peer that reports no size gets the usual size for this
 * number of members.
 *
 * A message is `{ kind: "view", camera, screen }`.
 *
 * @module
 */
import { retainKeys } from "../retain_keys.ts";
import * as v from "valibot";
import type {
  ChannelHandler,
  SendChannelMessage,
} from "../peer/channel_multiplexer.ts";
import type { RenderedSize } from "./uplink_budget.ts";

/** Largest size that a member can request, in pixels of the longer side. */
export const MAX_REQUESTED_PX = 8_192;
/** Longest message, in UTF-16 code units of its JSON. */
export const MAX_VIEW_MESSAGE_CHARS = 128;
/** How long a smaller size must last before it is reported. */
export const SHRINK_DELAY_MS = 3_000;

/** Relative change below which a size is not reported. */
const MIN_CHANGE_SHARE = 0.15;

const px = v.pipe(
  v.number(),
  v.check((n) => Number.isSafeInteger(n) && n >= 0),
  v.transform((n) => Math.min(n, MAX_REQUESTED_PX)),
);

/** Sizes that another member reports. */
export const VIEW_MESSAGE_SCHEMA = v.object({ camera: px, screen: px });

interface MemberResolutions {
  /** Size in which the member renders us. */
  requestedByPeer: RenderedSize | null;
  /** Last size that we reported on the current channel. */
  sentToPeer: RenderedSize | null;
  cameraRequestedAtMs: number;
  /** When the member became smaller here than reported. */
  smallerSinceMs: number | null;
}

/** Sizes of both sides, by member. */
export class RequestedResolutions implements ChannelHandler {
  readonly maxChars = MAX_VIEW_MESSAGE_CHARS;
  readonly #send: SendChannelMessage;
  readonly #members = new Map<string, MemberResolutions>();

  constructor(send: SendChannelMessage) {
    this.#send = send;
  }

  onChannelOpen(peerId: string): void {
    this.#members.set(peerId, {
      requestedByPeer: this.requestedBy(peerId),
      sentToPeer: null,
      cameraRequestedAtMs: 0,
      smallerSinceMs: null,
    });
  }

  receive(peerId: string, message: unknown): void {
    const member = this.#members.get(peerId);
    const { success, output } = v.safeParse(VIEW_MESSAGE_SCHEMA, message);
    if (member && success) member.requestedByPeer = output;
  }

  /** Forgets all but these members. */
  retainMembers(ids: ReadonlySet<string>): void {
    retainKeys(this.#members, ids);
  }

  /** Size in which a member renders us; null when its page does not report it. */
  requestedBy(id: string): RenderedSize | null {
    return this.#members.get(id)?.requestedByPeer ?? null;
  }

  /** Size of a member's camera that was requested; 0 while it is not. */
  requestedCameraPx(id: string): number {
    return this.#members.get(id)?.sentToPeer?.camera ?? 0;
  }

  /** When a member's camera was requested; null while it is not. */
  cameraRequestedSinceMs(id: string): number | null {
    const member = this.#members.get(id);
    return member?.sentToPeer && member.sentToPeer.camera > 0
      ? member.cameraRequestedAtMs
      : null;
  }

  /** Reports the size in which a member is rendered here, when it has changed. */
  sendRenderedSize(id: string, size: RenderedSize, nowMs: number): void {
    const member = this.#members.get(id);
    if (!member) return;
    const { sentToPeer } = member;
    if (
      sentToPeer && isSimilarPx(sentToPeer.camera, size.camera) &&
      isSimilarPx(sentToPeer.screen, size.screen)
    ) {
      member.smallerSinceMs = null;
      return;
    }
    if (
      sentToPeer && size.camera <= sentToPeer.camera &&
      size.screen <= sentToPeer.screen
    ) {
      member.smallerSinceMs ??= nowMs;
      if (nowMs - member.smallerSinceMs < SHRINK_DELAY_MS) return;
    }
    const message = { kind: "view", ...size };
    if (!this.#send(id, message)) return;
    // A camera that was not requested before takes time to start.
    if (!sentToPeer || sentToPeer.camera === 0) {
      member.cameraRequestedAtMs = nowMs;
    }
    member.sentToPeer = size;
    member.smallerSinceMs = null;
  }
}

function isSimilarPx(reported: number, current: number): boolean {
  if (reported === 0 || current === 0) return reported === current;
  return Math.abs(current - reported) <= reported * MIN_CHANGE_SHARE;
}
