/**
 * Finds the addresses that a member signals as its candidates, in trickled
 * candidates and in whole descriptions alike (RFC 8839 §5.1).
 *
 * @module
 */

/** `candidate:foundation component transport priority address port ...` */
const CANDIDATE =
  /candidate:[\w+/]{1,32} \d{1,5} \w{1,8} \d{1,10} ([0-9a-fA-F.:]{2,45}) \d{1,5} typ /g;

/** Addresses found in one message at most. */
const MAX_ADDRESSES_PER_MESSAGE = 64;

/** Addresses of the candidates in a message, each once; host names are left out. */
export function extractCandidateAddresses(text: string): readonly string[] {
  if (!text.includes("candidate:")) return [];
  const found = new Set<string>();
  for (const [, address] of text.matchAll(CANDIDATE)) {
    if (address !== undefined) found.add(address);
    if (found.size >= MAX_ADDRESSES_PER_MESSAGE) break;
  }
  return [...found];
}
