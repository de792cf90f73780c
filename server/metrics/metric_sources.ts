/**
 * The numbers of the process, as `/metrics` reads them when it is asked. Nothing
 * is computed before.
 *
 * @module
 */
import type { EmbeddedIceServerStats } from "../../ice/ice_server_options.ts";
import type { ScaleOutStats } from "../../signaling/scale_out/scale_out.ts";
import type { ConnectionReports } from "./connection_reports.ts";
import type { SeatCounters } from "./seat_counters.ts";

/** Number of things by name. */
export type CountsByName = Iterable<readonly [name: string, count: number]>;

/** Rooms and members of a moment. */
export interface RoomCounts {
  /** Rooms with a member or a knock. */
  readonly rooms: number;
  /** Members with a socket. */
  readonly connected: number;
  /** Members whose socket is lost and whose seat is kept. */
  readonly away: number;
  /** Clients that wait to be admitted. */
  readonly waiting: number;
}

/** Where each number comes from. */
export interface MetricSources {
  /** Version of the program. */
  readonly version: string;
  /** Start of the process in Unix milliseconds. */
  readonly startedAtMs: number;
  /** Whether the process accepts new members. */
  isReady(): boolean;
  /** Limits that gauges of the same unit are compared with. */
  readonly limits: {
    readonly connections: number;
    readonly rooms: number;
    readonly allocations: number;
  };
  /** Open TCP connections to the page port, WebSockets included. */
  pageConnections(): number;
  /** Open WebSockets. */
  webSockets(): number;
  /** Rooms and members. */
  rooms(): RoomCounts;
  /** Seats that were opened, resumed and ended. */
  readonly seats: SeatCounters;
  /** What pages reported of their connections. */
  readonly reports: ConnectionReports;
  /** Messages of clients by kind. */
  messages(): CountsByName;
  /** Messages that were answered with an error, by its code. */
  messageErrors(): CountsByName;
  /** Requests, sockets and allocations that were refused, by cause. */
  refusals(): CountsByName;
  /** Counters of the embedded relay; null without one. */
  relay(): EmbeddedIceServerStats | null;
  /** State among several processes; null for a single one. */
  scaleOut(): ScaleOutStats | null;
  /** Certificate and chain in PEM; null without TLS. */
  certificate(): string | null;
}
