/**
 * Finds the handler for a request in a table of paths and methods, and wraps
 * every answer alike: HEAD, security headers, and 500 for a bug.
 *
 * @module
 */
import { type Client, clientOf, type Connection } from "./client_address.ts";
import type { Cidr } from "../net/cidr.ts";
import type { Log } from "../log.ts";
import { errorResponse } from "./error_response.ts";
import { securityHeaders } from "./security_headers.ts";

/** What a handler gets beside the request. */
export interface RouteContext {
  readonly client: Client;
  readonly url: URL;
  /** What stood for `:name` in the path, decoded; empty where there is none. */
  readonly param: string;
}

/** Answers one method of one path. */
export type Handler = (
  request: Request,
  context: RouteContext,
) => Response | Promise<Response>;

/** One path; a last segment of `:name` takes any one segment. */
export interface Route {
  readonly path: string;
  /** By method. HEAD follows from GET. */
  readonly methods: Readonly<Record<string, Handler>>;
}

/** What the router needs besides the table. */
export interface RouterOptions {
  readonly routes: readonly Route[];
  /** Asked for GET when no route has the path; undefined for 404. */
  readonly fallback: (pathname: string) => Handler | undefined;
  readonly trustedProxies: readonly Cidr[];
  /** True when TLS ends here with a certificate of a public authority. */
  readonly hasRealCertificate: () => boolean;
  readonly log: Log;
}

/** Answers a request that came by a connection; never throws. */
export type HttpHandler = (
  request: Request,
  connection: Connection,
) => Promise<Response>;

/** Makes the handler for a table of routes. */
export function createRouter(options: RouterOptions): HttpHandler {
  return async (request, connection) => {
    let client: Client | undefined;
    let response: Response;
    try {
      client = clientOf(request.headers, connection, options.trustedProxies);
      response = await answer(options, request, client);
    } catch (error) {
      options.log.error("Cannot answer a request", {
        method: request.method,
        path: pathOf(request.url),
        error,
      });
      response = errorResponse(request, "internal-error");
    }
    // An upgrade or a network error takes no headers of ours.
    if (response.status === 101 || response.status === 0) return response;
    return finished(options, request, response, client);
  };
}

function answer(
  options: RouterOptions,
  request: Request,
  client: Client,
): Response | Promise<Response> {
  if (!URL.canParse(request.url)) return errorResponse(request, "bad-request");
  const url = new URL(request.url);
  const found = find(options, url.pathname);
  if (!found) return errorResponse(request, "not-found");
  const { methods, param } = found;
  const method = request.method === "HEAD" ? "GET" : request.method;
  const handler = Object.hasOwn(methods, method) ? methods[method] : undefined;
  if (handler) return handler(request, { client, url, param });
  const allow = Object.keys(methods).flatMap((name) =>
    name === "GET" ? ["GET", "HEAD"] : [name]
  );
  return errorResponse(request, "method-not-allowed", {
    allow: allow.join(", "),
  });
}

interface Found {
  readonly methods: Route["methods"];
  readonly param: string;
}

function find(options: RouterOptions, pathname: string): Found | null {
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
    const param = decoded(pathname.slice(slash));
    if (param !== null && param !== "") return { methods, param };
  }
  const handler = options.fallback(pathname);
  return handler ? { methods: { GET: handler }, param: "" } : null;
}

function decoded(segment: string): string | null {
  try {
    return decodeURIComponent(segment);
  } catch {
    return null;
  }
}

function finished(
  options: RouterOptions,
  request: Request,
  response: Response,
  client: Client | undefined,
): Response {
  const headers = new Headers(response.headers);
  const own = securityHeaders({
    host: client?.host ?? "",
    scheme: client?.scheme ?? "https",
    hasRealCertificate: options.hasRealCertificate(),
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
