/**
 * Who a request comes from and how its browser reached us, behind proxies or
 * not. Forwarded headers count only from a trusted peer; of the hops that they
 * name, the rightmost that is not itself trusted is the client, since all to
 * the left of it could be made up.
 *
 * @module
 */
import { type Cidr, isAddressInCidrs } from "../net/cidr.ts";
import { parseIp } from "../net/ip_address.ts";

/** The socket that a request came by. */
export interface HttpConnection {
  /** Address and port of the other end. */
  readonly peer: { readonly address: string; readonly port: number };
  /** Whether TLS ended in this process. */
  readonly isTls: boolean;
  /** Host of an HTTP/2 request, which has no Host field (RFC 9113 §8.3.1). */
  readonly authority?: string;
}

/** The browser, as far as it can be known. */
export interface RequestClient {
  /** Canonical. */
  readonly address: string;
  /** True when `address` was told by a proxy rather than seen. */
  readonly isForwarded: boolean;
  readonly scheme: "http" | "https";
  /** Host and, where it is not the scheme's own, port; empty when malformed. */
  readonly host: string;
}

interface ProxyHop {
  readonly address: string;
  readonly proto?: string | undefined;
  readonly host?: string | undefined;
}

const MAX_HOPS = 32;

/** Reads the client from the connection and, if its peer is trusted, the headers. */
export function resolveClient(
  headers: Headers,
  connection: HttpConnection,
  trustedProxies: readonly Cidr[],
): RequestClient {
  const seen = parseHopAddress(connection.peer.address) ??
    connection.peer.address;
  const ownScheme = connection.isTls ? "https" : "http";
  const ownHost = headers.get("host") ?? connection.authority ?? "";
  if (!isAddressInCidrs(trustedProxies, seen)) {
    return {
      address: seen,
      isForwarded: false,
      scheme: ownScheme,
      host: canonicalizeHost(ownHost, ownScheme),
    };
  }
  const hop = findClientHop(parseHops(headers), trustedProxies);
  const proto = (hop?.proto ?? lastElement(headers.get("x-forwarded-proto")))
    ?.toLowerCase();
  const scheme = proto === "https" || proto === "http" ? proto : ownScheme;
  const told = hop?.host ?? lastElement(headers.get("x-forwarded-host"));
  return {
    address: hop?.address ?? seen,
    isForwarded: hop !== undefined,
    scheme,
    host: canonicalizeHost(told ?? "", scheme) ||
      canonicalizeHost(ownHost, scheme),
  };
}

/**
 * Host and port as a URL has them: lower case, without the scheme's own port;
 * empty when the text is not a plain host.
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

/** Walks from the nearest hop outwards, to the first that is not trusted. */
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

/** The hops, farthest first; null stands for one that names no address. */
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
