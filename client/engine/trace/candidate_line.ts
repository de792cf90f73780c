/**
 * Reads the line of an ICE candidate (RFC 8839 §5.1).
 *
 * @module
 */

/** Parts of a candidate. */
export interface CandidateParts {
  readonly protocol: string;
  readonly address: string;
  readonly port: number;
  /** `host`, `srflx`, `prflx` or `relay`. */
  readonly type: string;
  /** Base of a reflexive or relayed candidate; empty without one. */
  readonly relatedAddress: string;
}

const CANDIDATE =
  /^(?:a=)?candidate:\S+ \d+ (\S+) \d+ (\S+) (\d+) typ (\S+)(?: raddr (\S+))?/;

/** Parts of a candidate line; null for another line, such as an empty one. */
export function parseCandidate(line: string): CandidateParts | null {
  const match = CANDIDATE.exec(line);
  if (!match) return null;
  const [, protocol = "", address = "", port = "", type = ""] = match;
  return {
    protocol: protocol.toLowerCase(),
    address,
    port: Number(port),
    type,
    relatedAddress: match[5] ?? "",
  };
}

/** Address and port as one text (RFC 3986 §3.2.2 for IPv6). */
export function joinAddress(address: string, port: number | string): string {
  return address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`;
}
