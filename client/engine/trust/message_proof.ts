/**
 * Proofs of messages: HMAC-SHA-256 (RFC 2104) under a key that HKDF-SHA-256
 * (RFC 5869) derives from the key and the name of the room. What is proven is
 * the UTF-8 of a JSON array of fixed order, without spaces:
 *
 *     [version, room, from, to, session, toSession, counter, event, data]
 *
 * `data` of a description is `[generation, by, type, sdp]`, that of `info` the
 * list of its `[field, value]` without `proof`, sorted by field.
 *
 * @module
 */
import { asRecord, type UnknownRecord } from "../json.ts";
import { encodeBase64Url, type RoomKey } from "./room_key.ts";

/** Version of the encoding. */
export const PROOF_VERSION = 1;

/** The part of `SubtleCrypto` that is used. */
export type ProofCrypto = Pick<
  SubtleCrypto,
  "importKey" | "deriveKey" | "sign"
>;

/** What a proof is about. */
export interface ProvenMessage {
  /** Id of the sender. */
  readonly from: string;
  /** Id of the receiver; empty for all members. */
  readonly to: string;
  /** Id of the sender's page. */
  readonly session: string;
  /** Id of the receiver's page; empty for all members. */
  readonly toSession: string;
  /** Grows with each message of a page. */
  readonly counter: number;
  readonly event: string;
  readonly data: unknown;
}

/** Computes the proof of a message, as base64url. */
export type ComputeProof = (message: ProvenMessage) => Promise<string>;

/** Derives the key of a room and returns what computes proofs with it. */
export async function deriveProofKey(
  subtle: ProofCrypto,
  key: RoomKey,
  room: string,
): Promise<ComputeProof> {
  const encoder = new TextEncoder();
  const base = await subtle.importKey("raw", key, "HKDF", false, ["deriveKey"]);
  const hash = "SHA-256";
  const info = encoder.encode(`maru proof ${PROOF_VERSION} ${room}`);
  const macKey = await subtle.deriveKey(
    { name: "HKDF", hash, salt: new Uint8Array(), info },
    base,
    { name: "HMAC", hash, length: 256 },
    false,
    ["sign"],
  );
  return async (message) => {
    const text = encoder.encode(encodeMessage(room, message));
    return encodeBase64Url(
      new Uint8Array(await subtle.sign("HMAC", macKey, text)),
    );
  };
}

/** Encodes what is proven. */
export function encodeMessage(room: string, message: ProvenMessage): string {
  const { from, to, session, toSession, counter, event, data } = message;
  return JSON.stringify(
    [PROOF_VERSION, room, from, to, session, toSession, counter, event, data],
  );
}

/** Canonical data of `description`. */
export function canonicalizeDescription(fields: UnknownRecord): unknown {
  const connection = asRecord(fields.connection);
  const description = asRecord(fields.description);
  return [
    connection?.generation,
    connection?.by,
    description?.type,
    description?.sdp,
  ];
}

/** Canonical data of `info`. */
export function canonicalizeInfo(info: UnknownRecord): unknown {
  return Object.entries(info).filter(([field]) => field !== "proof")
    .sort(([a], [b]) => a < b ? -1 : 1);
}

/** True when two proofs are the same; the time does not depend on where they differ. */
export function isSameProof(a: string, b: string): boolean {
  let difference = a.length ^ b.length;
  for (let i = 0; i < a.length; i++) {
    difference |= a.charCodeAt(i) ^ b.charCodeAt(i);
  }
  return difference === 0;
}
