/**
 * The addresses below `/api/`, for the operator's programs.
 *
 * @module
 */
import type { HttpRoute } from "../http/router.ts";
import type { Hub } from "../../signaling/hub.ts";
import type { Log } from "../log.ts";
import type { Secret } from "../secret.ts";
import { ApiGuard } from "./api_guard.ts";
import { createInvitationRoute } from "./invitation_route.ts";
import { createRoomRoutes } from "./room_routes.ts";

/** Parts of the API. */
export interface ApiOptions {
  /** `API_TOKEN`; undefined turns all of it off. */
  readonly token: Secret | undefined;
  /** Key of invitations. */
  readonly invitationKey: string;
  /** All rooms of the process. */
  readonly hub: () => Hub;
  /** Clock of signaling. */
  readonly clock: () => number;
  /** Gets one line per action on a room. */
  readonly log: Log;
  /** Unix milliseconds. */
  readonly wallMs: () => number;
  /** Milliseconds of a clock that never goes back. */
  readonly nowMs: () => number;
}

/** Creates the rows of the table of routes. */
export function createApiRoutes(
  options: ApiOptions,
): readonly HttpRoute[] {
  const { token, invitationKey, wallMs, nowMs } = options;
  const guard = new ApiGuard(token, nowMs);
  const invite = createInvitationRoute({ guard, key: invitationKey, wallMs });
  return [
    { path: "/api/invitations", methods: { POST: invite } },
    ...createRoomRoutes({ ...options, guard }),
  ];
}
