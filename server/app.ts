/**
 * Joins the parts: front, HTTP, signaling and ICE, which do not know each
 * other. Everything here is wiring; what the wires carry is told where it ends.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import type { IceServerList } from "../signaling/protocol.ts";
import { createPublicRoster } from "../signaling/room/roster.ts";
import { SignalingServer } from "../signaling/signaling_server.ts";
import {
  listMachineAddresses,
  listNetworkInterfaces,
  listPageUrls,
  type PageUrls,
} from "./net/machine_addresses.ts";
import {
  type PublicCertificate,
  toPublicCertificate,
} from "./certificate/authority.ts";
import { openCertificateSource } from "./certificate/open_certificate.ts";
import type {
  CertificateSource,
  PemPair,
} from "./certificate/certificate_source.ts";
import { isAddressInCidrs } from "./net/cidr.ts";
import { networkKeyOf } from "./net/network_key.ts";
import type { Config } from "./config/config.ts";
import { type DataDir, openDataDir } from "./data_dir.ts";
import { type Assets, loadAssets } from "./http/assets.ts";
import { createRouter, type HttpHandler } from "./http/router.ts";
import { createRoutes } from "./http/routes.ts";
import { type HttpServer, serveHttp } from "./http/http_server.ts";
import { IceService } from "./ice/ice_service.ts";
import {
  deriveFrontLimits,
  deriveSignalingLimits,
} from "./config/component_limits.ts";
import { listenOnPort } from "./front/listen_on_port.ts";
import type { Log } from "./log.ts";
import { RateLimiter } from "./net/rate_limiter.ts";
import { Front, type TlsKeyPair } from "./front/front.ts";
import {
  checkUpgrade,
  formatErrorResponse,
  isSocketPath,
} from "./front/websocket_upgrade.ts";

/** A running Maru. */
export interface Maru {
  /** The port that it listens on. */
  readonly port: number;
  readonly urls: PageUrls;
  /** SHA-256 of the local authority; undefined when there is none. */
  readonly fingerprint: string | undefined;
  /** What goes on the banner about STUN and TURN. */
  readonly notes: readonly string[];
  /** Tells the members, waits for them, ends everything. Idempotent. */
  close(): Promise<void>;
}

/** Where the built page is. */
const CLIENT_DIRECTORY = fileURLToPath(
  new URL("../dist/client", import.meta.url),
);

const NO_ICE: IceServerList = { iceServers: [], ttlSeconds: 3600 };

/** Milliseconds that members get to take the news of the end. */
const SHUTDOWN_GRACE_MS = 1_000;

/**
 * Starts everything that `config` asks for.
 *
 * @throws {StartupError} With a sentence for the operator.
 */
export async function startMaru(config: Config, log: Log): Promise<Maru> {
  const dataDir = await openDataDir(config.dataDir, log);
  const app = new App({
    config,
    log,
    dataDir,
    certificate: await openCertificateSource(config, dataDir, log),
    assets: await loadAssets(CLIENT_DIRECTORY),
    resumeKey: (await dataDir.loadOrCreateSecret("resume.key")).reveal(),
  });
  try {
    return await app.start();
  } catch (error) {
    await app.close();
    throw error;
  }
}

/** What is there before the first socket opens. */
interface AppDeps {
  readonly config: Config;
  readonly log: Log;
  readonly dataDir: DataDir;
  readonly certificate: CertificateSource | null;
  readonly assets: Assets;
  readonly resumeKey: string;
}

class App {
  readonly #deps: AppDeps;
  readonly #signaling: SignalingServer;
  readonly #http: HttpServer;
  readonly #front: Front;
  /** Null until it has started; then the process takes members. */
  #ice: IceService | null = null;
  #closing: Promise<void> | undefined;

  constructor(materials: AppDeps) {
    this.#deps = materials;
    this.#signaling = this.#makeSignaling();
    this.#http = serveHttp(
      this.#makeHandler(),
      (port) => this.#front.peerByProxyPort(port),
      (error) =>
        materials.log.error("The HTTP server failed and starts again", {
          error,
        }),
    );
    this.#front = this.#makeFront();
  }

  async start(): Promise<Maru> {
    const { config, log, dataDir, certificate } = this.#deps;
    const port = await listenOnPort(this.#front, config.port, config.host);
    this.#ice = await IceService.start(config, dataDir, log, {
      certificate: certificate?.currentPair() ?? null,
      pagePort: port,
      ownPorts: () => [port, this.#http.port],
      onEndpointsChanged: () => this.#signaling.hub.pushIceServers(Date.now()),
    });
    certificate?.start((pair) => this.#applyCertificate(pair));
    return {
      port,
      urls: listPageUrls(listMachineAddresses(listNetworkInterfaces()), {
        scheme: certificate === null ? "http" : "https",
        port,
        host: config.host,
        publicHost: config.publicHost,
      }),
      fingerprint: this.#localAuthority()?.fingerprint,
      notes: this.#ice.notes,
      close: () => this.close(),
    };
  }

  close(): Promise<void> {
    return this.#closing ??= this.#closeParts();
  }

  async #closeParts(): Promise<void> {
    this.#deps.certificate?.close();
    this.#front.stopListening();
    await this.#signaling.shutDown(SHUTDOWN_GRACE_MS);
    this.#front.destroy();
    await this.#ice?.close();
    await this.#http.close();
  }

  #makeSignaling(): SignalingServer {
    const { config, log, resumeKey } = this.#deps;
    return new SignalingServer({
      limits: deriveSignalingLimits(config.limits),
      resumeKey,
      effects: {
        createIceServerList: (seat, nowMs) =>
          this.#ice?.configForSeat(seat, nowMs) ?? NO_ICE,
        seatOpened: (seat) => this.#ice?.seatOpened(seat),
        seatResumed: (seat) => this.#ice?.seatOpened(seat),
        seatClosed: (seat) => this.#ice?.seatClosed(seat),
        messageRelayed: (seat, text) => this.#ice?.learnCandidates(seat, text),
      },
      onBug: (error) => log.error("Caught a bug in signaling", { error }),
    });
  }

  #makeHandler(): HttpHandler {
    const { config, log, assets, certificate } = this.#deps;
    return createRouter({
      ...createRoutes({
        assets,
        localAuthority: () => this.#localAuthority(),
        iceConfigFor: ({ host }) =>
          this.#ice?.configForAnonymous(host, Date.now()) ?? NO_ICE,
        iceRateLimiter: new RateLimiter({
          burst: 20,
          perSecond: 1,
          maxKeys: 10_000,
        }),
        membersOf: (room) =>
          createPublicRoster(this.#signaling.hub.rooms.get(room)),
        membersRateLimiter: new RateLimiter({
          burst: 20,
          perSecond: 2,
          maxKeys: 10_000,
        }),
        allowedOrigins: config.allowedOrigins,
        isReady: () => this.#ice !== null && this.#closing === undefined,
        nowMs: () => Date.now(),
      }),
      trustedProxies: config.trustedProxies,
      hasPublicCertificate: () => certificate?.isLocalAuthority === false,
      log,
    });
  }

  #makeFront(): Front {
    const { config, log, certificate } = this.#deps;
    return new Front({
      keyPair: certificate === null
        ? null
        : keyPairOf(certificate.currentPair()),
      limits: deriveFrontLimits(config.limits),
      upstreamPort: () => this.#http.port,
      quotaKeyOf: (address) =>
        isAddressInCidrs(config.trustedProxies, address)
          ? null
          : networkKeyOf(address),
      acceptsUpgrade: isSocketPath,
      onUpgrade: (upgrade) => {
        if (this.#ice === null) return formatErrorResponse("not-ready");
        const request = checkUpgrade(upgrade, config);
        if ("refused" in request) return formatErrorResponse(request.refused);
        this.#signaling.accept(upgrade.stream, request);
        return null;
      },
      onStun: (stream, peer) => {
        const { localAddress: hostname = "", localPort: port = 0 } = stream;
        if (this.#ice === null) stream.destroy();
        else this.#ice.acceptStream(stream, peer, { hostname, port });
      },
      onBug: (error) => log.error("Caught a bug at the front", { error }),
      onListenerError: (error) =>
        log.warn("The listener has trouble", { error }),
    });
  }

  #applyCertificate(pair: PemPair): void {
    const { log } = this.#deps;
    this.#front.setKeyPair(keyPairOf(pair));
    this.#ice?.setCertificate(pair).catch((error: unknown) =>
      log.error("The relay keeps its old certificate", { error })
    );
    log.info("The certificate is renewed");
  }

  /** What a client needs of the local authority, if there is one. */
  #localAuthority(): PublicCertificate | undefined {
    const pem = this.#deps.certificate?.authorityPem;
    return pem === undefined ? undefined : toPublicCertificate(pem);
  }
}

function keyPairOf({ certPem, keyPem }: PemPair): TlsKeyPair {
  return { cert: certPem, key: keyPem };
}
