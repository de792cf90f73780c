/**
 * Tells the lobby who is inside before one joins. Names only, for pages of
 * this server only, and not faster than a lobby needs it.
 *
 * @module
 */
import { canonicalRoomName } from "../../signaling/protocol.ts";
import type { RosterEntry } from "../../signaling/room/roster.ts";
import { addressKey } from "./client_address.ts";
import { isOriginAllowed } from "./origin_policy.ts";
import type { RateLimit } from "../net/rate_limiter.ts";
import { errorResponse } from "./error_response.ts";
import type { Handler } from "./router.ts";

/** What the handler needs of the process. */
export interface RoomMembersOptions {
  /** Who is in the room of this canonical name; empty when there is none. */
  readonly membersOf: (room: string) => readonly RosterEntry[];
  readonly membersLimit: RateLimit;
  /** Milliseconds of any clock that does not go back. */
  readonly nowMs: () => number;
}

/** Answers `{ members: [{ name }] }` for the room in the path. */
export function roomMembers(options: RoomMembersOptions): Handler {
  return (request, { client, param }) => {
    const name = canonicalRoomName(param);
    if (name === null) return errorResponse(request, "not-found");
    const origin = request.headers.get("origin");
    if (
      isOfAnotherSite(request) ||
      !isOriginAllowed(origin, { kind: "same" }, client)
    ) {
      return errorResponse(request, "origin-not-allowed");
    }
    const { membersLimit, membersOf, nowMs } = options;
    const waitMs = membersLimit.take(addressKey(client.address), nowMs());
    if (waitMs > 0) {
      return errorResponse(request, "too-many-requests", {
        "retry-after": String(Math.ceil(waitMs / 1000)),
      });
    }
    return Response.json({ members: membersOf(name) }, {
      headers: { "cache-control": "no-store" },
    });
  };
}

/** True for a request that a page of another origin made (W3C Fetch Metadata §2.4). */
function isOfAnotherSite(request: Request): boolean {
  const site = request.headers.get("sec-fetch-site");
  return site === "cross-site" || site === "same-site";
}
