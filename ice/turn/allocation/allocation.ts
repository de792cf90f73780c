/**
 * State of one client's allocation (RFC 8656 §5): relayed addresses,
 * permissions and channels. Requests are checked by the handlers.
 *
 * @module
 */
import {
  type AddressFamily,
  addressFamilyOf,
  ipToBytes,
  packIpv4,
  type TransportAddress,
} from "../../../server/net/ip_address.ts";
import { TokenBucket } from "../../../server/net/token_bucket.ts";
import type { RelaySeat } from "../../policy/relay_seat.ts";
import type { PasswordAlgorithm } from "../../stun/integrity.ts";

/** Transport between client and server. */
export type ClientTransport = "udp" | "tcp" | "tls";

/** One five-tuple, created by a transport. */
export interface FiveTuple {
  /** Transport between client and server. */
  readonly transport: ClientTransport;
  /** Whether messages are framed in a stream, and ChannelData padded. */
  readonly isStream: boolean;
  /** Address of the client. */
  readonly remote: TransportAddress;
  /** Address of the server that the client reached. */
  readonly local: TransportAddress;
  /** Set by the TURN server; the only lookup per packet from a client. */
  allocation: Allocation | null;
  /** Sends `bytes[start, end)`; the caller may reuse the bytes afterwards. */
  send(bytes: Uint8Array, start: number, end: number): void;
  /** Reports the end of the allocation; the transport may drop the five-tuple. */
  allocationEnded(): void;
}

/** The UDP socket of one relayed address. */
export interface RelaySocket {
  /** Canonical literal of the local address. */
  readonly hostname: string;
  /** Local port. */
  readonly port: number;
  /** Sends `bytes[start, end)`; the caller may reuse the bytes afterwards. */
  send(
    bytes: Uint8Array,
    start: number,
    end: number,
    to: TransportAddress,
  ): void;
  /** Closes the socket and frees the port. */
  close(): void;
}

/** One relayed address of an allocation. */
export interface RelayedAddress {
  /** Null while the port is only reserved. */
  allocation: Allocation | null;
  /** Address family of the socket. */
  readonly family: AddressFamily;
  /** Socket that sends to and receives from peers. */
  readonly socket: RelaySocket;
  /** Address in responses; differs from the socket's behind a cloud NAT. */
  readonly address: TransportAddress;
  /** Milliseconds of the monotonic clock. */
  expiresMs: number;
}

/** Permission to exchange packets with one IP address (RFC 8656 §9). */
export class Permission {
  /** Milliseconds of the monotonic clock. */
  expiresMs = 0;
  /** Revision of the facts behind the policy decision; -1 before the first one. */
  decidedAtRevision: number = -1;
  /** Whether the policy allows packets over the network. */
  isAllowed = false;
  /** Whether the operator opened the address. */
  isOpenedByOperator = false;
  /** Whether packets to room-mates may be relayed inside the process. */
  mayRelayLocally = false;
  /** Whether the address belongs to this machine. */
  isOwnAddress = false;
  /** Relayed ports of this server at the address; null when there are none. */
  localRelayedPorts: ReadonlyMap<number, RelayedAddress> | null = null;
  /** Channel bindings by peer port. */
  readonly channels = new Map<number, ChannelBinding>();
  /** The address in network order, 4 or 16 bytes. */
  readonly ipBytes: Uint8Array;
  #lastPeer: TransportAddress | null = null;

  /** Creates a permission for a peer, given as a canonical literal. */
  constructor(
    readonly hostname: string,
    readonly relayedAddress: RelayedAddress,
  ) {
    this.ipBytes = ipToBytes(hostname);
  }

  /** The peer at a port. Caches the last one, since most peers use one port. */
  peerAddress(port: number): TransportAddress {
    if (this.#lastPeer?.port !== port) {
      this.#lastPeer = { hostname: this.hostname, port };
    }
    return this.#lastPeer;
  }
}

/** A channel number bound to a peer (RFC 8656 §12). */
export interface ChannelBinding {
  /** Channel number. */
  readonly number: number;
  /** Permission for the peer's address. */
  readonly permission: Permission;
  /** Address and port of the peer. */
  readonly peer: TransportAddress;
  /** Milliseconds of the monotonic clock. */
  expiresMs: number;
}

/** Authenticated identity of a client. */
export interface TurnPrincipal {
  /** USERNAME of the request, or the one behind its USERHASH. */
  readonly username: string;
  /** User part of the name, for quotas and seats. */
  readonly user: string;
  /** Whether the credential is one of `/ice`, which names no seat. */
  readonly isAnonymous: boolean;
  /** Password algorithm that the client chose. */
  readonly algorithm: PasswordAlgorithm;
  /** Long-term key (RFC 8489 §9.2.2). */
  readonly key: Uint8Array;
}

/** Allocation of one five-tuple. */
export class Allocation {
  /** One per address family. */
  readonly relayedAddresses: RelayedAddress[] = [];
  /** Permissions by canonical literal of the peer. */
  readonly permissions = new Map<string, Permission>();
  /** Permissions for IPv4 peers, by packed address. */
  readonly permissionsByIpv4 = new Map<number, Permission>();
  /** Channel bindings by number. */
  readonly channels = new Map<number, ChannelBinding>();
  /** Bytes in both directions; the burst is one second of the rate. */
  readonly byteBucket: TokenBucket;
  /** Permissions and channels that are counted in the quota. */
  countedPermissions = 0;
  /** Success response to Allocate, for retransmitted requests. */
  allocateResponse: Uint8Array = new Uint8Array();

  /** Creates an allocation; `seat` is null when the credential names none. */
  constructor(
    readonly fiveTuple: FiveTuple,
    readonly principal: TurnPrincipal,
    readonly seat: RelaySeat | null,
    readonly transactionId: Uint8Array,
    limits: { readonly maxRelayBytesPerSecond: number },
    nowMs: number,
  ) {
    const perSecond = limits.maxRelayBytesPerSecond;
    this.byteBucket = new TokenBucket({ perSecond, burst: perSecond }, nowMs);
  }

  /** Finds the relayed address of a family. */
  relayedAddressOf(family: AddressFamily): RelayedAddress | undefined {
    return this.relayedAddresses.find((address) => address.family === family);
  }

  /**
   * Returns the permission for an address, creating it when it is missing;
   * undefined without a relayed address of its family.
   */
  addPermission(hostname: string): Permission | undefined {
    const found = this.permissions.get(hostname);
    if (found) return found;
    const relayedAddress = this.relayedAddressOf(addressFamilyOf(hostname));
    if (!relayedAddress) return undefined;
    const permission = new Permission(hostname, relayedAddress);
    this.permissions.set(hostname, permission);
    if (relayedAddress.family === "ipv4") {
      this.permissionsByIpv4.set(packIpv4(permission.ipBytes), permission);
    }
    return permission;
  }

  /** Removes a permission and its channel bindings. */
  removePermission(permission: Permission): void {
    this.permissions.delete(permission.hostname);
    if (permission.ipBytes.length === 4) {
      this.permissionsByIpv4.delete(packIpv4(permission.ipBytes));
    }
    for (const channel of permission.channels.values()) {
      this.channels.delete(channel.number);
    }
    permission.channels.clear();
  }
}
