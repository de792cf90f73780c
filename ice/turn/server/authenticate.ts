/**
 * Long-term authentication of a request (RFC 8489 §9.2.4). The nonce is checked
 * first: a client that has not proved its address costs no more than one MAC.
 *
 * @module
 */
import {
  deriveLongTermKey,
  findIntegrity,
  type IntegrityKind,
  PASSWORD_ALGORITHM,
  type PasswordAlgorithm,
  verifyIntegrity,
} from "../../stun/integrity.ts";
import type { StunMessage } from "../../stun/stun_message.ts";
import { ATTRIBUTE } from "../../stun/iana_registry.ts";
import type { FiveTuple, TurnPrincipal } from "../allocation/allocation.ts";
import { reportRefusal } from "./refuse.ts";
import type { TurnContext } from "./turn_context.ts";

/** Identity of the sender, or the error to respond with. */
export type AuthenticationResult =
  | { readonly principal: TurnPrincipal; readonly integrity: IntegrityKind }
  | { readonly errorCode: 400 | 401 | 438 };

/** PASSWORD-ALGORITHMS of this server, strongest first. */
export const OFFERED_ALGORITHMS: Uint8Array = Uint8Array.of(
  0,
  PASSWORD_ALGORITHM.sha256,
  0,
  0,
  0,
  PASSWORD_ALGORITHM.md5,
  0,
  0,
);

/** Longest USERNAME (RFC 8489 §14.3). */
const MAX_USERNAME_BYTES = 508;

/** Authenticates one request. */
export function authenticateRequest(
  context: TurnContext,
  message: StunMessage,
  fiveTuple: FiveTuple,
  nowMs: number,
): AuthenticationResult {
  const found = findIntegrity(message);
  if (!found) return { errorCode: 401 };
  const nonce = message.text(ATTRIBUTE.nonce);
  const realm = message.text(ATTRIBUTE.realm);
  const hasName = message.has(ATTRIBUTE.username) ||
    message.has(ATTRIBUTE.userhash);
  if (!nonce || realm === undefined || !hasName) return { errorCode: 400 };
  const algorithm = negotiateAlgorithm(message);
  if (!algorithm) return { errorCode: 400 };
  if (context.nonces.verify(nonce, fiveTuple, nowMs) !== "valid") {
    return { errorCode: 438 };
  }
  const username = readUsername(context, message);
  if (!username || realm !== context.realm) return { errorCode: 401 };
  const principal = resolvePrincipal(context, fiveTuple, username, algorithm);
  if (!principal || !verifyIntegrity(message, found, principal.key)) {
    reportRefusal(context, fiveTuple, "relay-credential-wrong");
    return { errorCode: 401 };
  }
  return { principal, integrity: found.kind };
}

/** MD5 when the client names none; null when its choice does not match the offer. */
function negotiateAlgorithm(message: StunMessage): PasswordAlgorithm | null {
  const chosen = message.value(ATTRIBUTE.passwordAlgorithm);
  const offered = message.value(ATTRIBUTE.passwordAlgorithms);
  if (!chosen && !offered) return "md5";
  if (!chosen || !offered) return null;
  const isSame = offered.length === OFFERED_ALGORITHMS.length &&
    offered.every((byte, index) => byte === OFFERED_ALGORITHMS[index]);
  if (!isSame || chosen.length !== 4 || chosen[0] !== 0) return null;
  if (chosen[1] === PASSWORD_ALGORITHM.sha256) return "sha256";
  return chosen[1] === PASSWORD_ALGORITHM.md5 ? "md5" : null;
}

function readUsername(
  { credentials }: TurnContext,
  message: StunMessage,
): string | null {
  const bytes = message.find(ATTRIBUTE.username)?.length;
  if (bytes !== undefined && bytes > MAX_USERNAME_BYTES) return null;
  const name = message.text(ATTRIBUTE.username);
  if (name !== undefined) return name;
  const hash = message.value(ATTRIBUTE.userhash);
  return hash?.length === 32 ? credentials.findUsername(hash) : null;
}

/** Reuses the key of the allocation, so that a refresh costs one MAC. */
function resolvePrincipal(
  { credentials, realm }: TurnContext,
  fiveTuple: FiveTuple,
  username: string,
  algorithm: PasswordAlgorithm,
): TurnPrincipal | null {
  const known = fiveTuple.allocation?.principal;
  if (known?.username === username && known.algorithm === algorithm) {
    return known;
  }
  const password = credentials.passwordFor(username);
  if (password === null) return null;
  return {
    username,
    user: credentials.quotaUserOf(username, fiveTuple.remote.hostname),
    isAnonymous: credentials.isAnonymous(username),
    algorithm,
    key: deriveLongTermKey({ username, realm, password }, algorithm),
  };
}
