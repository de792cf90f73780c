/**
 * Addresses of this server for other devices: a page that was opened on a
 * loopback address needs one for its invitation.
 *
 * @module
 */
import { isLoopbackIp } from "../net/ip_address.ts";
import type { RequestClient } from "./client_address.ts";
import { createErrorResponse } from "./error_response.ts";
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
    const isLocal = isOnThisMachine(client) && !isProxied(request.headers);
    const urls = isLocal ? invitationUrls() : [];
    return Response.json({ urls }, {
      headers: { "cache-control": "no-store" },
    });
  };
}

function isOnThisMachine({ address, host }: RequestClient): boolean {
  return isLoopbackIp(address) && isLoopbackHost(host);
}

/** Whether the request came through a proxy, trusted or not. */
function isProxied(headers: Headers): boolean {
  return headers.has("x-forwarded-for") || headers.has("forwarded");
}

function isLoopbackHost(host: string): boolean {
  const name = host.replace(/:\d+$/, "").replace(/^\[(.*)\]$/, "$1");
  return name === "localhost" || name.endsWith(".localhost") ||
    isLoopbackIp(name);
}
