/**
 * `/metrics`: for programs of this machine, and for those that have
 * `METRICS_TOKEN`.
 *
 * @module
 */
import { BearerTokenGuard, RETRY_AFTER_SECONDS } from "../http/bearer_token.ts";
import { createErrorResponse } from "../http/error_response.ts";
import { isLocalRequest } from "../http/local_request.ts";
import type { RouteHandler } from "../http/router.ts";
import type { Secret } from "../secret.ts";
import type { MetricSources } from "./metric_sources.ts";
import type { MetricsText } from "./metrics_text.ts";

/** Who may read the metrics, and what they are. */
export interface MetricsRouteOptions {
  /** `METRICS_TOKEN`; without it only this machine is answered. */
  readonly token: Secret | undefined;
  /** Numbers of the process. */
  readonly sources: MetricSources;
  /** Milliseconds of a clock that never goes back. */
  readonly nowMs: () => number;
}

/** The route and what runs behind it. */
export class MetricsRoute {
  readonly #options: MetricsRouteOptions;
  readonly #guard: BearerTokenGuard | null;
  #text: Promise<MetricsText> | null = null;
  #isClosed = false;

  /** Creates the route; nothing is loaded before the first scrape. */
  constructor(options: MetricsRouteOptions) {
    this.#options = options;
    this.#guard = options.token === undefined
      ? null
      : new BearerTokenGuard(options.token.reveal(), options.nowMs);
  }

  /** Stops what the first scrape began. */
  async close(): Promise<void> {
    this.#isClosed = true;
    (await this.#text)?.close();
  }

  /** Handler of `/metrics`. */
  readonly respond: RouteHandler = async (request, { client }) => {
    if (!isLocalRequest(request, client)) {
      const check = this.#guard?.check(request, client) ?? "invalid";
      if (check === "too-many-attempts") {
        return createErrorResponse(request, "too-many-requests", {
          "retry-after": RETRY_AFTER_SECONDS,
        });
      }
      if (check === "invalid") {
        return createErrorResponse(request, "metrics-not-allowed");
      }
    }
    if (this.#isClosed) return createErrorResponse(request, "not-ready");
    this.#text ??= loadMetricsText(this.#options.sources);
    const text = await this.#text;
    return new Response(await text.render(), {
      headers: {
        "content-type": text.contentType,
        "cache-control": "no-store",
      },
    });
  };
}

async function loadMetricsText(sources: MetricSources): Promise<MetricsText> {
  const { MetricsText } = await import("./metrics_text.ts");
  return new MetricsText(sources);
}
