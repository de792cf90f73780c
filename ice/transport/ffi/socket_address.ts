/**
 * `struct sockaddr` from and to literals, with small caches so that a packet
 * of a known peer makes no text.
 *
 * @module
 */
import { ipFromBytes, ipToBytes } from "../../../server/net/ip_address.ts";
import { ipv4Key } from "../../turn/allocation/allocation.ts";
import { AF_INET, AF_INET6, SOCKADDR_BYTES } from "./libc.ts";

const MAX_CACHED = 65_536;

/** Reads and writes addresses of either family (little-endian hosts). */
export class SocketAddresses {
  readonly #bytes = new Map<string, Uint8Array>();
  readonly #texts = new Map<number, string>();
  readonly #lastIpv6 = new Uint8Array(16);
  #lastIpv6Text = "::";

  /** Writes an address and returns its length. */
  write(names: Uint8Array, at: number, hostname: string, port: number): number {
    let ip = this.#bytes.get(hostname);
    if (!ip) {
      if (this.#bytes.size >= MAX_CACHED) this.#bytes.clear();
      ip = ipToBytes(hostname);
      this.#bytes.set(hostname, ip);
    }
    const isIpv4 = ip.length === 4;
    names[at] = isIpv4 ? AF_INET : AF_INET6;
    names[at + 1] = 0;
    names[at + 2] = port >> 8;
    names[at + 3] = port;
    const ipAt = isIpv4 ? at + 4 : at + 8;
    for (let byte = 4; byte < SOCKADDR_BYTES.ipv6; byte++) names[at + byte] = 0;
    names.set(ip, ipAt);
    return isIpv4 ? SOCKADDR_BYTES.ipv4 : SOCKADDR_BYTES.ipv6;
  }

  /** Port of a stored address. */
  port(names: Uint8Array, at: number): number {
    return ((names[at + 2] ?? 0) << 8) | (names[at + 3] ?? 0);
  }

  /** Canonical literal of a stored address. */
  hostname(names: Uint8Array, at: number): string {
    return names[at] === AF_INET
      ? this.#ipv4(names, at + 4)
      : this.#ipv6(names, at + 8);
  }

  #ipv4(names: Uint8Array, at: number): string {
    const bytes = names.subarray(at, at + 4);
    const key = ipv4Key(bytes);
    let text = this.#texts.get(key);
    if (text === undefined) {
      if (this.#texts.size >= MAX_CACHED) this.#texts.clear();
      text = ipFromBytes(bytes);
      this.#texts.set(key, text);
    }
    return text;
  }

  #ipv6(names: Uint8Array, at: number): string {
    let isSame = true;
    for (let byte = 0; byte < 16; byte++) {
      if (this.#lastIpv6[byte] === names[at + byte]) continue;
      this.#lastIpv6[byte] = names[at + byte] ?? 0;
      isSame = false;
    }
    if (!isSame) this.#lastIpv6Text = ipFromBytes(this.#lastIpv6);
    return this.#lastIpv6Text;
  }
}
