/**
 * The relayed ports of this server: who has which, drawn at random
 * (RFC 8656 §7.2, §21.1.5), reserved in pairs where a client asks (§7.2).
 *
 * @module
 */
import { Buffer } from "node:buffer";
import {
  type AddressFamily,
  addressFamilyOf,
  type TransportAddress,
} from "../../../server/net/ip_address.ts";
import type { PortRange } from "../../../server/net/port_range.ts";
import type { RelayedAddress, RelaySocket } from "./allocation.ts";

/** Takes a datagram that arrived at a relayed address, at `bytes[start, end)`. */
export type DatagramReceiver = (
  bytes: Uint8Array,
  start: number,
  end: number,
  hostname: string,
  port: number,
  nowMs: number,
) => void;

/** Why a port could not be bound: it is in use, or the system refused. */
export type BindFailure = "in-use" | "failed";

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
  readonly relayedAddress: RelayedAddress;
  readonly user: string;
  /** Canonical literal of the client that reserved it. */
  readonly hostname: string;
  readonly expiresMs: number;
}

/** How often a random port is tried before the range counts as full. */
const MAX_PORT_ATTEMPTS = 32;

/** Hands what arrives at a relay to the core. */
export type RelayedDatagramReceiver = (
  relay: RelayedAddress,
  bytes: Uint8Array,
  start: number,
  end: number,
  hostname: string,
  port: number,
  nowMs: number,
) => void;

/** All relays, by announced address and port. */
export class RelayedAddressTable {
  /** Grows when an address gets its first port, so verdicts are made anew. */
  version = 0;
  readonly reservations = new Map<string, PortReservation>();
  readonly #range: PortRange;
  readonly #effects: RelayPortEffects;
  readonly #byHostname = new Map<string, Map<number, RelayedAddress>>();
  readonly #receive: RelayedDatagramReceiver;

  constructor(
    range: PortRange,
    effects: RelayPortEffects,
    receive: RelayedDatagramReceiver,
  ) {
    this.#range = range;
    this.#effects = effects;
    this.#receive = receive;
  }

  /** Our relayed ports at an address, null when there never were any. */
  findPorts(hostname: string): ReadonlyMap<number, RelayedAddress> | null {
    return this.#byHostname.get(hostname) ?? null;
  }

  /** Binds a random port of the local address. */
  bindRandomPort(hostname: string): RelayedAddress | null {
    for (let draw = 0; draw < MAX_PORT_ATTEMPTS; draw++) {
      const relay = this.#bind(hostname, this.#randomPort());
      if (relay === "failed") return null;
      if (relay !== "in-use") return relay;
    }
    return null;
  }

  /** Binds an even port; with `isPair` the next one too, for a reservation. */
  bindEvenPort(
    hostname: string,
    isPair: boolean,
  ):
    | { readonly relay: RelayedAddress; readonly next: RelayedAddress | null }
    | null {
    for (let draw = 0; draw < MAX_PORT_ATTEMPTS; draw++) {
      const port = this.#randomPort() & ~1;
      if (port < this.#range.first || (isPair && port + 1 > this.#range.last)) {
        continue;
      }
      const relay = this.#bind(hostname, port);
      if (relay === "failed") return null;
      if (relay === "in-use") continue;
      if (!isPair) return { relay, next: null };
      const next = this.#bind(hostname, port + 1);
      if (typeof next !== "string") return { relay, next };
      this.close(relay);
    }
    return null;
  }

  /** Keeps a port for who comes with the token (8 bytes). */
  reserve(reservation: PortReservation): Uint8Array {
    const token = this.#effects.randomBytes(8);
    this.reservations.set(tokenKey(token), reservation);
    return token;
  }

  /** What the user reserved under the token, left where it is. */
  findReservation(
    token: Uint8Array,
    user: string,
    nowMs: number,
  ): PortReservation | null {
    const found = this.reservations.get(tokenKey(token));
    if (!found || found.expiresMs <= nowMs || found.user !== user) return null;
    return found;
  }

  /** Takes the port that was reserved under the token by the same user. */
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
  close(relay: RelayedAddress): void {
    this.#byHostname.get(relay.address.hostname)?.delete(relay.address.port);
    relay.allocation = null;
    relay.socket.close();
  }

  #randomPort(): number {
    const { first, last } = this.#range;
    return first + this.#effects.randomBelow(last - first + 1);
  }

  #bind(hostname: string, port: number): RelayedAddress | BindFailure {
    const announced = this.#effects.externalAddressOf(hostname);
    const ports = this.#portsFor(announced);
    if (ports.has(port)) return "in-use";
    let bound: RelayedAddress | null = null;
    // Spelled out: a rest parameter would make an array of each packet.
    const socket = this.#effects.bindRelay(
      { hostname, port },
      (bytes, start, end, from, fromPort, nowMs) => {
        if (!bound) return;
        this.#receive(bound, bytes, start, end, from, fromPort, nowMs);
      },
    );
    if (typeof socket === "string") return socket;
    const family: AddressFamily = addressFamilyOf(hostname);
    const address = { hostname: announced, port };
    bound = { allocation: null, family, socket, address, expiresMs: 0 };
    ports.set(port, bound);
    return bound;
  }

  #portsFor(hostname: string): Map<number, RelayedAddress> {
    let ports = this.#byHostname.get(hostname);
    if (!ports) {
      ports = new Map();
      this.#byHostname.set(hostname, ports);
      this.version++;
    }
    return ports;
  }
}

function tokenKey(token: Uint8Array): string {
  return Buffer.from(token).toString("hex");
}
