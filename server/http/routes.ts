/**
 * The table of what is served over HTTP. A new address is a new row.
 *
 * @module
 */
import { acceptsLanguages } from "@std/http/negotiation";
import { canonicalRoomName, type IceConfig } from "../../signaling/protocol.ts";
import type { PublicForms } from "../certificate/authority.ts";
import { addressKey, type Client } from "./client_address.ts";
import { isOriginAllowed } from "./origin_policy.ts";
import type { RateLimit } from "../net/rate_limiter.ts";
import type { OriginPolicy } from "../config/setting_kinds.ts";
import type { Assets } from "./assets.ts";
import { caPage } from "./ca_page.ts";
import { errorResponse } from "./error_response.ts";
import { PAGE_STYLE, PAGE_STYLE_PATH } from "./server_page.ts";
import { roomMembers, type RoomMembersOptions } from "./room_roster.ts";
import type { Handler, Route, RouterOptions } from "./router.ts";

/** What the routes need from the rest of the process. */
export interface RoutesOptions extends RoomMembersOptions {
  readonly assets: Assets;
  /** The local authority at this moment; undefined when there is none. */
  readonly authority: () => PublicForms | undefined;
  /** Body of `/ice` for a client; its `host` is how the browser reached us. */
  readonly iceConfigFor: (client: Client) => IceConfig | Promise<IceConfig>;
  readonly iceLimit: RateLimit;
  readonly allowedOrigins: OriginPolicy;
  /** Whether the process takes new members. */
  readonly isReady: () => boolean;
}

/** The table, and what is served of the built page. */
export function createRoutes(
  options: RoutesOptions,
): Pick<RouterOptions, "routes" | "fallback"> {
  const { assets } = options;
  const page: Handler = (request) => assets.index.respond(request);
  const routes: Route[] = [
    { path: "/", methods: { GET: page } },
    { path: "/r/:name", methods: { GET: room(page) } },
    { path: "/check", methods: { GET: page } },
    { path: "/socket", methods: { GET: socket } },
    { path: "/ice", methods: { GET: ice(options) } },
    { path: "/rooms/:name", methods: { GET: roomMembers(options) } },
    { path: "/livez", methods: { GET: () => plain("ok") } },
    { path: "/readyz", methods: { GET: ready(options) } },
    { path: "/ca", methods: { GET: authorityPage(options) } },
    { path: "/ca.crt", methods: { GET: authorityFile(options) } },
    { path: PAGE_STYLE_PATH, methods: { GET: style } },
  ];
  return {
    routes,
    fallback: (pathname) => {
      const asset = assets.get(pathname);
      return asset && ((request) => asset.respond(request));
    },
  };
}

function room(page: Handler): Handler {
  return (request, context) =>
    canonicalRoomName(context.param) === null
      ? errorResponse(request, "not-found")
      : page(request, context);
}

/** The front takes WebSockets before they come here: this was none. */
function socket(request: Request): Response {
  return errorResponse(request, "upgrade-required", {
    connection: "Upgrade",
    upgrade: "websocket",
  });
}

function ice(options: RoutesOptions): Handler {
  return async (request, { client }) => {
    const headers = {
      "vary": "Origin",
      ...crossOrigin(request, client, options),
    };
    const waitMs = options.iceLimit.take(
      addressKey(client.address),
      options.nowMs(),
    );
    if (waitMs > 0) {
      return errorResponse(request, "too-many-requests", {
        ...headers,
        "retry-after": String(Math.ceil(waitMs / 1000)),
      });
    }
    const config = await options.iceConfigFor(client);
    return Response.json(config, {
      headers: { ...headers, "cache-control": "no-store" },
    });
  };
}

/** Lets pages of a listed origin read the answer; the own page needs no leave. */
function crossOrigin(
  request: Request,
  client: Client,
  { allowedOrigins }: RoutesOptions,
): Record<string, string> {
  const origin = request.headers.get("origin");
  return origin !== null && allowedOrigins.kind !== "same" &&
      isOriginAllowed(origin, allowedOrigins, client)
    ? { "access-control-allow-origin": origin }
    : {};
}

function ready({ isReady }: RoutesOptions): Handler {
  return (request) =>
    isReady() ? plain("ready") : errorResponse(request, "not-ready");
}

function authorityPage({ authority }: RoutesOptions): Handler {
  return (request, { url }) => {
    const held = authority();
    if (!held) return errorResponse(request, "no-local-authority");
    const asked = url.searchParams.get("lang") ??
      acceptsLanguages(request, "en", "ko");
    const language = asked === "ko" ? "ko" : "en";
    return new Response(caPage(language, held.fingerprint), {
      headers: {
        "content-type": "text/html; charset=utf-8",
        "content-language": language,
        "cache-control": "no-cache",
        "vary": "Accept-Language",
      },
    });
  };
}

/** DER, the one form that every system's certificate installer opens. */
function authorityFile({ authority }: RoutesOptions): Handler {
  return (request) => {
    const held = authority();
    if (!held) return errorResponse(request, "no-local-authority");
    return new Response(held.der, {
      headers: {
        "content-type": "application/x-x509-ca-cert",
        "content-disposition": 'inline; filename="maru-ca.crt"',
        "content-length": String(held.der.length),
        "cache-control": "no-cache",
      },
    });
  };
}

function style(): Response {
  return new Response(PAGE_STYLE, {
    headers: {
      "content-type": "text/css; charset=utf-8",
      "cache-control": "public, max-age=3600",
    },
  });
}

function plain(text: string): Response {
  return new Response(`${text}\n`, {
    headers: {
      "content-type": "text/plain; charset=utf-8",
      "cache-control": "no-store",
    },
  });
}
