/**
 * Addresses of this server for other devices: a page that was opened on a
 * loopback address needs one for its invitation.
 *
 * @module
 */
import { createErrorResponse } from "./error_response.ts";
import { isLocalRequest } from "./local_request.ts";
import { isOriginAllowed } from "./origin_policy.ts";
import type { RouteHandler } from "./router.ts";

/** The rest of the process, as the handler needs it. */
export interface AddressesOptions {
  /** Origins by which other devices reach the page, best first. */
  readonly invitationUrls: () => readonly string[];
}

/**
 * Creates the handler, which answers `{ urls }` to a browser on this machine.
 * Others learn no address: their own one works.
 */
export function createAddressesHandler(
  { invitationUrls }: AddressesOptions,
): RouteHandler {
  return (request, { client }) => {
    const origin = request.headers.get("origin");
    if (!isOriginAllowed(origin, { kind: "same" }, client)) {
      return createErrorResponse(request, "origin-not-allowed");
    }
    const urls = isLocalRequest(request, client) ? invitationUrls() : [];
    return Response.json({ urls }, {
      headers: { "cache-control": "no-store" },
    });
  };
}
