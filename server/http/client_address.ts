/**
 * The client of a request and the origin that its browser used, with or without
 * proxies. Forwarded headers count only from a trusted peer. Of the hops that
 * they name, the client is the rightmost one that is not itself trusted:
 * everything to its left may be forged.
 *
 * @module
 */
import { type Cidr, isAddressInCidrs } from "../net/cidr.ts";
import { parseIp } from "../net/ip_address.ts";

/** The other end of a TCP connection to the front. */
export interface TcpPeer {
  /** Canonical IP address. */
  readonly address: string;
  /** TCP port. */
  readonly port: number;
  /** Whether the connection's TLS ends in this process. */
  readonly isTls: boolean;
}

/** The browser, or other client, that sent a request. */
export interface RequestClient {
  /** Canonical IP address. */
  readonly address: string;
  /** Whether a trusted proxy reported `address`. */
  readonly isForwarded: boolean;
  /** Scheme of the URL that the browser used. */
  readonly scheme: "http" | "https";
  /** Host, and port unless it is the scheme's default; empty when malformed. */
  readonly host: string;
}

interface ProxyHop {
  readonly address: string;
  readonly proto?: string | undefined;
  readonly host?: string | undefined;
}

const MAX_HOPS = 32;

/** Determines the client from the peer and, if that is trusted, the headers. */
export function resolveClient(
  headers: Headers,
  peer: TcpPeer,
  trustedProxies: readonly Cidr[],
): RequestClient {
  const peerAddress = parseHopAddress(peer.address) ?? peer.address;
  const peerScheme = peer.isTls ? "https" : "http";
  const peerHost = headers.get("host") ?? "";
  if (!isAddressInCidrs(trustedProxies, peerAddress)) {
    return {
      address: peerAddress,
      isForwarded: false,
      scheme: peerScheme,
      host: canonicalizeHost(peerHost, peerScheme),
    };
  }
  const hop = findClientHop(parseHops(headers), trustedProxies);
  const proto = (hop?.proto ?? lastElement(headers.get("x-forwarded-proto")))
    ?.toLowerCase();
  const scheme = proto === "https" || proto === "http" ? proto : peerScheme;
  const forwardedHost = hop?.host ??
    lastElement(headers.get("x-forwarded-host"));
  return {
    address: hop?.address ?? peerAddress,
    isForwarded: hop !== undefined,
    scheme,
    host: canonicalizeHost(forwardedHost ?? "", scheme) ||
      canonicalizeHost(peerHost, scheme),
  };
}

/**
 * Host and port in the form of a URL: lower case, without the scheme's default
 * port; empty when the text is not a plain host.
 */
export function canonicalizeHost(
  text: string,
  scheme: "http" | "https",
): string {
  if (!/^([\w.-]{1,253}|\[[0-9a-fA-F:.]{2,45}\])(:\d{1,5})?$/.test(text)) {
    return "";
  }
  const url = `${scheme}://${text}`;
  return URL.canParse(url) ? new URL(url).host : "";
}

/** Walks from the nearest hop outwards to the first that is not trusted. */
function findClientHop(
  hops: readonly (ProxyHop | null)[],
  trustedProxies: readonly Cidr[],
): ProxyHop | undefined {
  let client: ProxyHop | undefined;
  for (const hop of hops.slice(-MAX_HOPS).reverse()) {
    if (!hop) break;
    client = hop;
    if (!isAddressInCidrs(trustedProxies, hop.address)) break;
  }
  return client;
}

/** Hops, farthest first; null for one without an address. */
function parseHops(headers: Headers): (ProxyHop | null)[] {
  const listed = headers.get("x-forwarded-for");
  if (listed !== null) {
    return listed.split(",").map((text) => {
      const address = parseHopAddress(text.trim());
      return address === null ? null : { address };
    });
  }
  const forwarded = headers.get("forwarded");
  return forwarded === null
    ? []
    : forwarded.split(",").map(parseForwardedElement);
}

/** One element of `Forwarded` (RFC 7239 §4). */
function parseForwardedElement(element: string): ProxyHop | null {
  const pairs = new Map<string, string>();
  for (const part of element.split(";")) {
    const match = /^\s*([a-z]+)=(?:"([^"\\]*)"|([^\s"]*))\s*$/i.exec(part);
    if (!match) return null;
    pairs.set((match[1] ?? "").toLowerCase(), match[2] ?? match[3] ?? "");
  }
  const address = parseHopAddress(pairs.get("for") ?? "");
  return address === null
    ? null
    : { address, proto: pairs.get("proto"), host: pairs.get("host") };
}

/** The address in `192.0.2.1`, `192.0.2.1:80`, `2001:db8::1`, `[2001:db8::1]:80`. */
function parseHopAddress(text: string): string | null {
  const match = /^\[([^\]]+)\](?::\d{1,5})?$/.exec(text) ??
    /^(\d+(?:\.\d+){3})(?::\d{1,5})?$/.exec(text);
  return parseIp((match?.[1] ?? text).replace(/%.*$/, ""));
}

function lastElement(list: string | null): string | undefined {
  return list?.split(",").at(-1)?.trim();
}
