/**
 * `info`: what a member tells about itself, kept for newcomers.
 *
 * @module
 */
import { serverMessage } from "../message/outgoing_message.ts";
import {
  type ErrorCode,
  MAX_INFO_BYTES,
  type MemberInfo,
} from "../protocol.ts";
import type { Hub } from "../hub.ts";
import type { Seat } from "../room/seat.ts";
import type { Received } from "./handler.ts";

const encoder = new TextEncoder();

/** Keeps the object and tells the room by `peer-info`. */
export function takeInfo(
  hub: Hub,
  seat: Seat,
  { envelope }: Received,
): ErrorCode | null {
  const { data } = envelope;
  if (!isInfo(data)) return "bad-info";
  seat.info = data;
  hub.broadcast(seat, serverMessage("peer-info", seat.member));
  return null;
}

function isInfo(data: unknown): data is MemberInfo {
  if (typeof data !== "object" || data === null || Array.isArray(data)) {
    return false;
  }
  try {
    return encoder.encode(JSON.stringify(data)).length <= MAX_INFO_BYTES;
  } catch {
    return false;
  }
}
