/**
 * The addresses that candidates name (RFC 8839 §5.1), wherever they stand: in
 * the candidate attribute that browsers trickle, or in a whole description.
 *
 * @module
 */
import { canonicalIp } from "./address.ts";

/** Addresses that are taken from one text at most. */
const MAX_ADDRESSES = 64;

/** foundation, component, transport, priority, then the address. */
const CANDIDATE = /candidate:\S{1,32} \d{1,3} \S{1,16} \d{1,10} (\S{1,64}) /g;

/** Canonical literals of all candidates in a text; names are left out. */
export function candidateAddresses(text: string): string[] {
  const found = new Set<string>();
  for (const match of text.matchAll(CANDIDATE)) {
    const hostname = canonicalIp(match[1] ?? "");
    if (hostname !== null) found.add(hostname);
    if (found.size >= MAX_ADDRESSES) break;
  }
  return [...found];
}
