/**
 * Embedding: which pages may show the page of a room in a frame.
 *
 * @module
 */
import { canonicalizeRoomName } from "../../signaling/room_name.ts";
import type { EmbedPolicy } from "../config/setting_kinds.ts";
import { redirectToPage, repairPath } from "./address_repair.ts";
import type { Assets } from "./assets.ts";
import type { RequestClient } from "./client_address.ts";
import { createErrorResponse } from "./error_response.ts";
import { refererOriginOf } from "./referer_origin.ts";
import { setResponsePolicy } from "./response_policy.ts";
import type { RouteHandler } from "./router.ts";

/** Parameter of a room's page that is made to be embedded. */
export const EMBED_PARAMETER = "embed";

/** Creates the handler of `/r/NAME`. */
export function createRoomPageHandler(
  { room }: Assets,
  embedOrigins: EmbedPolicy,
): RouteHandler {
  return (request, { url, param, client }) => {
    if (canonicalizeRoomName(param) === null) {
      const path = repairPath(url.pathname);
      return path === null
        ? createErrorResponse(request, "not-found")
        : redirectToPage(url, path);
    }
    if (!url.searchParams.has(EMBED_PARAMETER)) return room.respond(request);
    if (isRefused(request, client, embedOrigins)) {
      // The sentence alone: nothing that another page could misuse.
      return setResponsePolicy(
        createErrorResponse(request, "embed-not-allowed"),
        { frameAncestors: "*" },
      );
    }
    return setResponsePolicy(room.respond(request), {
      frameAncestors: frameAncestorsOf(embedOrigins),
    });
  };
}

/** Creates the handler of `/embed.js`, which every page may load. */
export function createEmbedScriptHandler(assets: Assets): RouteHandler {
  return (request) => {
    const script = assets.get("/embed.js");
    return script === undefined
      ? createErrorResponse(request, "not-found")
      : setResponsePolicy(script.respond(request), { isCrossOrigin: true });
  };
}

/**
 * Whether the visitor gets a sentence instead of a page that the browser would
 * not show. The header only names the page in front; `frame-ancestors` decides
 * on all pages around the call.
 */
function isRefused(
  { headers }: Request,
  { scheme, host }: RequestClient,
  policy: EmbedPolicy,
): boolean {
  if (policy.kind !== "list") return policy.kind === "none";
  if (headers.get("sec-fetch-dest") !== "iframe") return false;
  const origin = refererOriginOf(headers.get("referer"));
  return origin !== null && origin !== `${scheme}://${host}` &&
    !policy.origins.includes(origin);
}

function frameAncestorsOf(policy: EmbedPolicy): string {
  if (policy.kind === "any") return "*";
  return policy.kind === "list" && policy.origins.length > 0
    ? policy.origins.join(" ")
    : "'none'";
}
