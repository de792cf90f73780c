/**
 * The composition root of the server: creates front, HTTP, signaling and ICE,
 * which do not know each other, and connects them.
 *
 * @module
 */
import type { IceServerList } from "../signaling/protocol.ts";
import { createPublicRoster } from "../signaling/room/roster.ts";
import type { SignalingServerOptions } from "../signaling/signaling_options.ts";
import type { SignalingServer } from "../signaling/signaling_server.ts";
import {
  listMachineAddresses,
  listNetworkInterfaces,
  listPageUrls,
  type PageUrls,
  urlOf,
} from "./net/machine_addresses.ts";
import {
  type PublicCertificate,
  toPublicCertificate,
} from "./certificate/authority.ts";
import {
  openServerResources,
  type ServerResources,
} from "./server_resources.ts";
import { isAcceptedForHost } from "./certificate/host_acceptance.ts";
import { Drain } from "./drain/drain.ts";
import { readSeatHandover, writeSeatHandover } from "./drain/seat_file.ts";
import { isAddressInCidrs } from "./net/cidr.ts";
import { monotonicMs, wallMs } from "./net/clock.ts";
import { networkKeyOf } from "./net/network_key.ts";
import type { Config } from "./config/config.ts";
import { type DataDir, openDataDir } from "./data_dir.ts";
import { type DataDirLock, lockDataDir } from "./data_dir_lock.ts";
import { createRouter, type HttpHandler } from "./http/router.ts";
import { createRoutes } from "./http/routes.ts";
import { createHostCheck, type HostCheck } from "./http/host_policy.ts";
import { type HttpServer, serveHttp } from "./http/http_server.ts";
import { IceService } from "./ice/ice_service.ts";
import {
  deriveFrontLimits,
  deriveSignalingLimits,
} from "./component_limits.ts";
import {
  describeHttpPortFailure,
  listenOnPort,
} from "./front/listen_on_port.ts";
import type { Log } from "./log.ts";
import { ConnectionReports } from "./metrics/connection_reports.ts";
import { SeatCounters } from "./metrics/seat_counters.ts";
import { closeCauseOf } from "./refusals/refusal_lines.ts";
import { RoomLog } from "./room_log/room_log.ts";
import { RefusalLog, type RefusalReporter } from "./refusals/refusal_log.ts";
import { createOperatorParts, type OperatorParts } from "./operator_parts.ts";
import { VERSION } from "./version.ts";
import { RateLimiter } from "./net/rate_limiter.ts";
import type { PemPair } from "./net/port_listener.ts";
import { Front } from "./front/front.ts";
import { HttpPort, httpsPortFor } from "./front/http_port.ts";
import { RequestRate } from "./front/request_rate.ts";
import { SocketAttempts } from "./front/socket_attempts.ts";
import { UpgradeReceiver } from "./front/upgrade_receiver.ts";
import { isSocketUpgrade } from "./front/websocket_upgrade.ts";

/** A running server. */
export interface Maru {
  /** Port of the page. */
  readonly port: number;
  /** URLs of the page. */
  readonly urls: PageUrls;
  /** SHA-256 fingerprint of the local authority; undefined without one. */
  readonly fingerprint: string | undefined;
  /** SHA-256 of the built page; empty when it is unknown. */
  readonly buildHash: string;
  /** Lines of the banner about STUN and TURN. */
  readonly notes: readonly string[];
  /**
   * Tells the members to go, lets relayed calls move, then closes everything.
   * Idempotent; {@linkcode Maru.close} ends the wait.
   */
  drain(): Promise<void>;
  /** Closes the members' sockets with 1012, then everything. Idempotent. */
  close(): Promise<void>;
  /** Resolves when everything is closed, by whichever of the two. */
  readonly closed: Promise<void>;
}

const NO_ICE: IceServerList = { iceServers: [], ttlSeconds: 3600 };

/** Time for members to receive the close frame of a shutdown. */
const SHUTDOWN_GRACE_MS = 1_000;

/**
 * Starts the server.
 *
 * @throws {StartupError} With a sentence for the operator.
 */
export async function startMaru(config: Config, log: Log): Promise<Maru> {
  const dataDir = await openDataDir(config.dataDir, log);
  const lock = await lockDataDir(dataDir.path, log);
  try {
    return await startLocked(config, log, dataDir, lock);
  } catch (error) {
    lock.release();
    throw error;
  }
}

async function startLocked(
  config: Config,
  log: Log,
  dataDir: DataDir,
  dataDirLock: DataDirLock,
): Promise<Maru> {
  const app = new App(
    await openServerResources(config, log, dataDir, dataDirLock),
  );
  try {
    return await app.start();
  } catch (error) {
    await app.close();
    throw error;
  }
}

class App {
  readonly #resources: ServerResources;
  readonly #onRefusal: RefusalReporter;
  readonly #roomLog: RoomLog;
  readonly #seatCounters = new SeatCounters();
  readonly #connectionReports = new ConnectionReports();
  readonly #operator: OperatorParts;
  readonly #isHostAllowed: HostCheck;
  readonly #attempts = new SocketAttempts();
  readonly #signaling: SignalingServer;
  readonly #http: HttpServer;
  readonly #front: Front;
  readonly #httpPort: HttpPort | null;
  /** Null until it has started: the process accepts no members before. */
  #ice: IceService | null = null;
  readonly #closed = Promise.withResolvers<void>();
  readonly #drain: Drain;
  #closing: Promise<void> | undefined;
  #port = 0;

  constructor(resources: ServerResources) {
    this.#resources = resources;
    const refusalLog = new RefusalLog({
      log: resources.log,
      showsAddresses: resources.config.log.showsAddresses,
      nowMs: monotonicMs,
    });
    this.#roomLog = new RoomLog({ log: resources.log, nowMs: monotonicMs });
    this.#onRefusal = (cause, fields) => refusalLog.record(cause, fields);
    this.#operator = this.#createOperatorParts(refusalLog);
    this.#isHostAllowed = createHostCheck({
      ...resources.config,
      hostName: Deno.hostname(),
    });
    this.#signaling = this.#createSignaling();
    this.#http = serveHttp(
      this.#createHandler(),
      (port) => this.#front.peerByProxyPort(port),
      (error) =>
        refusalLog.record("http-server-failed", { reason: String(error) }),
      () => refusalLog.record("foreign-loopback-client"),
    );
    this.#front = this.#createFront();
    this.#httpPort = this.#createHttpPort();
    this.#drain = new Drain({
      signaling: this.#signaling,
      ice: () => this.#ice,
      log: resources.log,
      relayMs: resources.config.limits.drainSeconds * 1000,
    });
  }

  async start(): Promise<Maru> {
    const { config, log, dataDir, certificate } = this.#resources;
    if (this.#resources.scaleOut === null) {
      await readSeatHandover(this.#signaling, dataDir, log);
    }
    await this.#signaling.joinProcesses();
    const port = await listenOnPort(this.#front, config.port, config.host);
    this.#port = port;
    const httpNotes = await this.#openHttpPort();
    this.#ice = await IceService.start(config, dataDir, log, {
      certificate: certificate?.currentPair() ?? null,
      isCertificateAcceptedFor: (host) =>
        certificate !== null &&
        isAcceptedForHost(certificate.currentPair(), host, wallMs()),
      pagePort: port,
      ownPorts: () => [port, this.#http.port],
      onEndpointsChanged: () =>
        this.#signaling.hub.pushIceServers(this.#resources.clock()),
      onRefusal: (cause, address) =>
        this.#onRefusal(cause, address === "" ? {} : { client: address }),
    });
    certificate?.start((pair) => this.#applyCertificate(pair));
    return {
      port,
      urls: this.#listUrls(port),
      fingerprint: this.#localAuthority()?.fingerprint,
      buildHash: this.#resources.assets.buildHash,
      notes: [...await this.#ice.testRelays(), ...httpNotes],
      drain: () => this.#drainAndClose(),
      close: () => this.close(),
      closed: this.#closed.promise,
    };
  }

  /** URLs of the page on this port, with the addresses of this moment. */
  #listUrls(port: number): PageUrls {
    const { config, certificate } = this.#resources;
    return listPageUrls(listMachineAddresses(listNetworkInterfaces()), {
      scheme: certificate === null ? "http" : "https",
      port,
      host: config.host,
      publicHost: config.publicHost ?? config.acme?.domains[0],
      externalIps: config.ice.externalIps,
    });
  }

  /**
   * Addresses for an invitation. Without TLS browsers open no camera elsewhere,
   * so a proxy with a certificate is assumed before a public name.
   */
  #listInvitationUrls(): readonly string[] {
    const { config, certificate } = this.#resources;
    if (certificate !== null) return this.#listUrls(this.#port).others;
    const { publicHost } = config;
    return publicHost === undefined ? [] : [urlOf("https", publicHost, 443)];
  }

  #drainAndClose(): Promise<void> {
    return this.#drain.run().then(() => this.close());
  }

  close(): Promise<void> {
    this.#drain.stop();
    return this.#closing ??= this.#closeParts().finally(() =>
      this.#closed.resolve()
    );
  }

  async #closeParts(): Promise<void> {
    const { certificate, dataDir, log } = this.#resources;
    certificate?.close();
    await this.#operator.metrics.close();
    this.#front.stopListening();
    this.#httpPort?.close();
    await this.#signaling.shutDown(SHUTDOWN_GRACE_MS);
    if (this.#resources.scaleOut === null) {
      await writeSeatHandover(this.#signaling, dataDir, log);
    }
    this.#operator.webhooks.close();
    this.#front.destroy();
    await this.#ice?.close();
    await this.#http.close();
    await this.#resources.scaleOut?.close();
    this.#resources.roomStore?.close();
    this.#resources.dataDirLock.release();
  }

  #createOperatorParts(refusals: RefusalLog): OperatorParts {
    return createOperatorParts({
      resources: this.#resources,
      signaling: () => this.#signaling,
      front: () => this.#front,
      refusals,
      roomLog: this.#roomLog,
      onRefusal: this.#onRefusal,
      drain: () => void this.#drainAndClose(),
      seats: this.#seatCounters,
      reports: this.#connectionReports,
      isReady: () => this.#isReady(),
      relay: () => this.#ice?.stats() ?? null,
    });
  }

  #createSignaling(): SignalingServer {
    const { config, log, resumeKey, clock } = this.#resources;
    return this.#resources.createSignaling({
      limits: deriveSignalingLimits(config.limits),
      resumeKey,
      roomsPolicy: config.rooms,
      verifyInvitation: this.#resources.verifyInvitation,
      ...this.#storeParts(),
      clock,
      effects: {
        createIceServerList: (seat) =>
          this.#ice?.configForSeat(seat, wallMs()) ?? NO_ICE,
        seatOpened: (seat) => {
          this.#seatCounters.opened++;
          this.#roomLog.seatOpened(seat);
          this.#operator.webhooks.events.seatOpened(seat);
          this.#ice?.seatOpened(seat);
        },
        seatResumed: (seat) => {
          this.#seatCounters.resumed++;
          this.#roomLog.seatResumed(seat);
          this.#ice?.seatOpened(seat);
        },
        seatClosed: (seat, reason) => {
          this.#seatCounters.countEnd(reason);
          this.#roomLog.seatClosed(seat, reason);
          this.#operator.webhooks.events.seatClosed(seat, reason);
          this.#ice?.seatClosed(seat);
        },
        roomBusy: ({ client }) =>
          this.#onRefusal("room-busy", { client: client.address }),
        connectionReported: (report) => this.#connectionReports.add(report),
        messageRelayed: (seat, text) => this.#ice?.learnCandidates(seat, text),
      },
      onBug: (error) =>
        log.error("Unexpected error in signaling: please report it", { error }),
      onEviction: (address) =>
        this.#onRefusal("memory-full", { client: address }),
      onClose: ({ code, reason, address }) => {
        const cause = closeCauseOf(code);
        if (cause !== null) {
          this.#onRefusal(cause, { code, reason, client: address });
        }
      },
    });
  }

  /** Whether the process takes new members. */
  #isReady(): boolean {
    return this.#ice !== null && !this.#drain.isDraining &&
      this.#closing === undefined &&
      this.#signaling.scaleOut?.stats.isAvailable !== false;
  }

  #storeParts(): Pick<SignalingServerOptions, "roomStore" | "scaleOut"> {
    const { roomStore, scaleOut } = this.#resources;
    if (roomStore !== null) return { roomStore };
    if (scaleOut === null) throw new TypeError("There is no room store");
    return { roomStore: scaleOut.parts.store, scaleOut: scaleOut.parts };
  }

  #createHandler(): HttpHandler {
    const { config, log, assets, certificate } = this.#resources;
    return createRouter({
      ...createRoutes({
        assets,
        findStaticPage: (path) => this.#resources.staticPages?.find(path),
        localAuthority: () => this.#localAuthority(),
        iceConfigFor: ({ host, address, isForwarded }) =>
          this.#ice?.configForAnonymous(
            host,
            // Without our own TLS the peer is a proxy, unless a trusted one
            // reported the address.
            certificate !== null || isForwarded ? address : null,
            wallMs(),
          ) ?? NO_ICE,
        iceRateLimiter: new RateLimiter({
          burst: 20,
          perSecond: 1,
          maxKeys: 10_000,
        }),
        invitationUrls: () => this.#listInvitationUrls(),
        rosterOf: (roomKey) =>
          this.#signaling.scaleOut?.rosterOf(roomKey) ??
            createPublicRoster(this.#signaling.hub.rooms.get(roomKey)),
        membersRateLimiter: new RateLimiter({
          burst: 20,
          perSecond: 2,
          maxKeys: 10_000,
        }),
        explainSocketFailure: (id) => this.#attempts.explainFailure(id),
        allowedOrigins: config.allowedOrigins,
        embedOrigins: config.embedOrigins,
        version: VERSION,
        metrics: this.#operator.metrics.respond,
        admin: this.#operator.admin,
        api: this.#operator.api,
        isReady: () => this.#isReady(),
        nowMs: monotonicMs,
      }),
      isHostAllowed: this.#isHostAllowed,
      trustedProxies: config.trustedProxies,
      hasPublicCertificate: () => certificate?.isLocalAuthority === false,
      log,
      onRefusal: this.#onRefusal,
    });
  }

  #createFront(): Front {
    const { config, log, certificate } = this.#resources;
    const upgrades = new UpgradeReceiver({
      policy: { ...config, isHostAllowed: this.#isHostAllowed },
      isReady: () => this.#isReady(),
      accept: (stream, request) => this.#signaling.accept(stream, request),
      attempts: this.#attempts,
      onRefusal: this.#onRefusal,
    });
    const requestRate = new RequestRate({
      requestsPerSecond: config.limits.requestsPerSecond,
      trustedProxies: config.trustedProxies,
    });
    return new Front({
      certificate: certificate?.currentPair() ?? null,
      limits: deriveFrontLimits(config.limits),
      upstreamPort: () => this.#http.port,
      quotaKeyOf: (address) =>
        isAddressInCidrs(config.trustedProxies, address)
          ? null
          : networkKeyOf(address),
      takeRequest: (head, peer) => requestRate.take(head, peer, monotonicMs()),
      acceptsUpgrade: isSocketUpgrade,
      takesBody: ({ target }) => target.startsWith("/api/"),
      onUpgrade: (upgrade) => upgrades.receive(upgrade),
      onRefusal: this.#onRefusal,
      onStun: (connection) => {
        if (this.#ice === null) connection.stream.destroy();
        else this.#ice.acceptConnection(connection);
      },
      onBug: (error) =>
        log.error("Unexpected error in the front: please report it", { error }),
      onListenerError: ({ message }) =>
        this.#onRefusal("listener-failed", { reason: message }),
    });
  }

  #createHttpPort(): HttpPort | null {
    const { config, log, acme } = this.#resources;
    const { httpPort } = config;
    return httpPort === null ? null : new HttpPort({
      limits: deriveFrontLimits(config.limits),
      quotaKeyOf: networkKeyOf,
      httpsPortFor: (host) =>
        httpsPortFor(host, { http: httpPort, page: this.#port }),
      answerChallenge: (target) => acme?.answerHttp(target) ?? null,
      onRefusal: this.#onRefusal,
      onBug: (error) =>
        log.error("Unexpected error in the http port: please report it", {
          error,
        }),
      onListenerError: ({ message }) =>
        this.#onRefusal("listener-failed", { reason: message }),
    });
  }

  /** Opens the http port; a line for the banner when that failed. */
  async #openHttpPort(): Promise<readonly string[]> {
    const { config, acme } = this.#resources;
    if (this.#httpPort === null || config.httpPort === null) return [];
    try {
      await this.#httpPort.listen(config.httpPort, config.host ?? null);
      acme?.httpPortOpened();
      return [];
    } catch (error) {
      return [describeHttpPortFailure(config.httpPort, error)];
    }
  }

  #applyCertificate(pair: PemPair): void {
    const { log } = this.#resources;
    this.#front.setCertificate(pair);
    this.#ice?.setCertificate(pair).then(
      // It may name other hosts, for which `turns:` is listed.
      () => this.#signaling.hub.pushIceServers(this.#resources.clock()),
    ).catch((error: unknown) =>
      log.error(
        "Cannot change the relay's certificate: restart the server before the old one expires",
        { error },
      )
    );
    log.info("New connections use the new certificate");
  }

  /** Public part of the local authority, if there is one. */
  #localAuthority(): PublicCertificate | undefined {
    const pem = this.#resources.certificate?.authorityPem;
    return pem === undefined ? undefined : toPublicCertificate(pem);
  }
}
