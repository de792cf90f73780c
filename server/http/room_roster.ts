/**
 * The participants of a room, for the lobby: names only, for pages of this
 * server only, at a limited rate.
 *
 * @module
 */
import { canonicalizeRoomName, roomKeyOf } from "../../signaling/room_name.ts";
import type { PublicRoster } from "../../signaling/room/roster.ts";
import { networkKeyOf } from "../net/network_key.ts";
import { isOriginAllowed } from "./origin_policy.ts";
import type { RateLimiter } from "../net/rate_limiter.ts";
import { createErrorResponse } from "./error_response.ts";
import type { RouteHandler } from "./router.ts";

/** The rest of the process, as the handler needs it. */
export interface RoomMembersOptions {
  /** The room with this key; undefined when there is none. */
  readonly rosterOf: (roomKey: string) => PublicRoster | Promise<PublicRoster>;
  /** Rate limiter by client network. */
  readonly membersRateLimiter: RateLimiter;
  /** Milliseconds of any clock that does not go back. */
  readonly nowMs: () => number;
}

/** Creates the handler, which answers `{ room, members: [{ name }] }`. */
export function createRoomMembersHandler(
  options: RoomMembersOptions,
): RouteHandler {
  return async (request, { client, param }) => {
    const name = canonicalizeRoomName(param);
    if (name === null) return createErrorResponse(request, "not-found");
    const origin = request.headers.get("origin");
    if (
      isCrossOriginRequest(request) ||
      !isOriginAllowed(origin, { kind: "same" }, client)
    ) {
      return createErrorResponse(request, "origin-not-allowed");
    }
    const { membersRateLimiter, rosterOf, nowMs } = options;
    const waitMs = membersRateLimiter.take(
      networkKeyOf(client.address),
      nowMs(),
    );
    if (waitMs > 0) {
      return createErrorResponse(request, "too-many-requests", {
        "retry-after": String(Math.ceil(waitMs / 1000)),
      });
    }
    const { room, members } = await rosterOf(roomKeyOf(name));
    return Response.json({ room: room ?? name, members }, {
      headers: { "cache-control": "no-store" },
    });
  };
}

/** Whether a page of another origin sent the request (W3C Fetch Metadata §2.4). */
function isCrossOriginRequest(request: Request): boolean {
  const site = request.headers.get("sec-fetch-site");
  return site === "cross-site" || site === "same-site";
}
