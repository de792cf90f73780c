/**
 * Finds the handler of a request in a table of paths and methods. Adds the
 * security headers and the length to every response, and answers HEAD.
 *
 * @module
 */
import {
  type RequestClient,
  resolveClient,
  type TcpPeer,
} from "./client_address.ts";
import type { HostCheck } from "./host_policy.ts";
import type { Cidr } from "../net/cidr.ts";
import type { Log } from "../log.ts";
import type { RefusalReporter } from "../refusals/refusal_log.ts";
import {
  createErrorResponse,
  errorCodeOf,
  type HttpErrorCode,
} from "./error_response.ts";
import { isUntrustedProxy } from "./proxy_faults.ts";
import { refererOriginOf } from "./referer_origin.ts";
import { responsePolicyOf } from "./response_policy.ts";
import { createSecurityHeaders } from "./security_headers.ts";

/** Arguments of a handler beside the request. */
export interface RouteContext {
  /** Client of the request. */
  readonly client: RequestClient;
  /** URL of the request. */
  readonly url: URL;
  /** Decoded value of `:name` in the path; empty when the path has none. */
  readonly param: string;
}

/** Handles one method of one path. */
export type RouteHandler = (
  request: Request,
  context: RouteContext,
) => Response | Promise<Response>;

/** One path; a last segment of `:name` matches any one segment. */
export interface HttpRoute {
  /** Path to match. */
  readonly path: string;
  /** Handlers by method; HEAD uses that of GET. */
  readonly methods: Readonly<Record<string, RouteHandler>>;
}

/** The table, and what the headers of a response depend on. */
export interface RouterOptions {
  /** Table of routes. */
  readonly routes: readonly HttpRoute[];
  /** Finds the GET handler of a path that no route has; undefined for 404. */
  readonly fallback: (pathname: string) => RouteHandler | undefined;
  /** Checks the host of every request but those of health checks. */
  readonly isHostAllowed: HostCheck;
  /** Proxies whose forwarded headers are believed. */
  readonly trustedProxies: readonly Cidr[];
  /** Whether TLS ends here with a certificate of a public authority. */
  readonly hasPublicCertificate: () => boolean;
  /** Log of failed requests. */
  readonly log: Log;
  /** Reports each error response. */
  readonly onRefusal: RefusalReporter;
}

/** Answers a request of a peer; never throws. */
export type HttpHandler = (
  request: Request,
  peer: TcpPeer,
) => Promise<Response>;

/** Creates the handler for a table of routes. */
export function createRouter(options: RouterOptions): HttpHandler {
  return async (request, peer) => {
    let client: RequestClient | undefined;
    let response: Response;
    try {
      client = resolveClient(
        request.headers,
        peer,
        options.trustedProxies,
      );
      const refused = findHostRefusal(options, request, client, peer);
      response = refused === null
        ? await dispatchRequest(options, request, client)
        : createErrorResponse(request, refused);
    } catch (error) {
      options.log.error("A request failed and was answered with 500", {
        method: request.method,
        path: pathOf(request.url),
        error,
      });
      response = createErrorResponse(request, "internal-error");
    }
    const code = errorCodeOf(response);
    if (code !== undefined) {
      options.onRefusal(code, {
        client: client?.address ?? peer.address,
        peer: peer.address,
        host: request.headers.get("host") ?? "none",
        origin: originOf(request.headers) ?? "none",
      });
    }
    return await completeResponse(options, request, response, client);
  };
}

/** Health checks come by any name and reveal nothing. */
const HEALTH_PATHS: ReadonlySet<string> = new Set(["/livez", "/readyz"]);

/** Code for a host that is not allowed, which a trusted proxy would be. */
function findHostRefusal(
  { isHostAllowed, trustedProxies }: RouterOptions,
  { url, headers }: Request,
  client: RequestClient,
  peer: TcpPeer,
): HttpErrorCode | null {
  if (isHostAllowed(client, peer) || HEALTH_PATHS.has(pathOf(url))) return null;
  return isUntrustedProxy(headers, peer, trustedProxies)
    ? "proxy-untrusted"
    : "host-not-allowed";
}

function dispatchRequest(
  options: RouterOptions,
  request: Request,
  client: RequestClient,
): Response | Promise<Response> {
  if (!URL.canParse(request.url)) {
    return createErrorResponse(request, "bad-request");
  }
  const url = new URL(request.url);
  const match = matchRoute(options, url.pathname);
  if (!match) return createErrorResponse(request, "not-found");
  const { methods, param } = match;
  const method = request.method === "HEAD" ? "GET" : request.method;
  const handler = Object.hasOwn(methods, method) ? methods[method] : undefined;
  if (handler) return handler(request, { client, url, param });
  const allow = Object.keys(methods).flatMap((name) =>
    name === "GET" ? ["GET", "HEAD"] : [name]
  );
  return createErrorResponse(request, "method-not-allowed", {
    allow: allow.join(", "),
  });
}

interface RouteMatch {
  readonly methods: HttpRoute["methods"];
  readonly param: string;
}

function matchRoute(
  options: RouterOptions,
  pathname: string,
): RouteMatch | null {
  const slash = pathname.lastIndexOf("/") + 1;
  for (const { path, methods } of options.routes) {
    if (path === pathname) return { methods, param: "" };
    const isPattern = path.includes("/:");
    if (
      !isPattern ||
      path.slice(0, path.indexOf(":")) !== pathname.slice(0, slash)
    ) {
      continue;
    }
    const param = decodeSegment(pathname.slice(slash));
    if (param !== null && param !== "") return { methods, param };
  }
  const handler = options.fallback(pathname);
  return handler ? { methods: { GET: handler }, param: "" } : null;
}

function decodeSegment(segment: string): string | null {
  try {
    return decodeURIComponent(segment);
  } catch {
    return null;
  }
}

/**
 * Adds the security headers and the length: the front needs to know where each
 * response ends.
 */
async function completeResponse(
  options: RouterOptions,
  request: Request,
  response: Response,
  client: RequestClient | undefined,
): Promise<Response> {
  const headers = new Headers(response.headers);
  const securityHeaders = createSecurityHeaders({
    ...responsePolicyOf(response),
    host: client?.host ?? "",
    scheme: client?.scheme ?? "https",
    hasPublicCertificate: options.hasPublicCertificate(),
  });
  for (const [name, value] of Object.entries(securityHeaders)) {
    headers.set(name, value);
  }
  const { status, statusText } = response;
  const body = response.body === null ? null : await response.bytes();
  if (body !== null) headers.set("content-length", String(body.length));
  return new Response(request.method === "HEAD" ? null : body, {
    status,
    statusText,
    headers,
  });
}

/** Origin of the page that made a request; one in a frame names it as `Referer`. */
function originOf(headers: Headers): string | null {
  return headers.get("origin") ??
    refererOriginOf(headers.get("referer"));
}

function pathOf(url: string): string {
  return URL.canParse(url) ? new URL(url).pathname : "";
}
