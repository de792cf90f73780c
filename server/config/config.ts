/**
 * The settings, from the environment. `loadConfig` is pure: it takes the
 * variables as a record and returns a frozen `Config`, or throws one
 * `ConfigError` that lists every problem.
 *
 * @module
 */
import type { Cidr } from "../net/cidr.ts";
import type { PortRange } from "../net/port_range.ts";
import { checkCombinations } from "./setting_combinations.ts";
import { findUnknownSettings } from "./unknown_settings.ts";
import type { Secret } from "../secret.ts";
import type {
  AllowedHosts,
  EmbedPolicy,
  FileOrUrl,
  OriginPolicy,
} from "./setting_kinds.ts";
import { quoteValue } from "./setting_kinds.ts";
import { type Setting, SETTINGS, type SettingValues } from "./settings.ts";

/** Source of the certificate. */
export type TlsConfig =
  | { readonly kind: "auto" }
  | { readonly kind: "off" }
  | {
    readonly kind: "files";
    readonly certPath: string;
    readonly keyPath: string;
  };

/** Certificate from an ACME directory. */
export interface AcmeConfig {
  /** Names in lower case, at least one. */
  readonly domains: readonly string[];
  /** Contact of the account. */
  readonly email: string | undefined;
  /** URL of the directory. */
  readonly directory: string;
}

/** JWTs of the operator's application. */
export interface JwtConfig {
  /** Where the keys are. */
  readonly keys: FileOrUrl | {
    readonly kind: "secret";
    readonly secret: Secret;
  };
  /** Undefined: not checked. */
  readonly issuer: string | undefined;
  /** Undefined: not checked. */
  readonly audience: string | undefined;
}

/** Where webhooks go. */
export interface WebhookConfig {
  /** Address that receives them. */
  readonly url: string;
  /** Secret that signs them. */
  readonly secret: Secret;
}

/** Kind of TURN credentials. */
export type CredentialConfig =
  /** Time-limited, with the secret in the data directory. */
  | { readonly kind: "own-secret" }
  /** Time-limited, with a given secret. */
  | { readonly kind: "given-secret"; readonly secret: Secret }
  | {
    readonly kind: "static";
    readonly username: string;
    readonly credential: Secret;
  };

/** Limits of the relay, each the setting of its name. */
export interface RelayLimitSettings {
  /** Relayed ports in all. */
  readonly maxAllocations: number;
  /** Relayed ports of one user. */
  readonly maxAllocationsPerUser: number;
  /** Relayed ports of one client network. */
  readonly maxAllocationsPerIp: number;
  /** Per allocation, both directions together. */
  readonly maxRelayBytesPerSecond: number;
  /** All allocations together. */
  readonly maxTotalRelayBytesPerSecond: number;
}

/** Settings of STUN and TURN. */
export interface IceSettings {
  /** Undefined: the embedded server. An empty list: none. */
  readonly stunUrls: readonly string[] | undefined;
  /** Undefined: the embedded server. An empty list: none. */
  readonly turnUrls: readonly string[] | undefined;
  /** Kind of credentials of the clients. */
  readonly credential: CredentialConfig;
  /** `TURN_TTL`: validity of a time-limited credential for Allocate. */
  readonly credentialTtlSeconds: number;
  /** `TURN_ANONYMOUS`: whether `/ice` gives credentials for the relay. */
  readonly isAnonymousServed: boolean;
  /** Whether the embedded server runs. */
  readonly isServerEnabled: boolean;
  /** `ICE_PORT`: STUN and TURN over UDP and TCP. */
  readonly port: number;
  /** `ICE_TLS_PORT`: TURN over TLS. */
  readonly tlsPort: number;
  /** Whether `port` is the number of the page, also when the system chooses it. */
  readonly isPagePort: boolean;
  /** The same of `tlsPort`. */
  readonly isTlsPagePort: boolean;
  /** `RELAY_PORTS`: UDP ports of relayed addresses. */
  readonly relayPorts: PortRange;
  /** `RELAY_ENGINE`: how UDP is sent and received. */
  readonly relayEngine: "deno" | "ffi";
  /** At most one IPv4 and one IPv6. */
  readonly externalIps: readonly string[];
  /** `TURN_ALLOW_PEERS`: peers open to every credential. */
  readonly allowPeers: readonly Cidr[];
  /** `TURN_DENY_PEERS`: peers closed to every credential; takes precedence. */
  readonly denyPeers: readonly Cidr[];
  /** Limits of the relay. */
  readonly limits: RelayLimitSettings;
  /**
   * `RELAY_HOST` or `PUBLIC_HOST`: host of the URLs. Undefined: the host that
   * the browser used.
   */
  readonly relayHost: string | undefined;
}

/** Limits of signaling and of the front. */
export interface LimitSettings {
  /** Bytes of one WebSocket message, over all its fragments. */
  readonly maxMessageBytes: number;
  /** Members of one room. */
  readonly maxRoomMembers: number;
  /** Rooms at a time. */
  readonly maxRooms: number;
  /** WebSockets in all. */
  readonly maxConnections: number;
  /** WebSockets of one client network. */
  readonly maxConnectionsPerIp: number;
  /** Messages of one WebSocket; a burst may have 4 times as many. */
  readonly messagesPerSecond: number;
  /** Bytes of one WebSocket; a burst may have 4 times as many. */
  readonly bytesPerSecond: number;
  /** Unsent bytes at which a slow reader is disconnected. */
  readonly maxBufferedBytes: number;
  /** Unsent bytes of all WebSockets together. */
  readonly maxTotalBufferedBytes: number;
  /** Bytes that a room delivers; a burst may have 4 times as many. */
  readonly roomBytesPerSecond: number;
  /** HTTP requests of one client network; a burst may have 4 times as many. */
  readonly requestsPerSecond: number;
  /** Time for which the seat of a lost member is kept. */
  readonly resumeSeconds: number;
  /** Time for which the relay goes on after SIGTERM at most. */
  readonly drainSeconds: number;
  /** Time limit of a TLS handshake. */
  readonly handshakeTimeoutMs: number;
  /** Time limit of a request head. */
  readonly headerTimeoutMs: number;
}

/** All settings; read once, in `main.ts`. */
export interface Config {
  /** 0 lets the system choose. */
  readonly port: number;
  /** Undefined: all interfaces. */
  readonly host: string | undefined;
  /** Source of the certificate. */
  readonly tls: TlsConfig;
  /** Null: no ACME. Otherwise `tls` is the source until ACME succeeds. */
  readonly acme: AcmeConfig | null;
  /** `HTTP_PORT`: redirects to https; null: none. */
  readonly httpPort: number | null;
  /** An IPv6 address has no brackets. Undefined: the host that the browser used. */
  readonly publicHost: string | undefined;
  /** Directory of keys, certificates and secrets. */
  readonly dataDir: string;
  /** Origins whose pages may connect. */
  readonly allowedOrigins: OriginPolicy;
  /** Origins whose pages may embed a call. */
  readonly embedOrigins: EmbedPolicy;
  /** Folder of the operator's own pages; undefined for none. */
  readonly staticDir: string | undefined;
  /** Host names by which browsers may use the server. */
  readonly allowedHosts: AllowedHosts;
  /** Proxies whose forwarded headers are believed. */
  readonly trustedProxies: readonly Cidr[];
  /** STUN and TURN. */
  readonly ice: IceSettings;
  /** Limits of signaling and of the front. */
  readonly limits: LimitSettings;
  /** `METRICS_TOKEN`: opens `/metrics` to other machines. */
  readonly metricsToken: Secret | undefined;
  /** `REDIS_URL`: the server that joins several processes; undefined for one. */
  readonly redisUrl: Secret | undefined;
  /** `ADMIN_TOKEN`: turns `/admin/` on. */
  readonly adminToken: Secret | undefined;
  /** `API_TOKEN`: turns `/api/` on. */
  readonly apiToken: Secret | undefined;
  /** Null: no JWT is accepted. */
  readonly jwt: JwtConfig | null;
  /** Null: no webhooks. */
  readonly webhook: WebhookConfig | null;
  /** `ROOMS`: who may open a room. */
  readonly rooms: "open" | "invited";
  /** Level and format of the log. */
  readonly log: {
    readonly level: "debug" | "info" | "warn" | "error";
    readonly format: "text" | "json";
    /** Whether addresses of clients are shown whole. */
    readonly showsAddresses: boolean;
  };
  /** Sentences about unknown names and doubtful values. */
  readonly warnings: readonly string[];
}

/** Thrown by {@linkcode loadConfig}, with one line per invalid setting. */
export class ConfigError extends Error {
  /** Name of the class. */
  override readonly name = "ConfigError";

  /** Creates an error of sentences that begin with a setting's name. */
  constructor(readonly problems: readonly string[]) {
    super(
      `Cannot start: ${problems.length} invalid setting${
        problems.length === 1 ? "" : "s"
      }\n  ${problems.join("\n  ")}`,
    );
  }
}

/** Environment variables by name; an empty value counts as unset. */
export type Env = Readonly<Record<string, string | undefined>>;

/**
 * Reads, checks and freezes the configuration.
 *
 * @throws {ConfigError} With every problem, when there is at least one.
 */
export function loadConfig(env: Env): Config {
  const problems: string[] = [];
  const values = readSettings(env, problems);
  problems.push(...checkCombinations(values, env));
  if (problems.length > 0) throw new ConfigError(problems);
  return Object.freeze({
    port: values.PORT,
    host: values.HOST,
    tls: Object.freeze(tlsConfigOf(values)),
    acme: acmeConfigOf(values),
    httpPort: httpPortOf(values),
    publicHost: values.PUBLIC_HOST,
    dataDir: values.DATA_DIR,
    allowedOrigins: values.ALLOWED_ORIGINS ?? Object.freeze({ kind: "same" }),
    embedOrigins: values.EMBED_ORIGINS ?? Object.freeze({ kind: "none" }),
    staticDir: values.STATIC_DIR,
    allowedHosts: values.ALLOWED_HOSTS ?? Object.freeze({ kind: "default" }),
    trustedProxies: values.TRUSTED_PROXIES ?? Object.freeze([]),
    ice: Object.freeze(iceSettingsOf(values)),
    limits: Object.freeze(limitSettingsOf(values)),
    metricsToken: values.METRICS_TOKEN,
    redisUrl: values.REDIS_URL,
    adminToken: values.ADMIN_TOKEN,
    apiToken: values.API_TOKEN,
    rooms: values.ROOMS,
    jwt: jwtConfigOf(values),
    webhook: webhookConfigOf(values),
    log: Object.freeze({
      level: values.LOG_LEVEL,
      format: values.LOG_FORMAT,
      showsAddresses: values.LOG_ADDRESSES === "on",
    }),
    warnings: Object.freeze(collectWarnings(values, env)),
  });
}

function readSettings(env: Env, problems: string[]): SettingValues {
  const values: Record<string, unknown> = {};
  for (const [name, setting] of Object.entries<Setting<unknown>>(SETTINGS)) {
    const text = env[name] || setting.defaultText;
    if (text === null) continue;
    const result = setting.parser.parse(text);
    if ("value" in result) {
      values[name] = result.value;
    } else {
      const current = setting.parser.isSecret ? "[secret]" : quoteValue(text);
      problems.push(`${name} ${result.problem}: current value is ${current}`);
    }
  }
  // Each value has the type of its parser. Where one could not be parsed,
  // `problems` is not empty and the values are not used.
  return values as SettingValues;
}

function tlsConfigOf(values: SettingValues): TlsConfig {
  const { TLS: kind, TLS_CERT: certPath, TLS_KEY: keyPath } = values;
  if (certPath !== undefined && keyPath !== undefined) {
    return { kind: "files", certPath, keyPath };
  }
  return kind === "off" ? { kind: "off" } : { kind: "auto" };
}

function acmeConfigOf(values: SettingValues): AcmeConfig | null {
  const domains = [...new Set(values.ACME_DOMAIN ?? [])];
  return domains.length === 0 ? null : Object.freeze({
    domains: Object.freeze(domains),
    email: values.ACME_EMAIL,
    directory: values.ACME_DIRECTORY,
  });
}

function jwtConfigOf(values: SettingValues): JwtConfig | null {
  const { JWT_SECRET: secret, JWT_JWKS: keySet } = values;
  const keys = secret === undefined
    ? keySet
    : { kind: "secret", secret } as const;
  return keys === undefined ? null : Object.freeze({
    keys: Object.freeze(keys),
    issuer: values.JWT_ISSUER,
    audience: values.JWT_AUDIENCE,
  });
}

function webhookConfigOf(values: SettingValues): WebhookConfig | null {
  const { WEBHOOK_URL: url, WEBHOOK_SECRET: secret } = values;
  return url === undefined || secret === undefined
    ? null
    : Object.freeze({ url, secret });
}

function httpPortOf(values: SettingValues): number | null {
  if (values.HTTP_PORT !== undefined) return values.HTTP_PORT;
  return values.ACME_DOMAIN?.length ? 80 : null;
}

function iceSettingsOf(values: SettingValues): IceSettings {
  return {
    stunUrls: values.STUN_URLS,
    turnUrls: values.TURN_URLS,
    credential: Object.freeze(credentialConfigOf(values)),
    credentialTtlSeconds: values.TURN_TTL,
    isAnonymousServed: values.TURN_ANONYMOUS === "on",
    isServerEnabled: values.ICE === "on",
    ...icePortsOf(values),
    relayPorts: values.RELAY_PORTS,
    relayEngine: values.RELAY_ENGINE,
    externalIps: values.EXTERNAL_IP ?? Object.freeze([]),
    allowPeers: values.TURN_ALLOW_PEERS ?? Object.freeze([]),
    denyPeers: values.TURN_DENY_PEERS ?? Object.freeze([]),
    relayHost: values.RELAY_HOST ?? values.PUBLIC_HOST,
    limits: Object.freeze({
      maxAllocations: values.MAX_ALLOCATIONS,
      maxAllocationsPerUser: values.MAX_ALLOCATIONS_PER_USER,
      maxAllocationsPerIp: values.MAX_ALLOCATIONS_PER_IP,
      maxRelayBytesPerSecond: values.MAX_RELAY_BYTES_PER_SECOND,
      maxTotalRelayBytesPerSecond: values.MAX_TOTAL_RELAY_BYTES_PER_SECOND,
    }),
  };
}

function icePortsOf(
  values: SettingValues,
): Pick<IceSettings, "port" | "tlsPort" | "isPagePort" | "isTlsPagePort"> {
  const { PORT, ICE_PORT, ICE_TLS_PORT, ONE_PORT } = values;
  const isPage = (port: number): boolean =>
    ONE_PORT === "on" || (port === PORT && port !== 0);
  return {
    port: isPage(ICE_PORT) ? PORT : ICE_PORT,
    tlsPort: isPage(ICE_TLS_PORT) ? PORT : ICE_TLS_PORT,
    isPagePort: isPage(ICE_PORT),
    isTlsPagePort: isPage(ICE_TLS_PORT),
  };
}

function credentialConfigOf(values: SettingValues): CredentialConfig {
  const { TURN_USERNAME: username, TURN_CREDENTIAL: credential } = values;
  if (username !== undefined && credential !== undefined) {
    return { kind: "static", username, credential };
  }
  return values.TURN_SECRET
    ? { kind: "given-secret", secret: values.TURN_SECRET }
    : { kind: "own-secret" };
}

function limitSettingsOf(values: SettingValues): LimitSettings {
  return {
    maxMessageBytes: values.MAX_MESSAGE_BYTES,
    maxRoomMembers: values.MAX_ROOM_MEMBERS,
    maxRooms: values.MAX_ROOMS,
    maxConnections: values.MAX_CONNECTIONS,
    maxConnectionsPerIp: values.MAX_CONNECTIONS_PER_IP,
    messagesPerSecond: values.MESSAGES_PER_SECOND,
    bytesPerSecond: values.BYTES_PER_SECOND,
    maxBufferedBytes: values.MAX_BUFFERED_BYTES,
    maxTotalBufferedBytes: values.MAX_TOTAL_BUFFERED_BYTES,
    roomBytesPerSecond: values.ROOM_BYTES_PER_SECOND,
    requestsPerSecond: values.REQUESTS_PER_SECOND,
    resumeSeconds: values.RESUME_SECONDS,
    drainSeconds: values.DRAIN_SECONDS,
    handshakeTimeoutMs: values.HANDSHAKE_TIMEOUT_MS,
    headerTimeoutMs: values.HEADER_TIMEOUT_MS,
  };
}

function collectWarnings(values: SettingValues, env: Env): string[] {
  const known = Object.keys(SETTINGS);
  const warnings = findUnknownSettings(Object.keys(env), known);
  if (
    values.TURN_URLS?.length && credentialConfigOf(values).kind === "own-secret"
  ) {
    warnings.push(
      "TURN_URLS is set without TURN_SECRET: the URLs work only if they point to this server",
    );
  }
  const secret = values.TURN_SECRET?.reveal();
  if (secret !== undefined && secret.length < 16) {
    warnings.push("TURN_SECRET is short: use at least 16 random characters");
  }
  return warnings;
}
