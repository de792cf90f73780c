/**
 * Answers to requests: what a handler wants to say, made into bytes and sent.
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

/** A request on its way through a handler. */
export interface TurnRequest {
  readonly message: StunMessage;
  readonly fiveTuple: FiveTuple;
  readonly nowMs: number;
  readonly principal: TurnPrincipal;
}

/** What a handler answers. */
export type RequestOutcome =
  /** Success, with what the writer is given. */
  | { readonly success: (writer: StunMessageWriter) => void }
  /** The bytes of an answer that was already given. */
  | { readonly again: Uint8Array }
  | { readonly error: StunErrorCode }
  /** An error that is answered like a failed authentication. */
  | { readonly challenge: 401 };

/** Bytes that an unauthenticated packet may earn for each of its own, once the budget is spent. */
const MAX_AMPLIFICATION = 3;

/** What a full answer is counted as, before it is made. */
const FULL_RESPONSE_BYTES = 128;

/** A success or an error that answers an authenticated request. */
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
 * Answers a request that proved nothing. Beyond the budget of its source the
 * answer is terse, and never more than three times the request.
 */
export function replyUnauthenticated(
  context: TurnContext,
  message: StunMessage,
  path: FiveTuple,
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
    path.remote.hostname,
    FULL_RESPONSE_BYTES,
    nowMs,
  );
  const nonce = isChallenge ? context.nonces.issue(path, nowMs, isTerse) : null;
  const answer = buildUnauthenticatedResponse(
    context,
    message,
    outcome,
    nonce,
    isTerse,
  );
  const most = message.bytes.length * MAX_AMPLIFICATION;
  if (isTerse && answer.length > most) {
    return counters.countDrop("answer-too-large");
  }
  path.send(answer, 0, answer.length);
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
