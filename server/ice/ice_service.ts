/**
 * Joins ICE to the rest: which servers a client is told of, the embedded STUN
 * and TURN server, and what that learns of the rooms.
 *
 * @module
 */
import { randomBytes } from "node:crypto";
import { lookup } from "node:dns/promises";
import type { Duplex } from "node:stream";
import { formatSeatUser } from "../../ice/credentials/turn_credential.ts";
import {
  buildRtcIceConfig,
  formatAnonymousUser,
  type RelayCredentials,
} from "../../ice/ice_servers.ts";
import {
  type EmbeddedIceServer,
  type EmbeddedIceServerOptions,
  startEmbeddedIceServer,
} from "../../ice/ice_server.ts";
import type { IceServerList } from "../../signaling/protocol.ts";
import type { ClientInfo } from "../../signaling/room/seat.ts";
import type { PemPair } from "../certificate/certificate_source.ts";
import {
  isLoopbackIp,
  parseIp,
  type TransportAddress,
} from "../net/ip_address.ts";
import type { Config, CredentialConfig } from "../config/config.ts";
import type { DataDir } from "../data_dir.ts";
import { formatIceNotes } from "./relay_notes.ts";
import type { Log } from "../log.ts";
import { StartupError } from "../startup_error.ts";
import { extractCandidateAddresses } from "./signalled_candidates.ts";
import type { TcpPeer } from "../front/front_connections.ts";

/** What ICE needs to know of a seat. */
export interface IceSeat {
  readonly id: string;
  readonly room: string;
  readonly client: ClientInfo;
}

/** What ICE is started with beside the settings. */
export interface IceServiceOptions {
  readonly certificate: PemPair | null;
  readonly pagePort: number;
  /** Ports that the process listens on besides, as they are now. */
  readonly ownPorts: () => readonly number[];
  /** Told when clients are to hear of other servers than before. */
  readonly onEndpointsChanged: () => void;
}

/** ICE as the rest of the process uses it. */
export class IceService {
  /** What goes on the banner. */
  readonly notes: readonly string[];
  readonly #config: Config;
  readonly #credentials: RelayCredentials;
  readonly #server: EmbeddedIceServer | null;
  /** Port of the page, when TURN over TLS is taken there too. */
  readonly #pagePort: number | null;

  private constructor(
    config: Config,
    credentials: RelayCredentials,
    server: EmbeddedIceServer | null,
    { pagePort, notes }: { pagePort: number | null; notes: readonly string[] },
  ) {
    this.#config = config;
    this.#credentials = credentials;
    this.#server = server;
    this.#pagePort = pagePort;
    this.notes = notes;
  }

  /** Starts the embedded server, if there shall be one, and tests it. */
  static async start(
    config: Config,
    dataDir: DataDir,
    log: Log,
    { certificate, pagePort, ownPorts, onEndpointsChanged }: IceServiceOptions,
  ): Promise<IceService> {
    const credentials = await loadCredentials(config.ice.credential, dataDir);
    if (!needsEmbeddedServer(config)) {
      return new IceService(config, credentials, null, {
        pagePort: null,
        notes: [],
      });
    }
    const { ice } = config;
    const server = await startEmbeddedIceServer({
      hosts: await resolveListenHosts(config.host),
      ports: {
        udp: ice.port,
        tcp: ice.port,
        tls: certificate === null ? null : ice.tlsPort,
      },
      relayPorts: ice.relayPorts,
      credentials,
      certificate: certificate && {
        cert: certificate.certPem,
        key: certificate.keyPem,
      },
      externalIps: ice.externalIps,
      allowPeers: ice.allowPeers,
      denyPeers: ice.denyPeers,
      ownPorts,
      onEndpointsChanged,
      ...(ice.relayEngine === "ffi"
        ? { createUdpEngine: await loadFfiEngine() }
        : {}),
      limits: {
        maxAllocations: ice.maxAllocations,
        maxAllocationsPerUser: ice.maxAllocationsPerUser,
        maxAllocationsPerIp: ice.maxAllocationsPerIp,
        maxBytesPerSecond: ice.maxRelayBytesPerSecond,
      },
      onError: (error) => log.error("Caught a bug in the relay", { error }),
    });
    const notes = formatIceNotes(
      await server.testRelays(),
      server.listenFailures(),
    );
    return new IceService(config, credentials, server, {
      pagePort: certificate === null ? null : pagePort,
      notes,
    });
  }

  /** The servers for a seat; its credential lives and dies with it. */
  configForSeat(seat: IceSeat, nowMs: number): IceServerList {
    return this.#configFor(seat.client.host, formatSeatUser(seat.id), nowMs);
  }

  /** The servers for whoever asks; the credential names no seat. */
  configForAnonymous(host: string, nowMs: number): IceServerList {
    const user = formatAnonymousUser(randomBytes(6).toString("hex"));
    return this.#configFor(host, user, nowMs);
  }

  seatOpened({ id, room, client }: IceSeat): void {
    const { address, isDirect, isForwarded } = client;
    this.#server?.seatEvents.seatOpened({
      memberId: id,
      room,
      // Without TLS of our own, what we see is a proxy, unless one that we
      // trust tells who is behind it.
      address: isDirect || isForwarded ? address : null,
      isLoopback: isDirect && isLoopbackIp(address),
    });
  }

  seatClosed({ id }: IceSeat): void {
    this.#server?.seatEvents.seatClosed(id);
  }

  /** A member's message to others: it may hold candidates. */
  learnCandidates({ id }: IceSeat, text: string): void {
    if (this.#server === null) return;
    for (const address of extractCandidateAddresses(text)) {
      this.#server.seatEvents.candidateSignalled(id, address);
    }
  }

  /** Serves TURN on a stream that came in by the page's port. */
  acceptStream(stream: Duplex, peer: TcpPeer, local: TransportAddress): void {
    const { address: hostname, port } = peer;
    const isTaken = this.#pagePort !== null &&
      this.#server?.acceptStream(stream, { hostname, port }, local) === true;
    if (isTaken) stream.resume();
    else stream.destroy();
  }

  async setCertificate({ certPem, keyPem }: PemPair): Promise<void> {
    await this.#server?.setCertificate({ cert: certPem, key: keyPem });
  }

  async close(): Promise<void> {
    await this.#server?.close();
  }

  #configFor(host: string, user: string, nowMs: number): IceServerList {
    const { ice, publicHost } = this.#config;
    const endpoints = this.#server?.endpoints() ?? null;
    const config = buildRtcIceConfig({
      host: publicHost ?? host,
      endpoints: endpoints && {
        ...endpoints,
        tls: this.#pagePort === null
          ? endpoints.tls
          : [...endpoints.tls, this.#pagePort],
      },
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
}

function needsEmbeddedServer({ ice }: Config): boolean {
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

/** The engine of libc's batch calls; loaded only when it is asked for. */
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
      "RELAY_ENGINE is ffi, which this process has no permission for: start it by `deno task start-ffi`",
    );
  }
  return (await import("../../ice/transport/ffi/ffi_udp.ts"))
    .createFfiUdpEngine;
}

/** Addresses to listen on; a name is looked up once, at the start. */
async function resolveListenHosts(
  host: string | undefined,
): Promise<readonly string[] | "all"> {
  if (host === undefined || host === "0.0.0.0" || host === "::") return "all";
  if (parseIp(host) !== null) return [host];
  const found = await lookup(host, { all: true });
  return found.map(({ address }) => address);
}
