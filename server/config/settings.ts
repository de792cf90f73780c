/**
 * The table of all settings: name, default, meaning, kind. `config.ts` reads
 * the environment by it and README's table is printed from it.
 *
 * @module
 */
import {
  address,
  choice,
  cidr,
  host,
  type Kind,
  list,
  origins,
  portRange,
  secret,
  stunUrl,
  text,
  turnUrl,
  wholeNumber,
} from "./setting_kinds.ts";

/** One setting. */
export interface Setting<T> {
  /** Read as if it were set; null when being unset means something of its own. */
  readonly fallback: string | null;
  /** The default as the table shows it. */
  readonly shown: string;
  /** One sentence, without a final period. */
  readonly meaning: string;
  readonly kind: Kind<T>;
}

function given<T>(
  kind: Kind<T>,
  fallback: string | number,
  meaning: string,
): Setting<T> & { readonly fallback: string } {
  const text = String(fallback);
  return { kind, fallback: text, shown: text, meaning };
}

function open<T>(
  kind: Kind<T>,
  shown: string,
  meaning: string,
): Setting<T> & { readonly fallback: null } {
  return { kind, fallback: null, shown, meaning };
}

const PORT = wholeNumber(0, 65_535);
const COUNT = wholeNumber(1, 1_000_000);
const BYTES = wholeNumber(1024, 1_073_741_824);
const TIMEOUT = wholeNumber(100, 600_000);

/** Every setting by its name, in the order of README's table. */
export const SETTINGS = {
  PORT: given(PORT, 8443, "Port of https and wss (of http when `TLS=off`)"),
  HOST: open(host, "all interfaces", "Address to listen on"),
  TLS: given(
    choice("auto", "files", "off"),
    "auto",
    "`auto`: own certificate authority; `files`: `TLS_CERT` and `TLS_KEY`; `off`: plain http for a reverse proxy",
  ),
  TLS_CERT: open(
    text,
    "-",
    "PEM file of the certificate and its chain; implies `TLS=files`",
  ),
  TLS_KEY: open(
    text,
    "-",
    "PEM file of the certificate's private key; implies `TLS=files`",
  ),
  PUBLIC_HOST: open(
    host,
    "as the browser asked",
    "Host name or address in the ICE URLs and in the own certificate",
  ),
  EXTERNAL_IP: open(
    list(address),
    "-",
    "Address that the relay announces behind a cloud NAT; at most one IPv4 and one IPv6",
  ),
  DATA_DIR: given(text, ".maru", "Directory of keys, certificates and secrets"),
  ALLOWED_ORIGINS: open(
    origins,
    "same origin",
    "Comma list of origins whose pages may connect, or `*`",
  ),
  TRUSTED_PROXIES: open(
    list(cidr),
    "none",
    "Comma list of CIDRs of proxies whose forwarded headers count",
  ),
  STUN_URLS: open(
    list(stunUrl),
    "own server",
    "Comma list of STUN URLs to hand out instead",
  ),
  TURN_URLS: open(
    list(turnUrl),
    "own server",
    "Comma list of TURN URLs to hand out instead",
  ),
  TURN_SECRET: open(
    secret,
    "made at first start",
    "Shared secret of time-limited TURN credentials, as coturn's `static-auth-secret`",
  ),
  TURN_USERNAME: open(
    text,
    "-",
    "Static TURN user name instead of time-limited ones; needs `TURN_CREDENTIAL`",
  ),
  TURN_CREDENTIAL: open(
    secret,
    "-",
    "Static TURN password; needs `TURN_USERNAME`",
  ),
  TURN_TTL: given(
    wholeNumber(10, 604_800),
    3600,
    "Seconds for which a TURN credential can be used to allocate",
  ),
  ICE: given(choice("on", "off"), "on", "The embedded STUN and TURN server"),
  ICE_PORT: given(PORT, 3478, "Port of STUN and TURN over UDP and TCP"),
  ICE_TLS_PORT: given(PORT, 5349, "Port of STUN and TURN over TLS"),
  RELAY_PORTS: given(
    portRange,
    "49152-65535",
    "UDP ports of relayed addresses, first and last",
  ),
  RELAY_ENGINE: given(
    choice("deno", "ffi"),
    "deno",
    "`ffi`: libc's batch calls on Linux; needs the FFI permission",
  ),
  TURN_ALLOW_PEERS: open(
    list(cidr),
    "-",
    "Comma list of CIDRs that every TURN credential may reach",
  ),
  TURN_DENY_PEERS: open(
    list(cidr),
    "-",
    "Comma list of CIDRs that no TURN credential may reach; wins over all else",
  ),
  MAX_ALLOCATIONS: given(COUNT, 4096, "TURN allocations, in all"),
  MAX_ALLOCATIONS_PER_USER: given(COUNT, 64, "TURN allocations of one user"),
  MAX_ALLOCATIONS_PER_IP: given(COUNT, 512, "TURN allocations of one address"),
  MAX_RELAY_BYTES_PER_SECOND: given(
    BYTES,
    2_097_152,
    "Bytes a second through one TURN allocation, both ways together",
  ),
  MAX_MESSAGE_BYTES: given(
    BYTES,
    65_536,
    "Bytes of one WebSocket message, over all its fragments",
  ),
  MAX_ROOM_MEMBERS: given(wholeNumber(2, 10_000), 64, "Members of one room"),
  MAX_ROOMS: given(COUNT, 1000, "Rooms at a time"),
  MAX_CONNECTIONS: given(COUNT, 1000, "Open connections, in all"),
  MAX_CONNECTIONS_PER_IP: given(
    COUNT,
    64,
    "Open connections from one address (one /64 of IPv6)",
  ),
  MESSAGES_PER_SECOND: given(
    COUNT,
    50,
    "Messages a second of one WebSocket; a burst may have 4 times as many",
  ),
  BYTES_PER_SECOND: given(
    BYTES,
    262_144,
    "Bytes a second of one WebSocket; a burst may have 4 times as many",
  ),
  MAX_BUFFERED_BYTES: given(
    BYTES,
    1_048_576,
    "Bytes that wait for one slow reader before it is cut off",
  ),
  RESUME_SECONDS: given(
    wholeNumber(0, 3600),
    30,
    "Seconds for which a lost member's seat is kept",
  ),
  HANDSHAKE_TIMEOUT_MS: given(
    TIMEOUT,
    10_000,
    "Milliseconds that a TLS handshake may take",
  ),
  HEADER_TIMEOUT_MS: given(
    TIMEOUT,
    10_000,
    "Milliseconds until a connection has sent its first request's headers",
  ),
  LOG_LEVEL: given(
    choice("debug", "info", "warn", "error"),
    "info",
    "Least level that is logged: `debug`, `info`, `warn` or `error`",
  ),
  LOG_FORMAT: given(
    choice("text", "json"),
    "text",
    "`text` for people, `json` for one JSON object a line",
  ),
} as const;

/** Name of a setting. */
export type SettingName = keyof typeof SETTINGS;

/** What each setting reads as; undefined for one that is unset without default. */
export type SettingValues = {
  readonly [N in SettingName]: typeof SETTINGS[N] extends Setting<infer T>
    ? typeof SETTINGS[N]["fallback"] extends string ? T : T | undefined
    : never;
};

/** All settings as a Markdown table, one row each, as README has it. */
export function settingsTable(): string {
  const rows = Object.entries(SETTINGS).map(([name, setting]) =>
    `| \`${name}\` | ${setting.shown} | ${setting.meaning} |`
  );
  return ["| name | default | meaning |", "|---|---|---|", ...rows].join("\n");
}
