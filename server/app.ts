/**
 * Joins the parts: front, HTTP, signaling and ICE, which do not know each
 * other. Everything here is wiring; what the wires carry is told where it ends.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import type { IceConfig } from "../signaling/protocol.ts";
import { rosterOf } from "../signaling/room/roster.ts";
import { Signaling } from "../signaling/signaling_server.ts";
import {
  machineAddresses,
  type OpenUrls,
  openUrls,
  systemInterfaces,
} from "./net/machine_addresses.ts";
import { type PublicForms, publicForms } from "./certificate/authority.ts";
import { openCertificate } from "./certificate/open_certificate.ts";
import type {
  CertificateSource,
  PemPair,
} from "./certificate/certificate_source.ts";
import { anyContains } from "./net/cidr.ts";
import { addressKey } from "./http/client_address.ts";
import type { Config } from "./config/config.ts";
import { type DataDir, openDataDir } from "./data_dir.ts";
import { type Assets, loadAssets } from "./http/assets.ts";
import { createRouter, type HttpHandler } from "./http/router.ts";
import { createRoutes } from "./http/routes.ts";
import { type HttpServer, serveHttp } from "./http/http_server.ts";
import { Ice } from "./ice/ice_service.ts";
import { frontLimits, signalingLimits } from "./config/component_limits.ts";
import { listenAt } from "./front/listen_on_port.ts";
import type { Log } from "./log.ts";
import { RateLimit } from "./net/rate_limiter.ts";
import { type KeyPair, TlsFront } from "./front/front.ts";
import {
  isSocketPath,
  readUpgrade,
  refusalText,
} from "./front/websocket_upgrade.ts";

/** A running Maru. */
export interface Maru {
  /** The port that it listens on. */
  readonly port: number;
  readonly urls: OpenUrls;
  /** SHA-256 of the local authority; undefined when there is none. */
  readonly fingerprint: string | undefined;
  /** What goes on the banner about STUN and TURN. */
  readonly notes: readonly string[];
  /** Tells the members, waits for them, ends everything. Idempotent. */
  close(): Promise<void>;
}

/** Where the built page is. */
const PAGE_DIRECTORY = fileURLToPath(
  new URL("../dist/client", import.meta.url),
);

const NO_ICE: IceConfig = { iceServers: [], ttlSeconds: 3600 };

/** Milliseconds that members get to take the news of the end. */
const FAREWELL_MS = 1_000;

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
    certificate: await openCertificate(config, dataDir, log),
    assets: await loadAssets(PAGE_DIRECTORY),
    resumeKey: (await dataDir.secret("resume.key")).reveal(),
  });
  try {
    return await app.start();
  } catch (error) {
    await app.close();
    throw error;
  }
}

/** What is there before the first socket opens. */
interface Materials {
  readonly config: Config;
  readonly log: Log;
  readonly dataDir: DataDir;
  readonly certificate: CertificateSource | null;
  readonly assets: Assets;
  readonly resumeKey: string;
}

class App {
  readonly #materials: Materials;
  readonly #signaling: Signaling;
  readonly #http: HttpServer;
  readonly #front: TlsFront;
  /** Null until it has started; then the process takes members. */
  #ice: Ice | null = null;
  #compressing: Promise<void> = Promise.resolve();
  #ending: Promise<void> | undefined;

  constructor(materials: Materials) {
    this.#materials = materials;
    this.#signaling = this.#makeSignaling();
    this.#http = serveHttp(
      this.#makeHandler(),
      (port) => this.#front.passedOn(port),
      (error) =>
        materials.log.error("The HTTP server failed and starts again", {
          error,
        }),
    );
    this.#front = this.#makeFront();
  }

  async start(): Promise<Maru> {
    const { config, log, dataDir, certificate, assets } = this.#materials;
    const port = await listenAt(this.#front, config.port, config.host);
    this.#ice = await Ice.start(config, dataDir, log, {
      certificate: certificate?.current() ?? null,
      pagePort: port,
      ownPorts: () => [port, this.#http.port],
      onEndpointsChanged: () => this.#signaling.hub.renewIce(Date.now()),
    });
    certificate?.start((pair) => this.#renew(pair));
    this.#compressing = assets.compress().catch((error: unknown) =>
      log.error("Cannot compress the page", { error })
    );
    return {
      port,
      urls: openUrls(machineAddresses(systemInterfaces()), {
        scheme: certificate === null ? "http" : "https",
        port,
        host: config.host,
        publicHost: config.publicHost,
      }),
      fingerprint: this.#authority()?.fingerprint,
      notes: this.#ice.notes,
      close: () => this.close(),
    };
  }

  close(): Promise<void> {
    return this.#ending ??= this.#end();
  }

  async #end(): Promise<void> {
    this.#materials.certificate?.close();
    this.#front.stopListening();
    await this.#signaling.shutDown(FAREWELL_MS);
    this.#front.destroy();
    await this.#ice?.close();
    await this.#http.close();
    await this.#compressing;
  }

  #makeSignaling(): Signaling {
    const { config, log, resumeKey } = this.#materials;
    return new Signaling({
      limits: signalingLimits(config.limits),
      resumeKey,
      effects: {
        iceConfigFor: (seat, nowMs) =>
          this.#ice?.configForSeat(seat, nowMs) ?? NO_ICE,
        seatOpened: (seat) => this.#ice?.seatOpened(seat),
        seatResumed: (seat) => this.#ice?.seatOpened(seat),
        seatClosed: (seat) => this.#ice?.seatClosed(seat),
        relayed: (seat, text) => this.#ice?.relayed(seat, text),
      },
      onBug: (error) => log.error("Caught a bug in signaling", { error }),
    });
  }

  #makeHandler(): HttpHandler {
    const { config, log, assets, certificate } = this.#materials;
    return createRouter({
      ...createRoutes({
        assets,
        authority: () => this.#authority(),
        iceConfigFor: ({ host }) =>
          this.#ice?.configForAnyone(host, Date.now()) ?? NO_ICE,
        iceLimit: new RateLimit({ burst: 20, perSecond: 1, maxKeys: 10_000 }),
        membersOf: (room) => rosterOf(this.#signaling.hub.rooms.get(room)),
        membersLimit: new RateLimit({
          burst: 20,
          perSecond: 2,
          maxKeys: 10_000,
        }),
        allowedOrigins: config.allowedOrigins,
        isReady: () => this.#ice !== null && this.#ending === undefined,
        nowMs: () => Date.now(),
      }),
      trustedProxies: config.trustedProxies,
      hasRealCertificate: () => certificate?.isLocalAuthority === false,
      log,
    });
  }

  #makeFront(): TlsFront {
    const { config, log, certificate } = this.#materials;
    return new TlsFront({
      keyPair: certificate === null ? null : keyPairOf(certificate.current()),
      limits: frontLimits(config.limits),
      upstreamPort: () => this.#http.port,
      ownerOf: (address) =>
        anyContains(config.trustedProxies, address)
          ? null
          : addressKey(address),
      takesUpgrade: isSocketPath,
      onUpgrade: (upgrade) => {
        if (this.#ice === null) return refusalText("not-ready");
        const request = readUpgrade(upgrade, config);
        if ("refused" in request) return refusalText(request.refused);
        this.#signaling.accept(upgrade.stream, request);
        return null;
      },
      onStun: (stream, peer) => {
        const { localAddress: hostname = "", localPort: port = 0 } = stream;
        if (this.#ice === null) stream.destroy();
        else this.#ice.acceptStream(stream, peer, { hostname, port });
      },
      onBug: (error) => log.error("Caught a bug at the front", { error }),
      onProblem: (error) => log.warn("The listener has trouble", { error }),
    });
  }

  #renew(pair: PemPair): void {
    const { log } = this.#materials;
    this.#front.setKeyPair(keyPairOf(pair));
    this.#ice?.setCertificate(pair).catch((error: unknown) =>
      log.error("The relay keeps its old certificate", { error })
    );
    log.info("The certificate is renewed");
  }

  /** What a client needs of the local authority, if there is one. */
  #authority(): PublicForms | undefined {
    const pem = this.#materials.certificate?.authorityPem;
    return pem === undefined ? undefined : publicForms(pem);
  }
}

function keyPairOf({ certPem, keyPem }: PemPair): KeyPair {
  return { cert: certPem, key: keyPem };
}
