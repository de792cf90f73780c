/**
 * What the ICE server is told, and what it offers to whoever runs it.
 *
 * @module
 */
import type { Duplex } from "node:stream";
import type { Cidr } from "../server/net/cidr.ts";
import type { TransportAddress } from "../server/net/ip_address.ts";
import type { PemPair } from "../server/net/port_listener.ts";
import type { PortRange } from "../server/net/port_range.ts";
import type { IceEndpoints, RelayCredentials } from "./ice_servers.ts";
import type { SeatInfo } from "./policy/seat_registry.ts";
import type {
  IceListenPorts,
  ListenFailure,
} from "./transport/turn_listeners.ts";
import type { RelayTestResult } from "./transport/relay_check.ts";
import type { StreamClientLimits } from "./transport/stream_connection.ts";
import type { UdpEngine, UdpObserver } from "./transport/udp_engine.ts";
import type { TurnCounters } from "./turn/server/drop_counters.ts";
import type { TurnLimits } from "./turn/server/turn_limits.ts";

/** What the server is told at its start. */
export interface EmbeddedIceServerOptions {
  /**
   * Addresses to listen on; "all", like `::`, stands for every interface and
   * follows them, `0.0.0.0` for those of IPv4.
   */
  readonly hosts: readonly string[] | "all";
  readonly ports: IceListenPorts;
  readonly relayPorts: PortRange;
  readonly credentials: RelayCredentials;
  /** Null leaves TLS off until `setCertificate`. */
  readonly certificate: PemPair | null;
  /** Announced in the place of local addresses of the same family. */
  readonly externalIps?: readonly string[];
  readonly allowPeers?: readonly Cidr[];
  readonly denyPeers?: readonly Cidr[];
  /** Other listening ports of the process, closed to the relay. */
  readonly ownPorts?: () => readonly number[];
  readonly realm?: string;
  readonly limits?: Partial<TurnLimits>;
  readonly streamLimits?: Partial<StreamClientLimits>;
  /** UDP engine; the runtime's own by default. */
  readonly createUdpEngine?: (observer: UdpObserver) => UdpEngine;
  /** Addresses of this machine, asked every few seconds. */
  readonly listAddresses?: () => readonly string[];
  /** Unix milliseconds. */
  readonly now?: () => number;
  /** Told when other ports answer than before: `/ice` lists other servers. */
  readonly onEndpointsChanged?: () => void;
  /** Told of a bug that a packet ran into; the server goes on. */
  readonly onError?: (error: unknown) => void;
}

/** What the relay is told about the rooms. */
export interface SeatEvents {
  /** A seat was taken, or its socket came back from maybe another address. */
  seatOpened(opening: SeatInfo): void;
  /** A seat ended: its credential and its allocations end with it. */
  seatClosed(peerId: string): void;
  /** A seat signalled a candidate with this address. */
  candidateSignalled(peerId: string, address: string): void;
}

/** Counters and sizes, for metrics. */
export interface EmbeddedIceServerStats {
  readonly allocations: number;
  readonly relays: number;
  readonly seats: number;
  readonly streams: number;
  readonly requests: number;
  readonly challenges: number;
  readonly relayed: Readonly<TurnCounters["relayed"]>;
  readonly drops: Readonly<Record<string, number>>;
}

/** A running server. */
export interface EmbeddedIceServer {
  /** What answers right now, for `iceConfigFor`. */
  endpoints(): IceEndpoints;
  /** Where it could not listen; the rest goes on. */
  listenFailures(): readonly ListenFailure[];
  readonly seatEvents: SeatEvents;
  /** Looks at the machine's addresses now; it is done every few seconds anyway. */
  syncAddresses(): Promise<void>;
  /** Makes a minted username known, so that a client may send its USERHASH. */
  registerUsername(username: string): void;
  setCertificate(certificate: PemPair): Promise<void>;
  /** Serves TURN on a stream that somebody else accepted; false beyond the limits. */
  acceptStream(
    stream: Duplex,
    peer: TransportAddress,
    local: TransportAddress,
    transport?: "tcp" | "tls",
  ): boolean;
  stats(): EmbeddedIceServerStats;
  /** Relays a packet through itself over each transport that listens. */
  testRelays(): Promise<RelayTestResult[]>;
  close(): Promise<void>;
}
