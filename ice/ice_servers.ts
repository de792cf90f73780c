/**
 * Builds the `iceServers` list for a browser: URLs under the host by which it
 * reached the server, and a credential. Used for `/ice` and for `welcome`.
 *
 * @module
 */
import {
  mintCredential,
  type RelayCredentials,
} from "./credentials/turn_credential.ts";
import type { IceEndpoints } from "./transport/ice_endpoints.ts";

export type { IceEndpoints, RelayCredentials };

/** One entry of `RTCConfiguration.iceServers` (W3C webrtc-pc §4.2.4). */
export interface RtcIceServer {
  /** `stun:`, `turn:` and `turns:` URLs. */
  readonly urls: readonly string[];
  /** Username, for TURN only. */
  readonly username?: string;
  /** Password, for TURN only. */
  readonly credential?: string;
}

/** Body of `/ice`; the same fields as `IceServerList` in signaling. */
export interface RtcIceConfig {
  /** The list; empty when nothing answers. */
  readonly iceServers: readonly RtcIceServer[];
  /** Seconds during which the credentials can be used to allocate. */
  readonly ttlSeconds: number;
}

/** Input of {@linkcode buildRtcIceConfig}. */
export interface RtcIceConfigOptions {
  /** Host of the URL by which the browser reached the server, with or without port. */
  readonly host: string;
  /** Null when the embedded server is off. */
  readonly endpoints: IceEndpoints | null;
  /** `STUN_URLS`, in place of the embedded server; null when not set. */
  readonly stunUrls: readonly string[] | null;
  /** `TURN_URLS`, in place of the embedded server; null when not set. */
  readonly turnUrls: readonly string[] | null;
  /** Secret or static credential for the relay. */
  readonly credentials: RelayCredentials;
  /** Lifetime of a time-limited credential, in seconds. */
  readonly ttlSeconds: number;
  /** User part from `formatSeatUser` or `formatAnonymousUser`. */
  readonly user: string;
  /** Unix milliseconds. */
  readonly nowMs: number;
}

/** Builds the list for one browser. */
export function buildRtcIceConfig(input: RtcIceConfigOptions): RtcIceConfig {
  const host = formatUrlHost(input.host);
  const stun = input.stunUrls ?? embeddedStunUrls(host, input.endpoints);
  const turn = input.turnUrls ?? embeddedTurnUrls(host, input.endpoints);
  const iceServers: RtcIceServer[] = [];
  if (stun.length > 0) iceServers.push({ urls: stun });
  if (turn.length > 0) {
    iceServers.push({ urls: turn, ...credentialOf(input) });
  }
  return { iceServers, ttlSeconds: input.ttlSeconds };
}

/** Formats the host of a STUN or TURN URL: no port, an IPv6 literal in brackets. */
export function formatUrlHost(host: string): string {
  const bracketed = /^\[([^\]]+)\](?::\d+)?$/.exec(host);
  if (bracketed) return `[${bracketed[1]}]`;
  if ((host.match(/:/g) ?? []).length > 1) return `[${host}]`;
  return host.replace(/:\d*$/, "");
}

function embeddedStunUrls(
  host: string,
  endpoints: IceEndpoints | null,
): string[] {
  return (endpoints?.udp ?? []).map((port) => `stun:${host}:${port}`);
}

function embeddedTurnUrls(
  host: string,
  endpoints: IceEndpoints | null,
): string[] {
  if (!endpoints) return [];
  const named = !isIpLiteral(host);
  return [
    ...endpoints.udp.map((port) => `turn:${host}:${port}?transport=udp`),
    ...endpoints.tcp.map((port) => `turn:${host}:${port}?transport=tcp`),
    // Firefox rejects turns: with an IP literal, and with it the whole list.
    ...(named ? endpoints.tls : []).map((port) =>
      `turns:${host}:${port}?transport=tcp`
    ),
  ];
}

function isIpLiteral(host: string): boolean {
  return host.startsWith("[") || /^\d{1,3}(\.\d{1,3}){3}\.?$/.test(host);
}

function credentialOf(
  input: RtcIceConfigOptions,
): { readonly username: string; readonly credential: string } {
  const { credentials } = input;
  if (credentials.kind === "static") {
    const { username, credential } = credentials;
    return { username, credential };
  }
  const { username, password } = mintCredential(
    credentials.secret,
    input.user,
    input.ttlSeconds,
    input.nowMs,
  );
  return { username, credential: password };
}
