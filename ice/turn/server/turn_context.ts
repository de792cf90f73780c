/**
 * Limits, state and effects of the TURN server, as its request handlers get
 * them.
 *
 * @module
 */
import type { AddressFamily } from "../../../server/net/ip_address.ts";
import type { CredentialStore } from "../../credentials/credential_store.ts";
import type { FiveTuple } from "../allocation/allocation.ts";
import type { AllocationContext } from "../allocation/allocation_lifecycle.ts";
import type { RelayRefusalReporter } from "../allocation/relay_refusal.ts";
import type { RelayPortEffects } from "../allocation/relayed_address_table.ts";
import type { RelayContext } from "../relay/relay_context.ts";
import type { AmplificationLimiter } from "./amplification_limiter.ts";
import type { NonceIssuer } from "./nonce.ts";
import type { TurnLimits } from "./turn_limits.ts";

/** Effects that the server needs from its environment. */
export interface TurnEffects extends RelayPortEffects {
  /** System's clock in Unix milliseconds, for the expiry of credentials. */
  unixMs(): number;
  /** Reports a refusal, for the log. */
  onRefusal: RelayRefusalReporter;
  /** Local address to relay from for a client; null when the family is missing. */
  relayHostname(fiveTuple: FiveTuple, family: AddressFamily): string | null;
}

/** Context of the request handlers. */
export interface TurnContext extends AllocationContext, RelayContext {
  /** REALM of the long-term mechanism. */
  readonly realm: string;
  /** Limits and lifetimes. */
  readonly limits: TurnLimits;
  /** Effects on the environment. */
  readonly effects: TurnEffects;
  /** True when the server is about to stop and makes no new allocation. */
  isDraining: boolean;
  /** Passwords and expiry of usernames. */
  readonly credentials: CredentialStore;
  /** Issuer of NONCE values. */
  readonly nonces: NonceIssuer;
  /** Limit of responses to unauthenticated sources. */
  readonly amplificationLimiter: AmplificationLimiter;
}
