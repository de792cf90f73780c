/**
 * The `iceServers` list that a browser gets: which URLs, under the host by
 * which it reached us, and with which credential. Pure, so the same list is
 * made for `/ice`, for `welcome` and in tests.
 *
 * @module
 */
import {
  mintCredential,
  type RelayCredentials,
} from "./credentials/turn_credential.ts";
import type { IceEndpoints } from "./transport/ice_endpoints.ts";

/** One entry of `RTCConfiguration.iceServers` (W3C webrtc-pc §4.2.4). */
export interface RtcIceServer {
  readonly urls: readonly string[];
  readonly username?: string;
  readonly credential?: string;
}

/** Body of `/ice`; the shape of the wire's `IceServerList`. */
export interface RtcIceConfig {
  readonly iceServers: readonly RtcIceServer[];
  /** Seconds for which the credentials can be used to allocate. */
  readonly ttlSeconds: number;
}

/** What {@linkcode buildRtcIceConfig} makes its list from. */
export interface RtcIceConfigOptions {
  /** Host of the URL by which the browser reached us, with or without port. */
  readonly host: string;
  /** Null when the embedded server is off. */
  readonly endpoints: IceEndpoints | null;
  /** `STUN_URLS`, in the place of our own; null when not set. */
  readonly stunUrls: readonly string[] | null;
  /** `TURN_URLS`, in the place of our own; null when not set. */
  readonly turnUrls: readonly string[] | null;
  readonly credentials: RelayCredentials;
  /** Lifetime of a time-limited credential. */
  readonly ttlSeconds: number;
  /** A name of `formatSeatUser` or of {@linkcode formatAnonymousUser}. */
  readonly user: string;
  readonly nowMs: number;
}

/** The list for one browser, empty when nothing answers. */
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

/**
 * User part of a credential that names no seat, as `/ice` hands it out.
 *
 * @param random Hex or base36 text from the caller, without ":".
 */
export function formatAnonymousUser(random: string): string {
  return `anon-${random}`;
}

/**
 * The host as a STUN or TURN URL wants it: no port, an IPv6 literal in
 * brackets.
 */
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
    // Firefox refuses turns: with an IP literal, and drops the whole list.
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
