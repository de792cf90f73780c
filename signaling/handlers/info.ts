/**
 * `info`: what a member tells about itself, kept for newcomers.
 *
 * @module
 */
import { createServerMessage } from "../message/outgoing_message.ts";
import {
  type ErrorCode,
  MAX_INFO_BYTES,
  type MemberInfo,
} from "../protocol.ts";
import type { Hub } from "../hub.ts";
import type { Seat } from "../room/seat.ts";
import type { ReceivedMessage } from "./handler.ts";

const encoder = new TextEncoder();

/** Keeps the object and tells the room by `peer-info`. */
export function handleInfo(
  hub: Hub,
  seat: Seat,
  { envelope }: ReceivedMessage,
): ErrorCode | null {
  const { data } = envelope;
  if (!isMemberInfo(data)) return "bad-info";
  seat.info = data;
  hub.broadcastFrom(seat, createServerMessage("peer-info", seat.member));
  return null;
}

function isMemberInfo(data: unknown): data is MemberInfo {
  if (typeof data !== "object" || data === null || Array.isArray(data)) {
    return false;
  }
  try {
    return encoder.encode(JSON.stringify(data)).length <= MAX_INFO_BYTES;
  } catch {
    return false;
  }
}
