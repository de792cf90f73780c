/**
 * Takes the requests for a WebSocket from the front: passes those that are
 * allowed to signaling, and reports the refused ones and the faults of a proxy.
 *
 * @module
 */
import type { Duplex } from "node:stream";
import type { SocketRequest } from "../../signaling/signaling_options.ts";
import type { HttpErrorCode } from "../http/error_response.ts";
import type { RefusalReporter } from "../refusals/refusal_log.ts";
import type { UpgradeRequest } from "./front.ts";
import type { SocketAttempts } from "./socket_attempts.ts";
import {
  checkUpgrade,
  parseQuery,
  type UpgradePolicy,
} from "./websocket_upgrade.ts";

/** Policy and receivers of an {@linkcode UpgradeReceiver}. */
export interface UpgradeReceiverOptions {
  /** Origins and proxies of the settings. */
  readonly policy: UpgradePolicy;
  /** Whether the process accepts members. */
  readonly isReady: () => boolean;
  /** Takes an allowed request. */
  readonly accept: (stream: Duplex, request: SocketRequest) => void;
  /** Keeps the outcome for the page. */
  readonly attempts: SocketAttempts;
  /** Reports refusals and faults of a proxy. */
  readonly onRefusal: RefusalReporter;
}

/** Receiver of `FrontOptions.onUpgrade`. */
export class UpgradeReceiver {
  readonly #options: UpgradeReceiverOptions;

  /** Creates a receiver. */
  constructor(options: UpgradeReceiverOptions) {
    this.#options = options;
  }

  /** Takes a request, or returns the code that refuses it. */
  receive(upgrade: UpgradeRequest): HttpErrorCode | null {
    const refused = this.#decide(upgrade);
    const id = parseQuery(upgrade.head).get("attempt");
    this.#options.attempts.record(id, refused ?? "accepted");
    return refused;
  }

  #decide(upgrade: UpgradeRequest): HttpErrorCode | null {
    const { isReady, policy, accept, onRefusal } = this.#options;
    const { head: { headers }, peer } = upgrade;
    const decision = isReady() ? checkUpgrade(upgrade, policy) : NOT_READY;
    const { result, faults } = decision;
    const refused = "refused" in result ? result.refused : null;
    const causes = new Set([...(refused === null ? [] : [refused]), ...faults]);
    for (const cause of causes) {
      onRefusal(cause, {
        client: peer.address,
        host: headers.get("host") ?? "none",
        origin: headers.get("origin") ?? "none",
      });
    }
    if (!("refused" in result)) accept(upgrade.stream, result);
    return refused;
  }
}

const NOT_READY = { result: { refused: "not-ready" }, faults: [] } as const;
