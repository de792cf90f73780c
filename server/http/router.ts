/**
 * Finds the handler for a request in a table of paths and methods, and wraps
 * every answer alike: HEAD, security headers, and 500 for a bug.
 *
 * @module
 */
import {
  type HttpConnection,
  type RequestClient,
  resolveClient,
} from "./client_address.ts";
import type { Cidr } from "../net/cidr.ts";
import type { Log } from "../log.ts";
import { createErrorResponse } from "./error_response.ts";
import { createSecurityHeaders } from "./security_headers.ts";

/** What a handler gets beside the request. */
export interface RouteContext {
  readonly client: RequestClient;
  readonly url: URL;
  /** What stood for `:name` in the path, decoded; empty where there is none. */
  readonly param: string;
}

/** Answers one method of one path. */
export type RouteHandler = (
  request: Request,
  context: RouteContext,
) => Response | Promise<Response>;

/** One path; a last segment of `:name` takes any one segment. */
export interface HttpRoute {
  readonly path: string;
  /** By method. HEAD follows from GET. */
  readonly methods: Readonly<Record<string, RouteHandler>>;
}

/** What the router needs besides the table. */
export interface RouterOptions {
  readonly routes: readonly HttpRoute[];
  /** Asked for GET when no route has the path; undefined for 404. */
  readonly fallback: (pathname: string) => RouteHandler | undefined;
  readonly trustedProxies: readonly Cidr[];
  /** True when TLS ends here with a certificate of a public authority. */
  readonly hasPublicCertificate: () => boolean;
  readonly log: Log;
}

/** Answers a request that came by a connection; never throws. */
export type HttpHandler = (
  request: Request,
  connection: HttpConnection,
) => Promise<Response>;

/** Makes the handler for a table of routes. */
export function createRouter(options: RouterOptions): HttpHandler {
  return async (request, connection) => {
    let client: RequestClient | undefined;
    let response: Response;
    try {
      client = resolveClient(
        request.headers,
        connection,
        options.trustedProxies,
      );
      response = await dispatchRequest(options, request, client);
    } catch (error) {
      options.log.error("Cannot answer a request", {
        method: request.method,
        path: pathOf(request.url),
        error,
      });
      response = createErrorResponse(request, "internal-error");
    }
    // An upgrade or a network error takes no headers of ours.
    if (response.status === 101 || response.status === 0) return response;
    return withSecurityHeaders(options, request, response, client);
  };
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
  const found = matchRoute(options, url.pathname);
  if (!found) return createErrorResponse(request, "not-found");
  const { methods, param } = found;
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

function withSecurityHeaders(
  options: RouterOptions,
  request: Request,
  response: Response,
  client: RequestClient | undefined,
): Response {
  const headers = new Headers(response.headers);
  const own = createSecurityHeaders({
    host: client?.host ?? "",
    scheme: client?.scheme ?? "https",
    hasPublicCertificate: options.hasPublicCertificate(),
  });
  for (const [name, value] of Object.entries(own)) headers.set(name, value);
  const { status, statusText } = response;
  if (request.method === "HEAD") void response.body?.cancel();
  return new Response(request.method === "HEAD" ? null : response.body, {
    status,
    statusText,
    headers,
  });
}

function pathOf(url: string): string {
  return URL.canParse(url) ? new URL(url).pathname : "";
}
