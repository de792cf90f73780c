/**
 * What the ICE server is told, and what it offers to whoever runs it.
 *
 * @module
 */
import type { Duplex } from "node:stream";
import type { Address } from "../server/net/ip_address.ts";
import type { IceEndpoints, RelayCredentials } from "./ice_servers.ts";
import type { SeatOpening } from "./policy/seat_registry.ts";
import type { CidrList } from "./policy/special_ranges.ts";
import type { IcePorts, ListenProblem } from "./transport/turn_listeners.ts";
import type { SelfTestResult } from "./transport/relay_check.ts";
import type { Certificate } from "./transport/stream_listener.ts";
import type { StreamLimits } from "./transport/stream_connection.ts";
import type { UdpEngine, UdpObserver } from "./transport/udp_engine.ts";
import type { Counters } from "./turn/server/drop_counters.ts";
import type { TurnLimits } from "./turn/server/turn_limits.ts";
import type { PortRange } from "./turn/relay/relay_ports.ts";

/** What the server is told at its start. */
export interface IceServerOptions {
  /**
   * Addresses to listen on; "all", like `::`, stands for every interface and
   * follows them, `0.0.0.0` for those of IPv4.
   */
  readonly hosts: readonly string[] | "all";
  readonly ports: IcePorts;
  readonly relayPorts: PortRange;
  readonly credentials: RelayCredentials;
  /** Null leaves TLS off until `setCertificate`. */
  readonly certificate: Certificate | null;
  /** Announced in the place of local addresses of the same family. */
  readonly externalIps?: readonly string[];
  readonly allowPeers?: CidrList;
  readonly denyPeers?: CidrList;
  /** Other listening ports of the process, closed to the relay. */
  readonly ownPorts?: () => readonly number[];
  readonly realm?: string;
  readonly limits?: Partial<TurnLimits>;
  readonly streamLimits?: Partial<StreamLimits>;
  /** UDP engine; the runtime's own by default. */
  readonly makeEngine?: (observer: UdpObserver) => UdpEngine;
  /** Addresses of this machine, asked every few seconds. */
  readonly listAddresses?: () => readonly string[];
  /** Unix milliseconds. */
  readonly now?: () => number;
  /** Told when other ports answer than before: `/ice` lists other servers. */
  readonly onEndpointsChanged?: () => void;
  /** Told of a bug that a packet ran into; the server goes on. */
  readonly onFailure?: (error: unknown) => void;
}

/** What the relay is told about the rooms. */
export interface SeatFeed {
  /** A seat was taken, or its socket came back from maybe another address. */
  opened(opening: SeatOpening): void;
  /** A seat ended: its credential and its allocations end with it. */
  closed(peerId: string): void;
  /** A seat signalled a candidate with this address. */
  candidate(peerId: string, address: string): void;
}

/** Counters and sizes, for metrics. */
export interface IceStats {
  readonly allocations: number;
  readonly relays: number;
  readonly seats: number;
  readonly streams: number;
  readonly requests: number;
  readonly challenges: number;
  readonly relayed: Readonly<Counters["relayed"]>;
  readonly drops: Readonly<Record<string, number>>;
}

/** A running server. */
export interface IceServer {
  /** What answers right now, for `iceConfigFor`. */
  endpoints(): IceEndpoints;
  /** Where it could not listen; the rest goes on. */
  problems(): readonly ListenProblem[];
  readonly seats: SeatFeed;
  /** Looks at the machine's addresses now; it is done every few seconds anyway. */
  followAddresses(): Promise<void>;
  /** Makes a minted username known, so that a client may send its USERHASH. */
  rememberUsername(username: string): void;
  setCertificate(certificate: Certificate): Promise<void>;
  /** Serves TURN on a stream that somebody else accepted; false beyond the limits. */
  acceptStream(
    stream: Duplex,
    peer: Address,
    local: Address,
    transport?: "tcp" | "tls",
  ): boolean;
  stats(): IceStats;
  /** Relays a packet through itself over each transport that listens. */
  selfTest(): Promise<SelfTestResult[]>;
  close(): Promise<void>;
}
