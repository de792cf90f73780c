/**
 * Limits the HTTP requests of each visitor, requests for a WebSocket included.
 * The front asks before it opens a connection to `Deno.serve`, so a request
 * beyond the limit costs little.
 *
 * @module
 */
import { resolveClient, type TcpPeer } from "../http/client_address.ts";
import { type Cidr, isAddressInCidrs } from "../net/cidr.ts";
import { networkKeyOf } from "../net/network_key.ts";
import { RateLimiter } from "../net/rate_limiter.ts";
import type { RequestHead } from "./request_head.ts";

/** Rate and proxies of a {@linkcode RequestRate}. */
export interface RequestRateOptions {
  /** Sustained rate; bursts are four times as many. */
  readonly requestsPerSecond: number;
  /** Proxies whose forwarded headers are believed. */
  readonly trustedProxies: readonly Cidr[];
}

const BURST_SECONDS = 4;
/** Networks with a rate of their own; the least recently seen is forgotten. */
const MAX_NETWORKS = 10_000;

/** The rates of all visitors. */
export class RequestRate {
  readonly #limiter: RateLimiter;
  readonly #trustedProxies: readonly Cidr[];

  /** Creates full rates. */
  constructor({ requestsPerSecond, trustedProxies }: RequestRateOptions) {
    this.#limiter = new RateLimiter({
      perSecond: requestsPerSecond,
      burst: requestsPerSecond * BURST_SECONDS,
      maxKeys: MAX_NETWORKS,
    });
    this.#trustedProxies = trustedProxies;
  }

  /** Takes a request and returns 0, or the milliseconds to wait. */
  take(head: RequestHead, peer: TcpPeer, nowMs: number): number {
    return this.#limiter.take(networkKeyOf(this.#addressOf(head, peer)), nowMs);
  }

  #addressOf({ headers }: RequestHead, peer: TcpPeer): string {
    return isAddressInCidrs(this.#trustedProxies, peer.address)
      ? resolveClient(new Headers([...headers]), peer, this.#trustedProxies)
        .address
      : peer.address;
  }
}
