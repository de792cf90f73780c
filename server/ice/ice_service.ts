/**
 * The ICE servers of a client, and the embedded STUN and TURN server with what
 * it knows of the rooms.
 *
 * @module
 */
import { lookup } from "node:dns/promises";
import {
  formatAnonymousUser,
  UNBOUND_USER,
} from "../../ice/credentials/anonymous_user.ts";
import { formatSeatUser } from "../../ice/credentials/turn_credential.ts";
import {
  buildRtcIceConfig,
  formatUrlHost,
  type IceEndpoints,
  type RelayCredentials,
} from "../../ice/ice_servers.ts";
import {
  type EmbeddedIceServer,
  type EmbeddedIceServerOptions,
  type EmbeddedIceServerStats,
  startEmbeddedIceServer,
} from "../../ice/ice_server.ts";
import type { RelayRefusalReporter } from "../../ice/turn/allocation/relay_refusal.ts";
import type { IceServerList } from "../../signaling/protocol.ts";
import type { ClientInfo } from "../../signaling/room/seat.ts";
import { canonicalizeIp, isLoopbackIp, parseIp } from "../net/ip_address.ts";
import type { Config, CredentialConfig } from "../config/config.ts";
import type { DataDir } from "../data_dir.ts";
import { formatIceNotes } from "./relay_notes.ts";
import type { Log } from "../log.ts";
import { StartupError } from "../startup_error.ts";
import { extractCandidateAddresses } from "./signalled_candidates.ts";
import { deriveTurnLimits } from "./turn_limit_settings.ts";
import type { PemPair, PortConnection } from "../net/port_listener.ts";

/** The parts of a seat that the relay's policy depends on. */
export interface IceSeat {
  /** Member id. */
  readonly id: string;
  /** Canonical name of the room. */
  readonly room: string;
  /** Address and host of the member. */
  readonly client: ClientInfo;
}

/** Settings of the ICE service. */
export type IceServiceConfig = Pick<Config, "host" | "ice">;

/** The rest of the process, as the ICE service needs it. */
export interface IceServiceOptions {
  /** Certificate of TURN over TLS; null without TLS. */
  readonly certificate: PemPair | null;
  /** Whether browsers can accept the certificate in use for a host. */
  readonly isCertificateAcceptedFor: (host: string) => boolean;
  /** Port of the page. */
  readonly pagePort: number;
  /** Other ports on which the process listens now. */
  readonly ownPorts: () => readonly number[];
  /** Called when the list of ICE servers changed. */
  readonly onEndpointsChanged: () => void;
  /** Called for each refusal of a client by the relay. */
  readonly onRefusal: RelayRefusalReporter;
}

/** The ICE servers of clients, and the embedded one. */
export class IceService {
  readonly #config: IceServiceConfig;
  readonly #credentials: RelayCredentials;
  readonly #server: EmbeddedIceServer | null;
  readonly #isCertificateAcceptedFor: (host: string) => boolean;
  /** Port of the page when it serves TURN too: over TLS and TCP. */
  readonly #pagePort: number | null;

  private constructor(
    config: IceServiceConfig,
    credentials: RelayCredentials,
    server: EmbeddedIceServer | null,
    options: IceServiceOptions,
  ) {
    this.#config = config;
    this.#credentials = credentials;
    this.#server = server;
    this.#isCertificateAcceptedFor = options.isCertificateAcceptedFor;
    this.#pagePort = server === null || options.certificate === null
      ? null
      : options.pagePort;
  }

  /** Starts the embedded server, unless the settings replace it. */
  static async start(
    config: IceServiceConfig,
    dataDir: DataDir,
    log: Log,
    options: IceServiceOptions,
  ): Promise<IceService> {
    const { certificate, pagePort, ownPorts, onEndpointsChanged } = options;
    const credentials = await loadCredentials(config.ice.credential, dataDir);
    if (!needsEmbeddedServer(config)) {
      return new IceService(config, credentials, null, options);
    }
    const { ice } = config;
    const server = await startEmbeddedIceServer({
      hosts: await resolveListenHosts(config.host),
      ports: listenPortsOf(ice, certificate === null ? null : pagePort),
      relayPorts: ice.relayPorts,
      credentials,
      certificate,
      externalIps: ice.externalIps,
      allowPeers: ice.allowPeers,
      denyPeers: ice.denyPeers,
      ownPorts,
      onEndpointsChanged,
      onRefusal: options.onRefusal,
      ...(ice.relayEngine === "ffi"
        ? { createUdpEngine: await loadFfiEngine() }
        : {}),
      isAnonymousServed: ice.isAnonymousServed,
      limits: deriveTurnLimits(ice.limits, ice.relayPorts),
      onError: (error) =>
        log.error("Unexpected error in the relay: please report it", { error }),
    });
    await learnRelayHost(server, ice.relayHost);
    return new IceService(config, credentials, server, options);
  }

  /**
   * Tests the relay over each transport; the lines of the banner. Call it when
   * the page port passes connections to `acceptConnection()`.
   */
  async testRelays(): Promise<readonly string[]> {
    if (this.#server === null) return [];
    const { isPagePort, isTlsPagePort } = this.#config.ice;
    const sharedPorts = this.#pagePort === null ? {} : {
      ...(isPagePort ? { tcp: this.#pagePort } : {}),
      ...(isTlsPagePort ? { tls: this.#pagePort } : {}),
    };
    return formatIceNotes(
      await this.#server.testRelays(sharedPorts),
      this.#server.listenFailures(),
    );
  }

  /** ICE servers for a seat; the credential ends with it. */
  configForSeat(seat: IceSeat, nowMs: number): IceServerList {
    return this.#configFor(seat.client.host, formatSeatUser(seat.id), nowMs);
  }

  /**
   * ICE servers for a request to `/ice`; the credential names no seat.
   *
   * @param address Address of the client; null when a proxy hides it.
   */
  configForAnonymous(
    host: string,
    address: string | null,
    nowMs: number,
  ): IceServerList {
    this.#server?.learnHost(host);
    const user = this.#credentials.kind === "secret"
      ? formatAnonymousUser(this.#credentials.secret, address)
      : UNBOUND_USER;
    const config = this.#configFor(host, user, nowMs);
    if (this.#config.ice.isAnonymousServed) return config;
    const iceServers = config.iceServers.filter(({ username }) =>
      username === undefined
    );
    return { ...config, iceServers };
  }

  /** Lets the relay know a seat, or its new address. */
  seatOpened({ id, room, client }: IceSeat): void {
    const { address, isDirect, isForwarded } = client;
    this.#server?.seatEvents.seatOpened({
      memberId: id,
      room,
      // Without our own TLS the peer is a proxy: then only an address that a
      // trusted proxy reported is the member's.
      address: isDirect || isForwarded ? address : null,
      isLoopback: isDirect && isLoopbackIp(address),
      host: this.#config.ice.relayHost ?? client.host,
    });
  }

  /** Ends the allocations and the credential of a seat. */
  seatClosed({ id }: IceSeat): void {
    this.#server?.seatEvents.seatClosed(id);
  }

  /** Reads the candidates in a message from one member to others. */
  learnCandidates({ id }: IceSeat, text: string): void {
    if (this.#server === null) return;
    for (const address of extractCandidateAddresses(text)) {
      this.#server.seatEvents.candidateSignalled(id, address);
    }
  }

  /** Serves TURN on a connection to the page port. */
  acceptConnection(connection: PortConnection): void {
    const { stream, remote, local, isTls } = connection;
    const transport = isTls ? "tls" : "tcp";
    const isAccepted = this.#pagePort !== null &&
      this.#server?.acceptStream(stream, remote, local, transport) === true;
    if (isAccepted) stream.resume();
    else stream.destroy();
  }

  /** Uses another certificate for TURN over TLS. */
  async setCertificate(certificate: PemPair): Promise<void> {
    await this.#server?.setCertificate(certificate);
  }

  /** Counters of the embedded server; null without one. */
  stats(): EmbeddedIceServerStats | null {
    return this.#server?.stats() ?? null;
  }

  /** Refuses new allocations from now on; those in use go on. */
  startDraining(): void {
    this.#server?.startDraining();
  }

  /** Stops the embedded server. */
  async close(): Promise<void> {
    await this.#server?.close();
  }

  #configFor(
    requestHost: string,
    user: string,
    nowMs: number,
  ): IceServerList {
    const { ice } = this.#config;
    const host = ice.relayHost ?? requestHost;
    const config = buildRtcIceConfig({
      host,
      endpoints: this.#endpointsFor(host, requestHost),
      stunUrls: ice.stunUrls ?? null,
      turnUrls: ice.turnUrls ?? null,
      credentials: this.#credentials,
      ttlSeconds: ice.credentialTtlSeconds,
      user,
      nowMs,
    });
    for (const { username } of config.iceServers) {
      if (username !== undefined) this.#server?.registerUsername(username);
    }
    return config;
  }

  /**
   * Ports of the embedded server, with the page port: over TLS where browsers
   * accept the certificate for the host, over TCP elsewhere, and over both
   * where it is the only port. A browser that reached the page on this port
   * needs no other one for the same transport: each is one more allocation,
   * and over TLS one more handshake, for each connection.
   */
  #endpointsFor(host: string, requestHost: string): IceEndpoints | null {
    const endpoints = this.#server?.endpoints() ?? null;
    const pagePort = this.#pagePort;
    if (endpoints === null || pagePort === null) return endpoints;
    const { udp, tcp, tls } = endpoints;
    const withPagePort = (ports: readonly number[]) =>
      isHostAndPort(requestHost, formatUrlHost(host), pagePort)
        ? [pagePort]
        : [...ports, pagePort];
    const isAccepted = this.#isCertificateAcceptedFor(formatUrlHost(host));
    const isTcpListed = !isAccepted || this.#config.ice.isPagePort;
    return {
      udp,
      tcp: isTcpListed ? withPagePort(tcp) : tcp,
      tls: isAccepted ? withPagePort(tls) : [],
    };
  }
}

/** Port of an https URL without one. */
const HTTPS_PORT = 443;

/** @param host Host of an https URL, with or without port. */
function isHostAndPort(host: string, name: string, port: number): boolean {
  const url = `https://${host}`;
  return formatUrlHost(host) === name && URL.canParse(url) &&
    Number(new URL(url).port || HTTPS_PORT) === port;
}

/** Ports to listen on: TCP and TLS of the page port are those of the front. */
function listenPortsOf(
  ice: Config["ice"],
  pagePort: number | null,
): EmbeddedIceServerOptions["ports"] {
  return {
    udp: ice.isPagePort ? pagePort : ice.port,
    tcp: ice.isPagePort ? null : ice.port,
    tls: ice.isTlsPagePort || pagePort === null ? null : ice.tlsPort,
  };
}

function needsEmbeddedServer({ ice }: IceServiceConfig): boolean {
  return ice.isServerEnabled &&
    (ice.stunUrls === undefined || ice.turnUrls === undefined);
}

async function loadCredentials(
  config: CredentialConfig,
  dataDir: DataDir,
): Promise<RelayCredentials> {
  switch (config.kind) {
    case "static":
      return {
        kind: "static",
        username: config.username,
        credential: config.credential.reveal(),
      };
    case "given-secret":
      return { kind: "secret", secret: config.secret.reveal() };
    case "own-secret": {
      const secret = await dataDir.loadOrCreateSecret("turn.secret");
      return { kind: "secret", secret: secret.reveal() };
    }
  }
}

/** The engine that uses libc's batch calls, loaded only when it is selected. */
async function loadFfiEngine(): Promise<
  NonNullable<EmbeddedIceServerOptions["createUdpEngine"]>
> {
  const { state } = await Deno.permissions.query({ name: "ffi" });
  if (Deno.build.os !== "linux") {
    throw new StartupError(
      "setting",
      "RELAY_ENGINE is ffi: it runs on Linux only",
    );
  }
  if (state !== "granted") {
    throw new StartupError(
      "permission",
      "RELAY_ENGINE is ffi, which this process is not permitted to use: start it with `deno task start-ffi`",
    );
  }
  return (await import("../../ice/transport/ffi/ffi_udp.ts"))
    .createFfiUdpEngine;
}

/** Lets the relay know the addresses of its name, as they are at the start. */
async function learnRelayHost(
  server: EmbeddedIceServer,
  relayHost: string | undefined,
): Promise<void> {
  if (relayHost === undefined) return;
  server.learnHost(relayHost);
  if (canonicalizeIp(formatUrlHost(relayHost)) !== null) return;
  const addresses = await lookup(relayHost, { all: true }).catch(() => []);
  for (const { address } of addresses) server.learnHost(address);
}

/** Addresses to listen on; a name is resolved once, at the start. */
async function resolveListenHosts(
  host: string | undefined,
): Promise<readonly string[] | "all"> {
  if (host === undefined || host === "0.0.0.0" || host === "::") return "all";
  if (parseIp(host) !== null) return [host];
  const addresses = await lookup(host, { all: true });
  return addresses.map(({ address }) => address);
}
