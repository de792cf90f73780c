/**
 * Lets requests with `API_TOKEN` through, at a bounded rate, and reads their
 * JSON. Without the setting there is nothing below `/api/`.
 *
 * @module
 */
import { BearerTokenGuard, RETRY_AFTER_SECONDS } from "../http/bearer_token.ts";
import { createErrorResponse } from "../http/error_response.ts";
import type { RouteContext, RouteHandler } from "../http/router.ts";
import { networkKeyOf } from "../net/network_key.ts";
import { RateLimiter } from "../net/rate_limiter.ts";
import type { Secret } from "../secret.ts";

/** Requests of one client network; a burst may have more. */
const RATE = { burst: 100, perSecond: 20, maxKeys: 1_000 };

/** Handles a request with a body that was read. */
export type BodyHandler<Body> = (
  body: Body,
  request: Request,
  context: RouteContext,
) => Response | Promise<Response>;

/** Guards all addresses of the API. */
export class ApiGuard {
  readonly #guard: BearerTokenGuard | null;
  readonly #rate = new RateLimiter(RATE);
  readonly #nowMs: () => number;

  /** `token` undefined turns the API off; `nowMs` never goes back. */
  constructor(token: Secret | undefined, nowMs: () => number) {
    this.#nowMs = nowMs;
    this.#guard = token === undefined
      ? null
      : new BearerTokenGuard(token.reveal(), nowMs);
  }

  /** A handler for requests with the token. */
  authorize(handle: RouteHandler): RouteHandler {
    const guard = this.#guard;
    if (guard === null) {
      return (request) => createErrorResponse(request, "not-found");
    }
    return (request, context) => {
      switch (guard.check(request, context.client)) {
        case "valid":
          return this.#takeRequest(context)
            ? handle(request, context)
            : refuseRate(request, "1");
        case "invalid":
          return createErrorResponse(request, "api-not-allowed");
        case "too-many-attempts":
          return refuseRate(request, RETRY_AFTER_SECONDS);
      }
    };
  }

  /**
   * The same for requests with a JSON body.
   *
   * @param parse Reads the body; null for one that is not accepted.
   */
  authorizeBody<Body>(
    parse: (json: unknown) => Body | null,
    handle: BodyHandler<Body>,
  ): RouteHandler {
    return this.authorize(async (request, context) => {
      const json: unknown = await request.json().catch(() => null);
      const body = parse(json);
      return body === null
        ? createErrorResponse(request, "bad-body")
        : await handle(body, request, context);
    });
  }

  #takeRequest({ client }: RouteContext): boolean {
    return this.#rate.take(networkKeyOf(client.address), this.#nowMs()) === 0;
  }
}

function refuseRate(request: Request, retryAfter: string): Response {
  return createErrorResponse(request, "too-many-requests", {
    "retry-after": retryAfter,
  });
}

/** An answer of the API. */
export function jsonResponse(body: unknown, status = 200): Response {
  return Response.json(body, {
    status,
    headers: { "cache-control": "no-store" },
  });
}
