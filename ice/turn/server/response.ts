/**
 * Builds and sends responses to requests.
 *
 * @module
 */
import type { IntegrityKind } from "../../stun/integrity.ts";
import type { StunMessage } from "../../stun/stun_message.ts";
import {
  ATTRIBUTE,
  CLASS,
  type StunErrorCode,
} from "../../stun/iana_registry.ts";
import { StunMessageWriter } from "../../stun/message_writer.ts";
import type { FiveTuple, TurnPrincipal } from "../allocation/allocation.ts";
import { OFFERED_ALGORITHMS } from "./authenticate.ts";
import type { TurnContext } from "./turn_context.ts";

/** An authenticated request. */
export interface TurnRequest {
  /** The decoded request. */
  readonly message: StunMessage;
  /** Five-tuple on which it arrived. */
  readonly fiveTuple: FiveTuple;
  /** Time of arrival, in milliseconds of the monotonic clock. */
  readonly nowMs: number;
  /** Identity of the sender. */
  readonly principal: TurnPrincipal;
}

/** Result of a handler. */
export type RequestOutcome =
  /** Success, with a function that writes the attributes. */
  | { readonly success: (writer: StunMessageWriter) => void }
  /** Bytes of an earlier response to the same request. */
  | { readonly retransmit: Uint8Array }
  /** An error, signed like a success. */
  | { readonly error: StunErrorCode }
  /** An error that is sent like a failed authentication. */
  | { readonly challenge: 401 };

/** Largest ratio of response to request above the limit of the source. */
const MAX_AMPLIFICATION = 3;

/** Size that a full response is counted as before it is built. */
const FULL_RESPONSE_BYTES = 128;

/** Builds the success or error response to an authenticated request. */
export function buildSignedResponse(
  message: StunMessage,
  key: Uint8Array,
  integrity: IntegrityKind,
  outcome:
    | { readonly success: (writer: StunMessageWriter) => void }
    | { readonly error: StunErrorCode; readonly unknown?: readonly number[] },
): Uint8Array {
  const isSuccess = "success" in outcome;
  const writer = new StunMessageWriter(
    message.method,
    isSuccess ? CLASS.success : CLASS.error,
    message.transactionId,
  );
  if (isSuccess) outcome.success(writer);
  else {
    writer.errorCode(outcome.error);
    if (outcome.unknown) writer.unknownAttributes(outcome.unknown);
  }
  writer.integrity(key, integrity);
  if (message.has(ATTRIBUTE.fingerprint)) writer.fingerprint();
  return writer.finish();
}

/**
 * Sends an error response to an unauthenticated request. Above the limit of the
 * source the response is terse, and never longer than three times the request.
 */
export function replyUnauthenticated(
  context: TurnContext,
  message: StunMessage,
  fiveTuple: FiveTuple,
  outcome: {
    readonly error: 400 | 401 | 420 | 438;
    readonly unknown?: readonly number[];
  },
  nowMs: number,
): void {
  const { counters, amplificationLimiter } = context;
  counters.challenges++;
  const isChallenge = outcome.error === 401 || outcome.error === 438;
  const isTerse = !amplificationLimiter.take(
    fiveTuple.remote.hostname,
    FULL_RESPONSE_BYTES,
    nowMs,
  );
  const nonce = isChallenge
    ? context.nonces.issue(fiveTuple, nowMs, isTerse)
    : null;
  const response = buildUnauthenticatedResponse(
    context,
    message,
    outcome,
    nonce,
    isTerse,
  );
  const maxBytes = message.bytes.length * MAX_AMPLIFICATION;
  if (isTerse && response.length > maxBytes) {
    return counters.countDrop("response-too-large");
  }
  fiveTuple.send(response, 0, response.length);
}

function buildUnauthenticatedResponse(
  { realm }: TurnContext,
  message: StunMessage,
  outcome: {
    readonly error: StunErrorCode;
    readonly unknown?: readonly number[];
  },
  nonce: string | null,
  isTerse: boolean,
): Uint8Array {
  const writer = new StunMessageWriter(
    message.method,
    CLASS.error,
    message.transactionId,
  ).errorCode(outcome.error, isTerse);
  if (outcome.unknown) writer.unknownAttributes(outcome.unknown);
  if (nonce !== null) {
    writer.text(ATTRIBUTE.realm, realm).text(ATTRIBUTE.nonce, nonce);
    if (!isTerse) {
      writer.bytes(ATTRIBUTE.passwordAlgorithms, OFFERED_ALGORITHMS);
    }
  }
  if (!isTerse && message.has(ATTRIBUTE.fingerprint)) writer.fingerprint();
  return writer.finish();
}
