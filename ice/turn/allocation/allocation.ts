/**
 * What one client holds on this server (RFC 8656 §5): its relayed addresses,
 * permissions and channels. Plain state; who may change it is decided elsewhere.
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
import type { RelaySeat } from "../../policy/seat_registry.ts";
import type { PasswordAlgorithm } from "../../stun/integrity.ts";

/** Transport between client and server. */
export type ClientTransport = "udp" | "tcp" | "tls";

/** One five-tuple, owned by a transport. */
export interface FiveTuple {
  readonly transport: ClientTransport;
  /** Whether messages are framed in a stream, and ChannelData padded. */
  readonly isStream: boolean;
  readonly remote: TransportAddress;
  readonly local: TransportAddress;
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
  send(
    bytes: Uint8Array,
    start: number,
    end: number,
    to: TransportAddress,
  ): void;
  close(): void;
}

/** One relayed address of an allocation. */
export interface RelayedAddress {
  /** Null while the port is only reserved. */
  allocation: Allocation | null;
  readonly family: AddressFamily;
  readonly socket: RelaySocket;
  /** As the client is told; another than the socket's behind a cloud NAT. */
  readonly address: TransportAddress;
  expiresMs: number;
}

/** Leave to exchange packets with one IP address (RFC 8656 §9). */
export class Permission {
  expiresMs = 0;
  /** Version of the facts that the verdict below was made from. */
  policyVersion = -1;
  /** Whether the policy allows packets over the network. */
  isAllowed = false;
  /** Whether packets may be handed to room-mates inside the process. */
  mayRelayLocally = false;
  /** Whether the address is one of this machine's own. */
  isOwnAddress = false;
  /** Our relayed ports at the address, null when there are none. */
  localRelayedPorts: ReadonlyMap<number, RelayedAddress> | null = null;
  readonly channels = new Map<number, ChannelBinding>();
  readonly ipBytes: Uint8Array;
  #lastPeer: TransportAddress | null = null;

  constructor(
    readonly hostname: string,
    readonly relayedAddress: RelayedAddress,
  ) {
    this.ipBytes = ipToBytes(hostname);
  }

  /** The address with a port; the last one is kept, as most peers have one. */
  peerAddress(port: number): TransportAddress {
    if (this.#lastPeer?.port !== port) {
      this.#lastPeer = { hostname: this.hostname, port };
    }
    return this.#lastPeer;
  }
}

/** A channel number bound to a peer (RFC 8656 §12). */
export interface ChannelBinding {
  readonly number: number;
  readonly permission: Permission;
  readonly peer: TransportAddress;
  expiresMs: number;
}

/** What the client proved itself with. */
export interface TurnPrincipal {
  readonly username: string;
  /** What quotas and seats go by. */
  readonly user: string;
  readonly algorithm: PasswordAlgorithm;
  readonly key: Uint8Array;
}

/** Everything under one five-tuple. */
export class Allocation {
  readonly relayedAddresses: RelayedAddress[] = [];
  readonly permissions = new Map<string, Permission>();
  readonly permissionsByIpv4 = new Map<number, Permission>();
  readonly channels = new Map<number, ChannelBinding>();
  /** Bytes in both directions; the burst is one second of the rate. */
  readonly byteBucket: TokenBucket;
  /** The success that answered Allocate, for its retransmissions. */
  allocateResponse: Uint8Array = new Uint8Array();

  constructor(
    readonly fiveTuple: FiveTuple,
    readonly principal: TurnPrincipal,
    readonly seat: RelaySeat | null,
    readonly transactionId: Uint8Array,
    limits: { readonly maxBytesPerSecond: number },
    nowMs: number,
  ) {
    const perSecond = limits.maxBytesPerSecond;
    this.byteBucket = new TokenBucket({ perSecond, burst: perSecond }, nowMs);
  }

  /** The relayed address of a family. */
  relayedAddressOf(family: AddressFamily): RelayedAddress | undefined {
    return this.relayedAddresses.find((relay) => relay.family === family);
  }

  /** The permission for an address, made when there is none. */
  addPermission(hostname: string): Permission | undefined {
    const found = this.permissions.get(hostname);
    if (found) return found;
    const relay = this.relayedAddressOf(addressFamilyOf(hostname));
    if (!relay) return undefined;
    const permission = new Permission(hostname, relay);
    this.permissions.set(hostname, permission);
    if (relay.family === "ipv4") {
      this.permissionsByIpv4.set(packIpv4(permission.ipBytes), permission);
    }
    return permission;
  }

  /** Forgets a permission and the channels on it. */
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
