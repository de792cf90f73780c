/**
 * The addresses below `/api/`, for the operator's programs.
 *
 * @module
 */
import type { HttpRoute } from "../http/router.ts";
import type { Secret } from "../secret.ts";
import { ApiGuard } from "./api_guard.ts";
import { createInvitationRoute } from "./invitation_route.ts";

/** Parts of the API. */
export interface ApiOptions {
  /** `API_TOKEN`; undefined turns all of it off. */
  readonly token: Secret | undefined;
  /** Key of invitations. */
  readonly invitationKey: string;
  /** Unix milliseconds. */
  readonly wallMs: () => number;
  /** Milliseconds of a clock that never goes back. */
  readonly nowMs: () => number;
}

/** Creates the rows of the table of routes. */
export function createApiRoutes(
  { token, invitationKey, wallMs, nowMs }: ApiOptions,
): readonly HttpRoute[] {
  const guard = new ApiGuard(token, nowMs);
  const invite = createInvitationRoute({ guard, key: invitationKey, wallMs });
  return [{ path: "/api/invitations", methods: { POST: invite } }];
}
