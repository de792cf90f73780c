/**
 * Joins the parts: front, HTTP, signaling and ICE, which do not know each
 * other. Everything here is wiring; what the wires carry is told where it ends.
 *
 * @module
 */
import type { IceConfig } from "../signaling/protocol.ts";
import { Signaling } from "../signaling/sockets.ts";
import { machineAddresses, type OpenUrls, openUrls } from "./addresses.ts";
import { publicForms } from "./certificate/authority.ts";
import { openCertificateFiles } from "./certificate/file_source.ts";
import { openOwnCertificate } from "./certificate/own_source.ts";
import type { CertificateSource, PemPair } from "./certificate/source.ts";
import { anyContains } from "./cidr.ts";
import { addressKey } from "./client_address.ts";
import type { Config } from "./config.ts";
import { type DataDir, openDataDir } from "./data_dir.ts";
import { everyInterval } from "./every.ts";
import { loadAssets } from "./http/assets.ts";
import { createRouter } from "./http/router.ts";
import { createRoutes } from "./http/routes.ts";
import { serveHttp } from "./http_server.ts";
import { Ice } from "./ice.ts";
import type { Log } from "./log.ts";
import { RateLimit } from "./rate_limit.ts";
import { StartupError } from "./startup_error.ts";
import { type KeyPair, TlsFront } from "./tls_front.ts";
import { isSocketPath, readUpgrade, refusalText } from "./upgrade.ts";
import { frontLimits, signalingLimits } from "./limits.ts";

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
const PAGE_DIRECTORY = new URL("../dist/client", import.meta.url).pathname;

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
  const certificate = await openCertificate(config, dataDir, log);
  const assets = await loadAssets(PAGE_DIRECTORY);
  let ice: Ice | null = null;
  const signaling = new Signaling({
    limits: signalingLimits(config.limits),
    resumeKey: (await dataDir.secret("resume.key")).reveal(),
    effects: {
      iceConfigFor: (seat, nowMs) => ice?.configForSeat(seat, nowMs) ?? NO_ICE,
      seatOpened: (seat) => ice?.seatOpened(seat),
      seatResumed: (seat) => ice?.seatOpened(seat),
      seatClosed: (seat) => ice?.seatClosed(seat),
      relayed: (seat, text) => ice?.relayed(seat, text),
    },
    onBug: (error) => log.error("Caught a bug in signaling", { error }),
  });
  let isClosing = false;
  const routes = createRoutes({
    assets,
    authority: () =>
      certificate?.authorityPem === undefined
        ? undefined
        : publicForms(certificate.authorityPem),
    iceConfigFor: ({ host }) =>
      ice?.configForAnyone(host, Date.now()) ?? NO_ICE,
    iceLimit: new RateLimit({ burst: 20, perSecond: 1, maxKeys: 10_000 }),
    allowedOrigins: config.allowedOrigins,
    isReady: () => ice !== null && !isClosing,
    nowMs: () => Date.now(),
  });
  const http = serveHttp(
    createRouter({
      ...routes,
      trustedProxies: config.trustedProxies,
      hasRealCertificate: () => certificate?.isLocalAuthority === false,
      log,
    }),
    (port) => front.passedOn(port),
    (error) => log.error("The HTTP server failed and starts again", { error }),
  );
  const front: TlsFront = new TlsFront({
    keyPair: certificate === null ? null : keyPairOf(certificate.current()),
    limits: frontLimits(config.limits),
    upstreamPort: () => http.port,
    ownerOf: (address) =>
      anyContains(config.trustedProxies, address) ? null : addressKey(address),
    takesUpgrade: isSocketPath,
    onUpgrade: (upgrade) => {
      const request = ice === null
        ? { refused: "not-ready" as const }
        : readUpgrade(upgrade, config);
      if ("refused" in request) return refusalText(request.refused);
      signaling.accept(upgrade.stream, request);
      return null;
    },
    onStun: (stream, peer) => {
      const { localAddress: hostname = "", localPort = 0 } = stream;
      if (ice === null) stream.destroy();
      else ice.acceptStream(stream, peer, { hostname, port: localPort });
    },
    onBug: (error) => log.error("Caught a bug at the front", { error }),
    onProblem: (error) => log.warn("The listener has trouble", { error }),
  });
  const port = await listen(front, config).catch(async (error: unknown) => {
    front.stopListening();
    await signaling.shutDown(0);
    await http.close();
    throw error;
  });
  const { notes } = ice = await Ice.start(config, dataDir, log, {
    certificate: certificate?.current() ?? null,
    pagePort: port,
    ownPorts: () => [port, http.port],
  });
  certificate?.start((pair) => {
    front.setKeyPair(keyPairOf(pair));
    void ice?.setCertificate(pair);
    log.info("The certificate is renewed");
  });
  const compressing = assets.compress().catch((error: unknown) =>
    log.error("Cannot compress the page", { error })
  );

  async function end(): Promise<void> {
    isClosing = true;
    certificate?.close();
    front.stopListening();
    await signaling.shutDown(FAREWELL_MS);
    front.destroy();
    await ice?.close();
    await http.close();
    await compressing;
  }
  let ending: Promise<void> | undefined;
  return {
    port,
    urls: openUrls(machineAddresses(interfaceEntries()), {
      scheme: certificate === null ? "http" : "https",
      port,
      host: config.host,
      publicHost: config.publicHost,
    }),
    fingerprint: certificate?.authorityPem === undefined
      ? undefined
      : publicForms(certificate.authorityPem).fingerprint,
    notes,
    close: () => ending ??= end(),
  };
}

function openCertificate(
  config: Config,
  dataDir: DataDir,
  log: Log,
): Promise<CertificateSource> | null {
  const world = { log, nowMs: () => Date.now(), every: everyInterval };
  switch (config.tls.kind) {
    case "off":
      return null;
    case "files":
      return openCertificateFiles({ ...world, ...config.tls });
    case "auto":
      return openOwnCertificate({
        ...world,
        dataDir,
        sources: () => ({
          hostName: Deno.hostname(),
          publicHost: config.publicHost,
          addresses: interfaceEntries().map(({ address }) => address),
        }),
      });
  }
}

function interfaceEntries(): { name: string; address: string }[] {
  return Deno.networkInterfaces().map(({ name, address }) => ({
    name,
    address,
  }));
}

async function listen(front: TlsFront, config: Config): Promise<number> {
  try {
    return await front.listen(config.port, config.host ?? null);
  } catch (error) {
    throw new StartupError("port", portSentence(config.port, error), {
      cause: error,
    });
  }
}

function portSentence(port: number, error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : "";
  switch (code) {
    case "EADDRINUSE":
      return `Port ${port} is in use: end what listens there, or set PORT to another`;
    case "EACCES":
      return `Port ${port} may not be opened by this user: take one above 1023, or give the right to it`;
    default:
      return `Port ${port} cannot be opened: ${
        error instanceof Error ? error.message : String(error)
      }`;
  }
}

function keyPairOf({ certPem, keyPem }: PemPair): KeyPair {
  return { cert: certPem, key: keyPem };
}
