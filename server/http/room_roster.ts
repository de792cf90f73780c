/**
 * Tells the lobby who is inside before one joins. Names only, for pages of
 * this server only, and not faster than a lobby needs it.
 *
 * @module
 */
import { canonicalizeRoomName } from "../../signaling/protocol.ts";
import type { RosterEntry } from "../../signaling/room/roster.ts";
import { networkKeyOf } from "../net/network_key.ts";
import { isOriginAllowed } from "./origin_policy.ts";
import type { RateLimiter } from "../net/rate_limiter.ts";
import { createErrorResponse } from "./error_response.ts";
import type { RouteHandler } from "./router.ts";

/** What the handler needs of the process. */
export interface RoomMembersOptions {
  /** Who is in the room of this canonical name; empty when there is none. */
  readonly membersOf: (room: string) => readonly RosterEntry[];
  readonly membersRateLimiter: RateLimiter;
  /** Milliseconds of any clock that does not go back. */
  readonly nowMs: () => number;
}

/** Answers `{ members: [{ name }] }` for the room in the path. */
export function createRoomMembersHandler(
  options: RoomMembersOptions,
): RouteHandler {
  return (request, { client, param }) => {
    const name = canonicalizeRoomName(param);
    if (name === null) return createErrorResponse(request, "not-found");
    const origin = request.headers.get("origin");
    if (
      isCrossOriginRequest(request) ||
      !isOriginAllowed(origin, { kind: "same" }, client)
    ) {
      return createErrorResponse(request, "origin-not-allowed");
    }
    const { membersRateLimiter, membersOf, nowMs } = options;
    const waitMs = membersRateLimiter.take(
      networkKeyOf(client.address),
      nowMs(),
    );
    if (waitMs > 0) {
      return createErrorResponse(request, "too-many-requests", {
        "retry-after": String(Math.ceil(waitMs / 1000)),
      });
    }
    return Response.json({ members: membersOf(name) }, {
      headers: { "cache-control": "no-store" },
    });
  };
}

/** True for a request that a page of another origin made (W3C Fetch Metadata §2.4). */
function isCrossOriginRequest(request: Request): boolean {
  const site = request.headers.get("sec-fetch-site");
  return site === "cross-site" || site === "same-site";
}
