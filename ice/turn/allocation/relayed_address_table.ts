/**
 * Relayed ports of this server: bound at random (RFC 8656 §7.2, §21.1.5), and
 * reserved as the second port of a pair when a client requests it (§7.2).
 *
 * @module
 */
import { Buffer } from "node:buffer";
import {
  addressFamilyOf,
  type TransportAddress,
} from "../../../server/net/ip_address.ts";
import type { PortRange } from "../../../server/net/port_range.ts";
import type { RelayedAddress, RelaySocket } from "./allocation.ts";
import type { QuotaHolder } from "./allocation_quota.ts";

/** Takes a datagram that arrived at a relayed address, at `bytes[start, end)`. */
export type DatagramReceiver = (
  bytes: Uint8Array,
  start: number,
  end: number,
  hostname: string,
  port: number,
  nowMs: number,
) => void;

/**
 * Why a port could not be bound: it is in use, the process has no descriptor
 * left, or the system refused for another reason.
 */
export type BindFailure = "in-use" | "no-descriptors" | "failed";

/** A failure, or a port that is ours already or does not fit. */
type PortFailure = BindFailure | "unusable";

/** Effects of binding relayed ports. */
export interface RelayPortEffects {
  /** Binds a UDP port; datagrams go to the receiver with `HEADROOM` in front. */
  bindRelay(
    local: TransportAddress,
    receiver: DatagramReceiver,
  ): RelaySocket | BindFailure;
  /** Address to announce for a local one. */
  externalAddressOf(hostname: string): string;
  /** Random integer below `max`. */
  randomBelow(max: number): number;
  /** Random bytes. */
  randomBytes(length: number): Uint8Array;
}

/** A port kept for a later Allocate. */
export interface PortReservation {
  /** Bound address without an allocation. */
  readonly relayedAddress: RelayedAddress;
  /** Holder that it counts for; no other user can claim it. */
  readonly holder: QuotaHolder;
  /** Milliseconds of the monotonic clock. */
  readonly expiresMs: number;
}

/** A bound address, and the next port where a pair was requested. */
export interface BoundPort {
  /** Address for the allocation. */
  readonly relayedAddress: RelayedAddress;
  /** Address for a reservation; null without a pair. */
  readonly reserved: RelayedAddress | null;
}

/** Number of random ports to try before all of the range. */
const MAX_RANDOM_PORTS = 32;

/** Number of ports to ask the system for. */
const MAX_SYSTEM_CALLS = 64;

/**
 * Creates the receiver of the datagrams that arrive at a relayed address; called
 * once per address, since a closure per packet would cost memory.
 */
export type ReceiverFactory = (
  relayedAddress: RelayedAddress,
) => DatagramReceiver;

/** All relayed addresses, by announced address and port. */
export class RelayedAddressTable {
  /** Reservations by token in hex. */
  readonly reservations = new Map<string, PortReservation>();
  readonly #range: PortRange;
  readonly #effects: RelayPortEffects;
  readonly #byHostname = new Map<string, Map<number, RelayedAddress>>();
  readonly #createReceiver: ReceiverFactory;
  readonly #onNewAddress: () => void;

  /**
   * Creates an empty table over a range of ports.
   *
   * @param onNewAddress Called when an address gets its first port, since policy
   * decisions depend on it.
   */
  constructor(
    range: PortRange,
    effects: RelayPortEffects,
    createReceiver: ReceiverFactory,
    onNewAddress: () => void,
  ) {
    this.#range = range;
    this.#effects = effects;
    this.#createReceiver = createReceiver;
    this.#onNewAddress = onNewAddress;
  }

  /** Finds the relayed ports at an address; null when it never had any. */
  findPorts(hostname: string): ReadonlyMap<number, RelayedAddress> | null {
    return this.#byHostname.get(hostname) ?? null;
  }

  /** Binds a random port of the local address. */
  bindRandomPort(hostname: string): RelayedAddress | BindFailure {
    return this.#bindFirst((port) => this.#bind(hostname, port));
  }

  /** Binds an even port; with `isPair` also the next one, for a reservation. */
  bindEvenPort(hostname: string, isPair: boolean): BoundPort | BindFailure {
    return this.#bindFirst((port) => this.#bindPair(hostname, port, isPair));
  }

  /**
   * Tries random ports, then all of the range from a random one on, so that the
   * last free port of a small range is found. Asks the system a bounded number
   * of times, and ends at any failure but a port in use.
   */
  #bindFirst<T>(bind: (port: number) => T | PortFailure): T | BindFailure {
    const { first, last } = this.#range;
    const count = last - first + 1;
    let offset = 0;
    let systemCalls = 0;
    for (let tried = 0; tried < MAX_RANDOM_PORTS + count; tried++) {
      offset = tried <= MAX_RANDOM_PORTS
        ? this.#effects.randomBelow(count)
        : (offset + 1) % count;
      const bound = bind(first + offset);
      if (bound === "unusable") continue;
      if (bound !== "in-use") return bound;
      if (++systemCalls === MAX_SYSTEM_CALLS) break;
    }
    return "in-use";
  }

  #bindPair(
    hostname: string,
    port: number,
    isPair: boolean,
  ): BoundPort | PortFailure {
    if (port & 1 || (isPair && port + 1 > this.#range.last)) return "unusable";
    const relayedAddress = this.#bind(hostname, port);
    if (typeof relayedAddress === "string") return relayedAddress;
    if (!isPair) return { relayedAddress, reserved: null };
    const reserved = this.#bind(hostname, port + 1);
    if (typeof reserved !== "string") return { relayedAddress, reserved };
    this.close(relayedAddress);
    return reserved;
  }

  /** Keeps a port for a later Allocate and returns its token (8 bytes). */
  reserve(reservation: PortReservation): Uint8Array {
    const token = this.#effects.randomBytes(8);
    this.reservations.set(tokenKey(token), reservation);
    return token;
  }

  /** Finds the user's reservation under a token, without claiming it. */
  findReservation(
    token: Uint8Array,
    user: string,
    nowMs: number,
  ): PortReservation | null {
    const found = this.reservations.get(tokenKey(token));
    if (!found || found.expiresMs <= nowMs || found.holder.user !== user) {
      return null;
    }
    return found;
  }

  /** Removes and returns the user's reservation under a token. */
  claimReservation(
    token: Uint8Array,
    user: string,
    nowMs: number,
  ): PortReservation | null {
    const found = this.findReservation(token, user, nowMs);
    if (found) this.reservations.delete(tokenKey(token));
    return found;
  }

  /** Closes the socket and frees the port. */
  close(relayedAddress: RelayedAddress): void {
    const { hostname, port } = relayedAddress.address;
    this.#byHostname.get(hostname)?.delete(port);
    relayedAddress.allocation = null;
    relayedAddress.socket.close();
  }

  #bind(hostname: string, port: number): RelayedAddress | PortFailure {
    const announced = this.#effects.externalAddressOf(hostname);
    const ports = this.#portsFor(announced);
    if (ports.has(port)) return "unusable";
    let receive: DatagramReceiver | null = null;
    // No rest parameter: it would create an array for each packet.
    const socket = this.#effects.bindRelay(
      { hostname, port },
      (bytes, start, end, from, fromPort, nowMs) => {
        receive?.(bytes, start, end, from, fromPort, nowMs);
      },
    );
    if (typeof socket === "string") return socket;
    const relayedAddress: RelayedAddress = {
      allocation: null,
      family: addressFamilyOf(hostname),
      socket,
      address: { hostname: announced, port },
      expiresMs: 0,
    };
    receive = this.#createReceiver(relayedAddress);
    ports.set(port, relayedAddress);
    return relayedAddress;
  }

  #portsFor(hostname: string): Map<number, RelayedAddress> {
    let ports = this.#byHostname.get(hostname);
    if (!ports) {
      ports = new Map();
      this.#byHostname.set(hostname, ports);
      this.#onNewAddress();
    }
    return ports;
  }
}

function tokenKey(token: Uint8Array): string {
  return Buffer.from(token).toString("hex");
}
