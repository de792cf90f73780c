/**
 * The table of HTTP addresses. A new address is a new row.
 *
 * @module
 */
import { acceptsLanguages } from "@std/http/negotiation";
import type { IceServerList } from "../../signaling/protocol.ts";
import type { PublicCertificate } from "../certificate/authority.ts";
import type { RequestClient } from "./client_address.ts";
import { networkKeyOf } from "../net/network_key.ts";
import { isOriginAllowed } from "./origin_policy.ts";
import type { RateLimiter } from "../net/rate_limiter.ts";
import type { EmbedPolicy, OriginPolicy } from "../config/setting_kinds.ts";
import { redirectToPage, repairPath } from "./address_repair.ts";
import { type AddressesOptions, createAddressesHandler } from "./addresses.ts";
import type { Assets } from "./assets.ts";
import { renderCaPage } from "./ca_page.ts";
import {
  createEmbedScriptHandler,
  createRoomPageHandler,
} from "./embed_page.ts";
import { createErrorResponse, type HttpErrorCode } from "./error_response.ts";
import { createLearnRoutes } from "./learn_pages.ts";
import {
  createRoomMembersHandler,
  type RoomMembersOptions,
} from "./room_roster.ts";
import type { HttpRoute, RouteHandler, RouterOptions } from "./router.ts";

/** The rest of the process, as the routes need it. */
export interface RoutesOptions extends RoomMembersOptions, AddressesOptions {
  /** Files of the built page. */
  readonly assets: Assets;
  /** Handler of a path of the operator's own pages. */
  readonly findStaticPage: (pathname: string) => RouteHandler | undefined;
  /** Current local authority; undefined without one. */
  readonly localAuthority: () => PublicCertificate | undefined;
  /** Body of `/ice` for a client; its `host` is the one that the browser used. */
  readonly iceConfigFor: (
    client: RequestClient,
  ) => IceServerList | Promise<IceServerList>;
  /** Rate limiter of `/ice` by client network. */
  readonly iceRateLimiter: RateLimiter;
  /** Error code that explains why the WebSocket of an attempt failed. */
  readonly explainSocketFailure: (attemptId: string) => HttpErrorCode;
  /** Origins whose pages may read `/ice` and import the library. */
  readonly allowedOrigins: OriginPolicy;
  /** Origins whose pages may embed a call. */
  readonly embedOrigins: EmbedPolicy;
  /** Whether the process accepts new members. */
  readonly isReady: () => boolean;
  /** Version of the program. */
  readonly version: string;
  /** Answers `/metrics`, and checks who asks. */
  readonly metrics: RouteHandler;
  /** Answer the addresses below `/admin/` likewise. */
  readonly admin: {
    readonly listRooms: RouteHandler;
    readonly endRoom: RouteHandler;
    readonly drain: RouteHandler;
  };
  /** Rows of the addresses below `/api/`. */
  readonly api: readonly HttpRoute[];
}

/** The client library and its types, which pages of other origins import. */
const LIBRARY_PATHS = ["/maru.js", "/maru.d.ts"] as const;

/** Creates the table, and the handlers of the built page's files. */
export function createRoutes(
  options: RoutesOptions,
): Pick<RouterOptions, "routes" | "fallback"> {
  const { assets } = options;
  const page: RouteHandler = (request) => assets.index.respond(request);
  const check: RouteHandler = (request) => assets.check.respond(request);
  const roomPage = createRoomPageHandler(assets, options.embedOrigins);
  const members = createRoomMembersHandler(options);
  const { admin } = options;
  const routes: HttpRoute[] = [
    { path: "/", methods: { GET: page } },
    { path: "/r/:name", methods: { GET: roomPage } },
    {
      path: "/embed.js",
      methods: { GET: createEmbedScriptHandler(assets) },
    },
    { path: "/check", methods: { GET: check } },
    ...createLearnRoutes(assets),
    { path: "/socket", methods: { GET: createSocketProbeHandler(options) } },
    { path: "/ice", methods: { GET: createIceHandler(options) } },
    ...LIBRARY_PATHS.map((path) => ({
      path,
      methods: { GET: createLibraryHandler(options, path) },
    })),
    { path: "/rooms/:name", methods: { GET: members } },
    { path: "/addresses", methods: { GET: createAddressesHandler(options) } },
    { path: "/metrics", methods: { GET: options.metrics } },
    { path: "/admin/rooms", methods: { GET: admin.listRooms } },
    { path: "/admin/rooms/:name", methods: { DELETE: admin.endRoom } },
    { path: "/admin/drain", methods: { POST: admin.drain } },
    ...options.api,
    { path: "/livez", methods: { GET: createLivenessHandler(options) } },
    { path: "/readyz", methods: { GET: createReadinessHandler(options) } },
    { path: "/ca", methods: { GET: createCaPageHandler(options) } },
    { path: "/ca.crt", methods: { GET: createCaFileHandler(options) } },
  ];
  return {
    routes,
    fallback: (pathname) => {
      const asset = assets.get(pathname);
      if (asset) return (request) => asset.respond(request);
      const path = repairPath(pathname);
      if (path === null) return options.findStaticPage(pathname);
      return (_, { url }) => redirectToPage(url, path);
    },
  };
}

/**
 * Answers a request that asked for no WebSocket, since the front takes the
 * others: with `attempt`, why that WebSocket failed.
 */
function createSocketProbeHandler(
  { explainSocketFailure }: RoutesOptions,
): RouteHandler {
  return (request, { url }) => {
    const id = url.searchParams.get("attempt");
    const code = id === null ? "upgrade-required" : explainSocketFailure(id);
    return createErrorResponse(request, code, {
      // Only who made the attempt knows its id: also a page that is refused.
      "access-control-allow-origin": "*",
      ...code === "upgrade-required" &&
        { connection: "Upgrade", upgrade: "websocket" },
    });
  };
}

function createIceHandler(options: RoutesOptions): RouteHandler {
  return async (request, { client }) => {
    const headers = {
      "vary": "Origin",
      ...corsHeaders(request, client, options),
    };
    const waitMs = options.iceRateLimiter.take(
      networkKeyOf(client.address),
      options.nowMs(),
    );
    if (waitMs > 0) {
      return createErrorResponse(request, "too-many-requests", {
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

function createLibraryHandler(
  options: RoutesOptions,
  path: (typeof LIBRARY_PATHS)[number],
): RouteHandler {
  return (request, { client }) => {
    const asset = options.assets.get(path);
    if (!asset) return createErrorResponse(request, "not-found");
    const response = asset.respond(request);
    response.headers.append("vary", "Origin");
    const cors = corsHeaders(request, client, options);
    for (const [name, value] of Object.entries(cors)) {
      response.headers.set(name, value);
    }
    return response;
  };
}

/** Lets pages of a listed origin read the response; the own page needs no header. */
function corsHeaders(
  request: Request,
  client: RequestClient,
  { allowedOrigins }: RoutesOptions,
): Record<string, string> {
  const origin = request.headers.get("origin");
  return origin !== null && allowedOrigins.kind !== "same" &&
      isOriginAllowed(origin, allowedOrigins, client)
    ? { "access-control-allow-origin": origin }
    : {};
}

function createLivenessHandler({ version }: RoutesOptions): RouteHandler {
  return () => plainTextResponse(`ok ${version}`);
}

function createReadinessHandler({ isReady }: RoutesOptions): RouteHandler {
  return (request) =>
    isReady()
      ? plainTextResponse("ready")
      : createErrorResponse(request, "not-ready");
}

function createCaPageHandler({ localAuthority }: RoutesOptions): RouteHandler {
  return (request, { url }) => {
    const authority = localAuthority();
    if (!authority) return createErrorResponse(request, "no-local-authority");
    const preferred = url.searchParams.get("lang") ??
      acceptsLanguages(request, "en", "ko");
    const language = preferred === "ko" ? "ko" : "en";
    return new Response(renderCaPage(language, authority.fingerprint), {
      headers: {
        "content-type": "text/html; charset=utf-8",
        "content-language": language,
        "cache-control": "no-cache",
        "vary": "Accept-Language",
      },
    });
  };
}

/** Serves DER, the only form that the certificate installer of every system opens. */
function createCaFileHandler({ localAuthority }: RoutesOptions): RouteHandler {
  return (request) => {
    const authority = localAuthority();
    if (!authority) return createErrorResponse(request, "no-local-authority");
    return new Response(authority.der, {
      headers: {
        "content-type": "application/x-x509-ca-cert",
        "content-disposition": 'inline; filename="maru-ca.crt"',
        "content-length": String(authority.der.length),
        "cache-control": "no-cache",
      },
    });
  };
}

function plainTextResponse(text: string): Response {
  return new Response(`${text}\n`, {
    headers: {
      "content-type": "text/plain; charset=utf-8",
      "cache-control": "no-store",
    },
  });
}
