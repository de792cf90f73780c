/**
 * Options and interface of the embedded STUN and TURN server.
 *
 * @module
 */
import type { Duplex } from "node:stream";
import type { Cidr } from "../server/net/cidr.ts";
import type { TransportAddress } from "../server/net/ip_address.ts";
import type { PemPair } from "../server/net/port_listener.ts";
import type { PortRange } from "../server/net/port_range.ts";
import type { RelayCredentials } from "./credentials/turn_credential.ts";
import type { IceEndpoints } from "./transport/ice_endpoints.ts";
import type { SeatInfo } from "./policy/seat_registry.ts";
import type {
  IceListenPorts,
  ListenFailure,
} from "./transport/turn_listeners.ts";
import type { RelayTestResult } from "./transport/relay_check.ts";
import type { StreamClientLimits } from "./transport/stream_connection.ts";
import type { UdpEngine, UdpObserver } from "./transport/udp_engine.ts";
import type { RelayRefusalReporter } from "./turn/allocation/relay_refusal.ts";
import type { ClientTransport } from "./turn/allocation/allocation.ts";
import type {
  RelayedCounts,
  TurnCounters,
} from "./turn/relay/drop_counters.ts";
import type { TurnLimits } from "./turn/server/turn_limits.ts";

/** Options of the server. */
export interface EmbeddedIceServerOptions {
  /**
   * Addresses to listen on. "all", like `::`, means every interface and follows
   * changes; `0.0.0.0` means those of IPv4.
   */
  readonly hosts: readonly string[] | "all";
  /** Ports of the three transports. */
  readonly ports: IceListenPorts;
  /** Ports for relayed addresses. */
  readonly relayPorts: PortRange;
  /** Secret or static credential of the clients. */
  readonly credentials: RelayCredentials;
  /** Whether credentials of `/ice` may allocate; true by default. */
  readonly isAnonymousServed?: boolean;
  /** Null turns TLS off until `setCertificate`. */
  readonly certificate: PemPair | null;
  /** Addresses to announce in place of local ones of the same family. */
  readonly externalIps?: readonly string[];
  /** Ranges of peers to allow in any case. */
  readonly allowPeers?: readonly Cidr[];
  /** Ranges of peers to deny in any case; takes precedence. */
  readonly denyPeers?: readonly Cidr[];
  /** Other listening ports of the process, which the relay never sends to. */
  readonly ownPorts?: () => readonly number[];
  /** REALM of the long-term mechanism; `maru` by default. */
  readonly realm?: string;
  /** Limits of the TURN server that differ from the defaults. */
  readonly limits?: Partial<TurnLimits>;
  /** Limits of TCP and TLS clients that differ from the defaults. */
  readonly streamLimits?: Partial<StreamClientLimits>;
  /** Creates the UDP engine; the one of the runtime by default. */
  readonly createUdpEngine?: (observer: UdpObserver) => UdpEngine;
  /** Lists the addresses of this machine; called every few seconds. */
  readonly listAddresses?: () => readonly string[];
  /** Lists likely addresses of the routers of its networks; likewise. */
  readonly listGateways?: () => readonly string[];
  /** Milliseconds of a clock that never goes back; the process's by default. */
  readonly now?: () => number;
  /** Called when the answering ports have changed, and so has `/ice`. */
  readonly onEndpointsChanged?: () => void;
  /** Called for each refusal of a client that an operator may want to know of. */
  readonly onRefusal?: RelayRefusalReporter;
  /** Called with a caught bug; the server keeps running. */
  readonly onError?: (error: unknown) => void;
}

/** A seat that was opened, or resumed from another address. */
export interface OpenedSeat extends Omit<SeatInfo, "usesOwnHost"> {
  /** Host by which the member reached the page and the relay, as in a URL. */
  readonly host: string;
}

/** Events of the rooms that the relay needs. */
export interface SeatEvents {
  /** A seat was opened, or its socket came back, maybe from another address. */
  seatOpened(seat: OpenedSeat): void;
  /** A seat was closed; its credential and its allocations end with it. */
  seatClosed(memberId: string): void;
  /** A member signalled a candidate with this address. */
  candidateSignalled(memberId: string, address: string): void;
}

/** Counters and sizes, for metrics. */
export interface EmbeddedIceServerStats {
  /** Live allocations. */
  readonly allocations: number;
  /** Relayed ports, reservations included. */
  readonly relayedAddresses: number;
  /** Live seats. */
  readonly seats: number;
  /** Open TCP and TLS connections. */
  readonly streams: number;
  /** Requests, Binding included. */
  readonly requests: number;
  /** Error responses to unauthenticated requests. */
  readonly challenges: number;
  /** Live allocations by the transport of their clients. */
  readonly allocationsBy: Readonly<Record<ClientTransport, number>>;
  /** Relayed payloads and their bytes, by direction. */
  readonly relayed: Readonly<RelayedCounts>;
  /** The same by the transport of the client. */
  readonly relayedBy: TurnCounters["relayedBy"];
  /** Dropped packets by reason. */
  readonly drops: Readonly<Record<string, number>>;
  /** Refusals of clients by cause. */
  readonly refusals: Readonly<Record<string, number>>;
}

/** Ports of another listener, which passes TURN on by `acceptStream()`. */
export interface SharedStreamPorts {
  /** Port that takes TURN over TCP. */
  readonly tcp?: number;
  /** Port that takes TURN over TLS. */
  readonly tls?: number;
}

/** A running server. */
export interface EmbeddedIceServer {
  /** Ports that answer now, for `buildRtcIceConfig`. */
  endpoints(): IceEndpoints;
  /** Addresses and ports that could not be listened on; the others work. */
  listenFailures(): readonly ListenFailure[];
  /** Receiver of the events of the rooms. */
  readonly seatEvents: SeatEvents;
  /** Reads the addresses of the machine now; also done every few seconds. */
  syncAddresses(): Promise<void>;
  /** Stores a minted username, so that a client may send its USERHASH. */
  registerUsername(username: string): void;
  /** Learns a host by which this machine is reached, if it is a public address. */
  learnHost(host: string): void;
  /** Replaces the certificate for new connections. */
  setCertificate(certificate: PemPair): Promise<void>;
  /** Serves TURN on a stream accepted elsewhere; false above the limits. */
  acceptStream(
    stream: Duplex,
    peer: TransportAddress,
    local: TransportAddress,
    transport?: "tcp" | "tls",
  ): boolean;
  /** Current counters and sizes. */
  stats(): EmbeddedIceServerStats;
  /**
   * Relays a packet to this server over each transport that listens, or over
   * the shared port of one that does not.
   */
  testRelays(sharedPorts?: SharedStreamPorts): Promise<RelayTestResult[]>;
  /** Refuses new allocations from now on; those in use go on. */
  startDraining(): void;
  /** Stops listening and ends all allocations. */
  close(): Promise<void>;
}
