/**
 * What the checks ask the machine: one interface, so that tests provoke each
 * finding without a network.
 *
 * @module
 */
import type { ClientTransport } from "../../ice/turn/allocation/allocation.ts";
import type { Config } from "../../server/config/config.ts";
import type { InterfaceEntry } from "../../server/net/machine_addresses.ts";

/** Transports of a port. */
export type PortTransport = "tcp" | "udp";

/** Result of an attempt to listen. */
export type BindResult = "free" | "in-use" | "denied" | "failed";

/** Used parts of a file's metadata. */
export interface FileFacts {
  readonly isDirectory: boolean;
  /** Permission bits; null where the system has none. */
  readonly mode: number | null;
  readonly modifiedAtMs: number | null;
}

/** A certificate as its users see it. */
export interface CertificateFacts {
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
  /** Host names and addresses. */
  readonly names: readonly string[];
  /** True when the issuer is Maru's own authority. */
  readonly isLocal: boolean;
}

/** A response of the own server. */
export interface OwnResponse {
  readonly status: number;
  readonly body: string;
  /** Its `Date`, in Unix milliseconds; null without one. */
  readonly dateMs: number | null;
}

/** How far a relayed packet came. */
export type RelayOutcome =
  | { readonly transport: ClientTransport; readonly step: "works" }
  | {
    readonly transport: ClientTransport;
    /** The first step that failed. */
    readonly step: "connect" | "allocate" | "relay";
    readonly reason: string;
  };

/** The machine. Nothing here throws: what cannot be found out is null. */
export interface Machine {
  /** Wall clock in Unix milliseconds. */
  readonly nowMs: number;
  /** Environment of the server. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readText(path: string): Promise<string | null>;
  stat(path: string): Promise<FileFacts | null>;
  list(path: string): Promise<readonly string[] | null>;
  /** Writes and deletes a small file; why that failed, or null. */
  tryWrite(folder: string): Promise<string | null>;
  interfaces(): readonly InterfaceEntry[];
  lookUp(name: string): Promise<readonly string[]>;
  tryBind(
    transport: PortTransport,
    host: string | undefined,
    port: number,
  ): Promise<BindResult>;
  /** True when a TCP connection opens. */
  canConnect(host: string, port: number): Promise<boolean>;
  /** Asks the own server; null without an answer. */
  ask(
    path: string,
    headers?: Readonly<Record<string, string>>,
  ): Promise<OwnResponse | null>;
  /** Certificate that a server presents. */
  certificateOf(host: string, port: number): Promise<CertificateFacts | null>;
  /** Certificates of a PEM file; null when it holds none. */
  parseCertificate(pem: string): CertificateFacts | null;
  /** Relays a packet over each transport, through the running server or an own one. */
  testRelays(isRunning: boolean): Promise<readonly RelayOutcome[] | null>;
  /** Why Redis did not answer PING; null when it did. */
  pingRedis(url: string): Promise<string | null>;
}

/** What every check gets. */
export interface CheckContext {
  readonly machine: Machine;
  readonly config: Config;
  /** True when the own server answers on the page port. */
  readonly isRunning: boolean;
}
