/**
 * Methods of the TURN server with their handlers and known attributes.
 *
 * @module
 */
import { ATTRIBUTE, METHOD } from "../../stun/iana_registry.ts";
import type { Allocation } from "../allocation/allocation.ts";
import { handleChannelBind } from "./channel_bind.ts";
import { handleCreatePermission } from "./create_permission.ts";
import { handleRefresh } from "./refresh.ts";
import type { RequestOutcome, TurnRequest } from "./response.ts";
import type { TurnContext } from "./turn_context.ts";

/** Handler of a request that needs an allocation. */
export type AllocationHandler = (
  context: TurnContext,
  request: TurnRequest,
  allocation: Allocation,
) => RequestOutcome;

/** Handler of a method and the attributes that it understands. */
export interface MethodSpec {
  /** Comprehension-required attributes that the method understands. */
  readonly knownAttributes: ReadonlySet<number>;
  /** Handles the request. */
  readonly handle: AllocationHandler;
}

const COMMON_ATTRIBUTES = [
  ATTRIBUTE.username,
  ATTRIBUTE.userhash,
  ATTRIBUTE.realm,
  ATTRIBUTE.nonce,
  ATTRIBUTE.messageIntegrity,
  ATTRIBUTE.messageIntegritySha256,
  ATTRIBUTE.passwordAlgorithm,
];

function defineMethod(
  handle: AllocationHandler,
  ...types: number[]
): MethodSpec {
  return { knownAttributes: new Set([...COMMON_ATTRIBUTES, ...types]), handle };
}

/** Methods that need an allocation, by number. */
export const METHOD_SPECS: ReadonlyMap<number, MethodSpec> = new Map([
  [
    METHOD.refresh,
    defineMethod(
      handleRefresh,
      ATTRIBUTE.lifetime,
      ATTRIBUTE.requestedAddressFamily,
    ),
  ],
  [
    METHOD.createPermission,
    defineMethod(handleCreatePermission, ATTRIBUTE.xorPeerAddress),
  ],
  [
    METHOD.channelBind,
    defineMethod(
      handleChannelBind,
      ATTRIBUTE.channelNumber,
      ATTRIBUTE.xorPeerAddress,
    ),
  ],
]);

/**
 * Comprehension-required attributes of Allocate, without DONT-FRAGMENT: no socket
 * of this platform can set the bit (§7.2).
 */
export const ALLOCATE_ATTRIBUTES: ReadonlySet<number> = new Set([
  ...COMMON_ATTRIBUTES,
  ATTRIBUTE.requestedTransport,
  ATTRIBUTE.lifetime,
  ATTRIBUTE.requestedAddressFamily,
  ATTRIBUTE.evenPort,
  ATTRIBUTE.reservationToken,
]);

/** Comprehension-required attributes of Binding. */
export const BINDING_ATTRIBUTES: ReadonlySet<number> = new Set(
  COMMON_ATTRIBUTES,
);
