/**
 * Opens what the server needs before its first socket: certificate, keys,
 * stores, the page. What depends on a setting is loaded only with it.
 *
 * @module
 */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { SignalingServerOptions } from "../signaling/signaling_options.ts";
import type { SignalingServer } from "../signaling/signaling_server.ts";
import type { AcmeCertificate } from "./acme/acme_certificate.ts";
import type { CertificateSource } from "./certificate/certificate_source.ts";
import { openCertificateSource } from "./certificate/open_certificate.ts";
import type { Config } from "./config/config.ts";
import type { DataDir } from "./data_dir.ts";
import type { DataDirLock } from "./data_dir_lock.ts";
import { type Assets, loadAssets } from "./http/assets.ts";
import type { VerifyInvitation } from "../signaling/room/invitation.ts";
import { createInvitationVerifier } from "./invitations/invitation_verifier.ts";
import { INVITATION_KEY_FILE } from "./invitations/invitation_token.ts";
import type { Log } from "./log.ts";
import { createSteadyUnixClock, monotonicMs } from "./net/clock.ts";
import type { OpenScaleOut } from "./redis/open_scale_out.ts";
import {
  openSqliteRoomStore,
  type SqliteRoomStore,
} from "./room_store/sqlite_room_store.ts";
import type { StaticPages } from "./static_pages/static_pages.ts";

/** Directory of the built page. */
const CLIENT_DIRECTORY = fileURLToPath(
  new URL("../dist/client", import.meta.url),
);

/** Everything that is loaded before the first socket opens. */
export interface ServerResources {
  /** Settings. */
  readonly config: Config;
  /** The operator's log. */
  readonly log: Log;
  /** Creates the signaling server. */
  readonly createSignaling: (
    options: SignalingServerOptions,
  ) => SignalingServer;
  /** `DATA_DIR`; with Redis, secrets are shared by all processes. */
  readonly dataDir: DataDir;
  /** Lock of `DATA_DIR`. */
  readonly dataDirLock: DataDirLock;
  /** Certificate of the page port; null with `TLS=off`. */
  readonly certificate: CertificateSource | null;
  /** The same with `ACME_DOMAIN`; null without. */
  readonly acme: AcmeCertificate | null;
  /** The built page. */
  readonly assets: Assets;
  /** The operator's own pages; null without `STATIC_DIR`. */
  readonly staticPages: StaticPages | null;
  /** Key that signs resume tokens. */
  readonly resumeKey: string;
  /** Key that signs invitations. */
  readonly invitationKey: string;
  /** Verifies invitations, and JWTs if they are configured. */
  readonly verifyInvitation: VerifyInvitation;
  /** Null with {@linkcode ServerResources.scaleOut}, which has its own. */
  readonly roomStore: SqliteRoomStore | null;
  /** Connects this process with others; null for a single one. */
  readonly scaleOut: OpenScaleOut | null;
  /** Clock of signaling. */
  readonly clock: () => number;
}

/**
 * Opens everything.
 *
 * @throws {StartupError} With a sentence for the operator.
 */
export async function openServerResources(
  config: Config,
  log: Log,
  dataDir: DataDir,
  dataDirLock: DataDirLock,
): Promise<ServerResources> {
  const clock = createSteadyUnixClock();
  // Loaded here, since npm `ws` reads environment variables when imported.
  const signaling = await import("../signaling/signaling_server.ts");
  const ownCertificate = await openCertificateSource(config, dataDir, log);
  const acme = config.acme === null || ownCertificate === null
    ? null
    : await (await import("./acme/acme_certificate.ts")).openAcmeCertificate(
      config.acme,
      { dataDir, log, fallback: ownCertificate },
    );
  const scaleOut = config.redisUrl === undefined ? null : await (
    await import("./redis/open_scale_out.ts")
  ).openScaleOut(config.redisUrl.reveal(), dataDir, log);
  const secrets = scaleOut?.dataDir ?? dataDir;
  const invitationKey = (await secrets.loadOrCreateSecret(INVITATION_KEY_FILE))
    .reveal();
  const verifyJwt = config.jwt === null ? null : await (
    await import("./jwt/jwt_verifier.ts")
  ).openJwtVerifier(config.jwt, log, monotonicMs);
  return {
    config,
    log,
    createSignaling: (options) => new signaling.SignalingServer(options),
    dataDir: secrets,
    dataDirLock,
    certificate: acme?.source ?? ownCertificate,
    acme,
    assets: await loadAssets(CLIENT_DIRECTORY),
    invitationKey,
    verifyInvitation: createInvitationVerifier(invitationKey, verifyJwt),
    staticPages: await openStaticPages(config, log, dataDir),
    resumeKey: (await secrets.loadOrCreateSecret("resume.key")).reveal(),
    roomStore: scaleOut === null
      ? openSqliteRoomStore({
        path: join(dataDir.path, "rooms.sqlite"),
        nameKey: (await dataDir.loadOrCreateSecret("room-names.key")).reveal(),
        log,
      }, clock())
      : null,
    scaleOut,
    clock,
  };
}

async function openStaticPages(
  { staticDir, tls }: Config,
  log: Log,
  dataDir: DataDir,
): Promise<StaticPages | null> {
  if (staticDir === undefined) return null;
  const { StaticPages } = await import("./static_pages/static_pages.ts");
  const keyPaths = tls.kind === "files"
    ? [dataDir.path, tls.keyPath]
    : [dataDir.path];
  return await StaticPages.open(staticDir, log, keyPaths);
}
