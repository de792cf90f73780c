/**
 * What one client holds on this server (RFC 8656 §5): its relayed addresses,
 * permissions and channels. Plain state; who may change it is decided elsewhere.
 *
 * @module
 */
import {
  type Address,
  type Family,
  familyOf,
  ipToBytes,
} from "../../../server/net/ip_address.ts";
import type { Seat } from "../../policy/seat_registry.ts";
import type { PasswordAlgorithm } from "../../stun/integrity.ts";
import { ByteRate } from "../relay/byte_rate.ts";

/** Transport between client and server. */
export type ClientTransport = "udp" | "tcp" | "tls";

/** One five-tuple, owned by a transport. */
export interface ClientPath {
  readonly transport: ClientTransport;
  /** Whether messages are framed in a stream, and ChannelData padded. */
  readonly isStream: boolean;
  readonly remote: Address;
  readonly local: Address;
  /** Set by the core; the one lookup per packet from a client. */
  allocation: Allocation | null;
  /** Sends `bytes[start, end)`; the bytes are free again when it returns. */
  send(bytes: Uint8Array, start: number, end: number): void;
  /** The allocation is gone; the transport may forget the five-tuple. */
  allocationEnded(): void;
}

/** The UDP socket of one relayed address. */
export interface RelaySocket {
  readonly hostname: string;
  readonly port: number;
  /** Sends `bytes[start, end)`; the bytes are free again when it returns. */
  send(bytes: Uint8Array, start: number, end: number, to: Address): void;
  close(): void;
}

/** One relayed address of an allocation. */
export interface Relay {
  /** Null while the port is only reserved. */
  allocation: Allocation | null;
  readonly family: Family;
  readonly socket: RelaySocket;
  /** As the client is told; another than the socket's behind a cloud NAT. */
  readonly address: Address;
  expiresMs: number;
}

/** Leave to exchange packets with one IP address (RFC 8656 §9). */
export class Permission {
  expiresMs = 0;
  /** Version of the facts that the verdict below was made from. */
  version = -1;
  /** Whether packets may pass through the network. */
  isOpen = false;
  /** Whether packets may be handed to room-mates inside the process. */
  mayHandOver = false;
  /** Whether the address is one of this machine's own. */
  isOwn = false;
  /** Our relayed ports at the address, null when there are none. */
  ports: ReadonlyMap<number, Relay> | null = null;
  readonly channels = new Map<number, Channel>();
  readonly ipBytes: Uint8Array;
  #target: Address | null = null;

  constructor(readonly hostname: string, readonly relay: Relay) {
    this.ipBytes = ipToBytes(hostname);
  }

  /** The address with a port; the last one is kept, as most peers have one. */
  at(port: number): Address {
    if (this.#target?.port !== port) {
      this.#target = { hostname: this.hostname, port };
    }
    return this.#target;
  }
}

/** A channel number bound to a peer (RFC 8656 §12). */
export interface Channel {
  readonly number: number;
  readonly permission: Permission;
  readonly peer: Address;
  expiresMs: number;
}

/** What the client proved itself with. */
export interface Principal {
  readonly username: string;
  /** What quotas and seats go by. */
  readonly user: string;
  readonly algorithm: PasswordAlgorithm;
  readonly key: Uint8Array;
}

/** Everything under one five-tuple. */
export class Allocation {
  readonly relays: Relay[] = [];
  readonly permissions = new Map<string, Permission>();
  readonly permissionsByIpv4 = new Map<number, Permission>();
  readonly channels = new Map<number, Channel>();
  readonly rate: ByteRate;
  /** The success that answered Allocate, for its retransmissions. */
  success: Uint8Array = new Uint8Array();

  constructor(
    readonly path: ClientPath,
    readonly principal: Principal,
    readonly seat: Seat | null,
    readonly transactionId: Uint8Array,
    limits: { readonly maxBytesPerSecond: number },
    nowMs: number,
  ) {
    this.rate = new ByteRate(limits.maxBytesPerSecond, nowMs);
  }

  /** The relayed address of a family. */
  relayOf(family: Family): Relay | undefined {
    return this.relays.find((relay) => relay.family === family);
  }

  /** The permission for an address, made when there is none. */
  permit(hostname: string): Permission | undefined {
    const found = this.permissions.get(hostname);
    if (found) return found;
    const relay = this.relayOf(familyOf(hostname));
    if (!relay) return undefined;
    const permission = new Permission(hostname, relay);
    this.permissions.set(hostname, permission);
    if (relay.family === "ipv4") {
      this.permissionsByIpv4.set(ipv4Key(permission.ipBytes), permission);
    }
    return permission;
  }

  /** Forgets a permission and the channels on it. */
  forbid(permission: Permission): void {
    this.permissions.delete(permission.hostname);
    if (permission.ipBytes.length === 4) {
      this.permissionsByIpv4.delete(ipv4Key(permission.ipBytes));
    }
    for (const channel of permission.channels.values()) {
      this.channels.delete(channel.number);
    }
    permission.channels.clear();
  }
}

/** The four bytes as one unsigned number. */
export function ipv4Key(bytes: Uint8Array): number {
  return (((bytes[0] ?? 0) << 24) | ((bytes[1] ?? 0) << 16) |
    ((bytes[2] ?? 0) << 8) | (bytes[3] ?? 0)) >>> 0;
}
