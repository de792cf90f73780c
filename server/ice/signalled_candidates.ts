/**
 * Finds candidate addresses in signaling messages: in trickled candidates and
 * in descriptions (RFC 8839 §5.1).
 *
 * @module
 */

/** `candidate:foundation component transport priority address port ...` */
const CANDIDATE =
  /candidate:[\w+/]{1,32} \d{1,5} \w{1,8} \d{1,10} ([0-9a-fA-F.:]{2,45}) \d{1,5} typ /g;

/** Largest number of addresses per message. */
const MAX_ADDRESSES_PER_MESSAGE = 64;

/** Extracts the candidate addresses of a message, each once, without host names. */
export function extractCandidateAddresses(text: string): readonly string[] {
  if (!text.includes("candidate:")) return [];
  const found = new Set<string>();
  for (const [, address] of text.matchAll(CANDIDATE)) {
    if (address !== undefined) found.add(address);
    if (found.size >= MAX_ADDRESSES_PER_MESSAGE) break;
  }
  return [...found];
}
