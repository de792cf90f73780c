/**
 * Converts `struct sockaddr` from and to literals, with small caches: a packet of a
 * known peer builds no string.
 *
 * @module
 */
import {
  ipFromBytes,
  ipToBytes,
  packIpv4,
} from "../../../server/net/ip_address.ts";
import { AF_INET, AF_INET6, SOCKADDR_BYTES } from "./libc.ts";

const MAX_CACHED = 65_536;

/** Reads and writes addresses of either family (little-endian hosts). */
export class SockaddrCodec {
  readonly #bytesByHostname = new Map<string, Uint8Array>();
  readonly #hostnameByIpv4 = new Map<number, string>();
  readonly #lastIpv6 = new Uint8Array(16);
  #lastIpv6Text = "::";

  /** Writes an address and returns its length. */
  write(
    sockaddrs: Uint8Array,
    at: number,
    hostname: string,
    port: number,
  ): number {
    let ip = this.#bytesByHostname.get(hostname);
    if (!ip) {
      if (this.#bytesByHostname.size >= MAX_CACHED) {
        this.#bytesByHostname.clear();
      }
      ip = ipToBytes(hostname);
      this.#bytesByHostname.set(hostname, ip);
    }
    const isIpv4 = ip.length === 4;
    sockaddrs[at] = isIpv4 ? AF_INET : AF_INET6;
    sockaddrs[at + 1] = 0;
    sockaddrs[at + 2] = port >> 8;
    sockaddrs[at + 3] = port;
    const ipAt = isIpv4 ? at + 4 : at + 8;
    for (let byte = 4; byte < SOCKADDR_BYTES.ipv6; byte++) {
      sockaddrs[at + byte] = 0;
    }
    sockaddrs.set(ip, ipAt);
    return isIpv4 ? SOCKADDR_BYTES.ipv4 : SOCKADDR_BYTES.ipv6;
  }

  /** Port of a stored address. */
  readPort(sockaddrs: Uint8Array, at: number): number {
    return ((sockaddrs[at + 2] ?? 0) << 8) | (sockaddrs[at + 3] ?? 0);
  }

  /** Canonical literal of a stored address. */
  readHostname(sockaddrs: Uint8Array, at: number): string {
    return sockaddrs[at] === AF_INET
      ? this.#readIpv4(sockaddrs, at + 4)
      : this.#readIpv6(sockaddrs, at + 8);
  }

  #readIpv4(sockaddrs: Uint8Array, at: number): string {
    const bytes = sockaddrs.subarray(at, at + 4);
    const key = packIpv4(bytes);
    let text = this.#hostnameByIpv4.get(key);
    if (text === undefined) {
      if (this.#hostnameByIpv4.size >= MAX_CACHED) this.#hostnameByIpv4.clear();
      text = ipFromBytes(bytes);
      this.#hostnameByIpv4.set(key, text);
    }
    return text;
  }

  #readIpv6(sockaddrs: Uint8Array, at: number): string {
    let isSame = true;
    for (let byte = 0; byte < 16; byte++) {
      if (this.#lastIpv6[byte] === sockaddrs[at + byte]) continue;
      this.#lastIpv6[byte] = sockaddrs[at + byte] ?? 0;
      isSame = false;
    }
    if (!isSame) this.#lastIpv6Text = ipFromBytes(this.#lastIpv6);
    return this.#lastIpv6Text;
  }
}
