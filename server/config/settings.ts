/**
 * The table of all settings: name, default, description, parser. `config.ts`
 * reads the environment with it, and README's table is generated from it.
 *
 * @module
 */
import {
  addressParser,
  cidrParser,
  domainParser,
  emailParser,
  embedOriginsParser,
  fileOrUrlParser,
  hmacSecretParser,
  hostParser,
  hostsParser,
  httpsUrlParser,
  httpUrlParser,
  integerBetween,
  integerOrOff,
  listOf,
  oneOf,
  originsParser,
  portRangeParser,
  redisUrlParser,
  secretParser,
  type SettingParser,
  stunUrlParser,
  textParser,
  tokenParser,
  turnUrlParser,
} from "./setting_kinds.ts";

/** One setting. */
export interface Setting<T> {
  /** Text that is parsed when the setting is unset; null for none. */
  readonly defaultText: string | null;
  /** Default as the table shows it. */
  readonly displayedDefault: string;
  /** One sentence, without a final period. */
  readonly description: string;
  /** Parser of the value. */
  readonly parser: SettingParser<T>;
}

function settingWithDefault<T>(
  parser: SettingParser<T>,
  defaultValue: string | number,
  description: string,
): Setting<T> & { readonly defaultText: string } {
  const defaultText = String(defaultValue);
  return { parser, defaultText, displayedDefault: defaultText, description };
}

function optionalSetting<T>(
  parser: SettingParser<T>,
  displayedDefault: string,
  description: string,
): Setting<T> & { readonly defaultText: null } {
  return { parser, defaultText: null, displayedDefault, description };
}

const PORT = integerBetween(0, 65_535);
const COUNT = integerBetween(1, 1_000_000);
const BYTES = integerBetween(1024, 1_073_741_824);
const TIMEOUT = integerBetween(100, 600_000);

/** Every setting by name, in the order of README's table. */
export const SETTINGS = {
  PORT: settingWithDefault(
    PORT,
    8443,
    "Port of https and wss (of http when `TLS=off`)",
  ),
  HOST: optionalSetting(hostParser, "all interfaces", "Address to listen on"),
  TLS: settingWithDefault(
    oneOf("auto", "files", "off"),
    "auto",
    "`auto`: own certificate authority; `files`: `TLS_CERT` and `TLS_KEY`; `off`: plain http for a reverse proxy",
  ),
  TLS_CERT: optionalSetting(
    textParser,
    "-",
    "PEM file of the certificate and its chain; implies `TLS=files`",
  ),
  TLS_KEY: optionalSetting(
    textParser,
    "-",
    "PEM file of the certificate's private key; implies `TLS=files`",
  ),
  ACME_DOMAIN: optionalSetting(
    listOf(domainParser),
    "-",
    "Comma list of this server's names: gets one certificate for them from `ACME_DIRECTORY` and renews it; port 80 of the names must reach `HTTP_PORT`",
  ),
  ACME_EMAIL: optionalSetting(
    emailParser,
    "-",
    "Mail address of the ACME account",
  ),
  ACME_DIRECTORY: settingWithDefault(
    httpsUrlParser,
    "https://acme-v02.api.letsencrypt.org/directory",
    "ACME directory; the default is Let's Encrypt, whose terms apply",
  ),
  HTTP_PORT: optionalSetting(
    integerOrOff(0, 65_535),
    "80 with `ACME_DOMAIN`",
    "Port of http that redirects to https and answers ACME challenges, or `off`",
  ),
  PUBLIC_HOST: optionalSetting(
    hostParser,
    "as the browser asked",
    "Host name or address in the ICE URLs and in the own certificate",
  ),
  EXTERNAL_IP: optionalSetting(
    listOf(addressParser),
    "-",
    "Address that the relay announces behind a cloud NAT; at most one IPv4 and one IPv6",
  ),
  DATA_DIR: settingWithDefault(
    textParser,
    ".maru",
    "Directory of keys, certificates, secrets and the room store",
  ),
  ALLOWED_ORIGINS: optionalSetting(
    originsParser,
    "same origin",
    "Comma list of origins whose pages may connect, or `*`",
  ),
  EMBED_ORIGINS: optionalSetting(
    embedOriginsParser,
    "nobody",
    "Comma list of origins whose pages may embed a call in an iframe (`/r/NAME?embed`), or `*` for any page",
  ),
  STATIC_DIR: optionalSetting(
    textParser,
    "-",
    "Folder with pages of your own, served at the paths that Maru does not use; files of at most 8 MiB, none whose name begins with a dot",
  ),
  ALLOWED_HOSTS: optionalSetting(
    hostsParser,
    "private names",
    "Comma list of host names by which browsers may use the server, or `*`; addresses, `localhost`, `PUBLIC_HOST` and `ACME_DOMAIN` always may. By default other names are refused only over http without a trusted proxy",
  ),
  TRUSTED_PROXIES: optionalSetting(
    listOf(cidrParser),
    "none",
    "Comma list of CIDRs of proxies whose forwarded headers are believed",
  ),
  STUN_URLS: optionalSetting(
    listOf(stunUrlParser),
    "own server",
    "Comma list of STUN URLs to give to clients instead",
  ),
  TURN_URLS: optionalSetting(
    listOf(turnUrlParser),
    "own server",
    "Comma list of TURN URLs to give to clients instead",
  ),
  TURN_SECRET: optionalSetting(
    secretParser,
    "generated at the first start",
    "Shared secret of time-limited TURN credentials, as coturn's `static-auth-secret`",
  ),
  TURN_USERNAME: optionalSetting(
    textParser,
    "-",
    "Static TURN user name instead of time-limited ones; needs `TURN_CREDENTIAL`",
  ),
  TURN_CREDENTIAL: optionalSetting(
    secretParser,
    "-",
    "Static TURN password; needs `TURN_USERNAME`",
  ),
  TURN_TTL: settingWithDefault(
    integerBetween(10, 604_800),
    3600,
    "Seconds for which a TURN credential can be used to allocate",
  ),
  TURN_ANONYMOUS: settingWithDefault(
    oneOf("on", "off"),
    "on",
    "Relay credentials from `/ice`, for anyone who reaches the server; `off`: for members of rooms only",
  ),
  ICE: settingWithDefault(
    oneOf("on", "off"),
    "on",
    "The embedded STUN and TURN server",
  ),
  ICE_PORT: settingWithDefault(
    PORT,
    3478,
    "Port of STUN and TURN over UDP and TCP",
  ),
  ICE_TLS_PORT: settingWithDefault(
    PORT,
    5349,
    "Port of STUN and TURN over TLS",
  ),
  ONE_PORT: settingWithDefault(
    oneOf("on", "off"),
    "off",
    "`on`: STUN and TURN use the number of `PORT` for UDP, TCP and TLS, as if `ICE_PORT` and `ICE_TLS_PORT` were set to it",
  ),
  RELAY_PORTS: settingWithDefault(
    portRangeParser,
    "49152-65535",
    "UDP ports of relayed addresses, first and last",
  ),
  RELAY_ENGINE: settingWithDefault(
    oneOf("deno", "ffi"),
    "deno",
    "`ffi`: libc's batch calls on Linux; needs the FFI permission",
  ),
  TURN_ALLOW_PEERS: optionalSetting(
    listOf(cidrParser),
    "-",
    "Comma list of CIDRs that every TURN credential may reach",
  ),
  TURN_DENY_PEERS: optionalSetting(
    listOf(cidrParser),
    "-",
    "Comma list of CIDRs that no TURN credential may reach; takes precedence over everything",
  ),
  MAX_ALLOCATIONS: settingWithDefault(
    COUNT,
    4096,
    "TURN allocations, in all; credentials from `/ice` have half of them",
  ),
  MAX_ALLOCATIONS_PER_USER: settingWithDefault(
    COUNT,
    64,
    "TURN allocations of one user",
  ),
  MAX_ALLOCATIONS_PER_IP: settingWithDefault(
    COUNT,
    512,
    "TURN allocations of one address",
  ),
  MAX_RELAY_BYTES_PER_SECOND: settingWithDefault(
    BYTES,
    2_097_152,
    "Bytes a second through one TURN allocation, both ways together",
  ),
  MAX_TOTAL_RELAY_BYTES_PER_SECOND: settingWithDefault(
    BYTES,
    125_000_000,
    "Bytes a second through all TURN allocations together; credentials from `/ice` have half of it",
  ),
  MAX_MESSAGE_BYTES: settingWithDefault(
    BYTES,
    65_536,
    "Bytes of one WebSocket message, over all its fragments",
  ),
  MAX_ROOM_MEMBERS: settingWithDefault(
    integerBetween(2, 10_000),
    64,
    "Members of one room",
  ),
  MAX_ROOMS: settingWithDefault(COUNT, 1000, "Rooms at a time"),
  MAX_CONNECTIONS: settingWithDefault(COUNT, 1000, "Open connections, in all"),
  MAX_CONNECTIONS_PER_IP: settingWithDefault(
    COUNT,
    64,
    "Open connections from one address (one /64 of IPv6)",
  ),
  MESSAGES_PER_SECOND: settingWithDefault(
    COUNT,
    50,
    "Messages a second of one WebSocket; a burst may have 4 times as many",
  ),
  BYTES_PER_SECOND: settingWithDefault(
    BYTES,
    262_144,
    "Bytes a second of one WebSocket; a burst may have 4 times as many",
  ),
  MAX_BUFFERED_BYTES: settingWithDefault(
    BYTES,
    1_048_576,
    "Unsent bytes at which a slow reader is disconnected",
  ),
  MAX_TOTAL_BUFFERED_BYTES: settingWithDefault(
    BYTES,
    134_217_728,
    "Unsent bytes of all WebSockets; beyond it the slowest readers are disconnected",
  ),
  ROOM_BYTES_PER_SECOND: settingWithDefault(
    BYTES,
    4_194_304,
    "Bytes a second that the members of one room are sent, together; a burst may have 4 times as many",
  ),
  RESUME_SECONDS: settingWithDefault(
    integerBetween(0, 3600),
    30,
    "Seconds for which a lost member's seat is kept",
  ),
  DRAIN_SECONDS: settingWithDefault(
    integerBetween(0, 3600),
    5,
    "Seconds for which the relay goes on after SIGTERM while calls use it, so that they can move to another process; it ends sooner when none does",
  ),
  REQUESTS_PER_SECOND: settingWithDefault(
    COUNT,
    200,
    "HTTP requests a second of one address (one /64 of IPv6), behind a trusted proxy of one visitor; a burst may have 4 times as many",
  ),
  HANDSHAKE_TIMEOUT_MS: settingWithDefault(
    TIMEOUT,
    10_000,
    "Milliseconds that a TLS handshake may take",
  ),
  HEADER_TIMEOUT_MS: settingWithDefault(
    TIMEOUT,
    10_000,
    "Milliseconds until a connection has sent the headers of a request",
  ),
  METRICS_TOKEN: optionalSetting(
    tokenParser,
    "-",
    "Bearer token with which `/metrics` answers programs of other machines; without it only this machine",
  ),
  REDIS_URL: optionalSetting(
    redisUrlParser,
    "-",
    "Redis or Valkey server that joins several processes into one Maru: `redis://user:password@host:6379/0`, over TLS `rediss://`",
  ),
  RELAY_HOST: optionalSetting(
    hostParser,
    "`PUBLIC_HOST`",
    "Name or address in the STUN and TURN URLs; with `REDIS_URL` it must lead to this process alone",
  ),
  ADMIN_TOKEN: optionalSetting(
    tokenParser,
    "-",
    "Bearer token of the operator for `/admin/` and `deno task admin`; without it both are off",
  ),
  ROOMS: settingWithDefault(
    oneOf("open", "invited"),
    "open",
    "`open`: everyone can open a room; `invited`: only with an invitation or a JWT, others can enter while the room has members",
  ),
  API_TOKEN: optionalSetting(
    tokenParser,
    "-",
    "Bearer token of the operator's programs for `/api/`; without it the API is off",
  ),
  JWT_SECRET: optionalSetting(
    hmacSecretParser,
    "-",
    "Secret of at least 32 characters with which your application signs JWTs (HS256) that admit to rooms like invitations",
  ),
  JWT_JWKS: optionalSetting(
    fileOrUrlParser,
    "-",
    "JSON Web Key Set with the public keys (ES256) of your application's JWTs: a path, or a URL that is read again every 10 minutes",
  ),
  JWT_ISSUER: optionalSetting(
    textParser,
    "-",
    "The `iss` that these JWTs must have; unset: not checked",
  ),
  JWT_AUDIENCE: optionalSetting(
    textParser,
    "-",
    "The `aud` that these JWTs must have; unset: not checked",
  ),
  WEBHOOK_URL: optionalSetting(
    httpUrlParser,
    "-",
    "Address that receives an event when a room opens or ends, and when a member joins or leaves; needs `WEBHOOK_SECRET`",
  ),
  WEBHOOK_SECRET: optionalSetting(
    hmacSecretParser,
    "-",
    "Secret of at least 32 characters that signs what `WEBHOOK_URL` receives",
  ),
  LOG_LEVEL: settingWithDefault(
    oneOf("debug", "info", "warn", "error"),
    "info",
    "Least level to log: `debug`, `info`, `warn` or `error`",
  ),
  LOG_ADDRESSES: settingWithDefault(
    oneOf("on", "off"),
    "off",
    "`on`: the log shows the addresses of clients whole instead of shortened to their network",
  ),
  LOG_FORMAT: settingWithDefault(
    oneOf("text", "json"),
    "text",
    "`text` for people, `json` for one JSON object per line",
  ),
} as const;

/** Name of a setting. */
export type SettingName = keyof typeof SETTINGS;

/** Value of each setting; undefined for one that is unset without a default. */
export type SettingValues = {
  readonly [N in SettingName]: typeof SETTINGS[N] extends Setting<infer T>
    ? typeof SETTINGS[N]["defaultText"] extends string ? T : T | undefined
    : never;
};

/** Formats all settings as README's Markdown table. */
export function formatSettingsTable(): string {
  const rows = Object.entries(SETTINGS).map(([name, setting]) =>
    `| \`${name}\` | ${setting.displayedDefault} | ${setting.description} |`
  );
  return ["| name | default | meaning |", "|---|---|---|", ...rows].join("\n");
}
