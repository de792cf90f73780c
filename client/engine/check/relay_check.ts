/**
 * Check of one transport to the relay: tries its URLs until two ends of this
 * page connect, then measures.
 *
 * @module
 */
import type { IceServerConfig } from "../../../signaling/protocol.ts";
import type { Clock } from "../clock.ts";
import { measurePath } from "./path_measurement.ts";
import {
  openRelayPath,
  type RelayPath,
  type RelayPathFailure,
} from "./relay_path.ts";
import {
  type CheckResult,
  makeResult,
  type RelayTransport,
} from "./check_result.ts";

/** ICE servers of each of the two ends. */
export type IceServerPair = readonly [
  readonly IceServerConfig[],
  readonly IceServerConfig[],
];

/** Dependencies of the relay checks. */
export interface RelayCheckOptions {
  readonly servers: IceServerPair;
  readonly clock: Clock;
  readonly makePc: (configuration: RTCConfiguration) => RTCPeerConnection;
}

/** Transport of a TURN URL (RFC 7065 §3.1); null for other URLs. */
export function parseTurnTransport(url: string): RelayTransport | null {
  if (/^turns:/i.test(url)) return "tls";
  if (!/^turn:/i.test(url)) return null;
  return /[?&]transport=tcp\b/i.test(url) ? "tcp" : "udp";
}

/** STUN URLs of a list of ICE servers. */
export function selectStunUrls(servers: readonly IceServerConfig[]): string[] {
  return servers.flatMap(({ urls }) => urls)
    .filter((url) => /^stun:/i.test(url));
}

/** True when STUN and TURN over UDP have the same host and port. */
export function isStunOnRelayPort(
  servers: readonly IceServerConfig[],
): boolean {
  const relays = servers.flatMap(({ urls }) => urls)
    .filter((url) => parseTurnTransport(url) === "udp").map(endpointOf);
  return selectStunUrls(servers).some((url) =>
    relays.includes(endpointOf(url))
  );
}

/** Host and port of a STUN or TURN URL. */
function endpointOf(url: string): string {
  return url.toLowerCase().replace(/^\w+:/, "").replace(/\?.*/, "");
}

/** Result of opening one transport. */
export interface TransportAttempt {
  readonly path: RelayPath | RelayPathFailure | null;
  /** Port of the relay; empty when the transport has a single URL. */
  readonly port: string;
}

/** Opens a transport by the first of its URLs that works; null when it has none. */
export async function openRelayTransport(
  transport: RelayTransport,
  { servers, clock, makePc }: RelayCheckOptions,
): Promise<TransportAttempt> {
  let last: TransportAttempt = { path: null, port: "" };
  const [ours, theirs] = servers;
  const urls = ours.flatMap((server) => server.urls)
    .filter((url) => parseTurnTransport(url) === transport);
  for (const url of urls) {
    const [a, b] = [withSingleUrl(ours, url), withSingleUrl(theirs, url)];
    if (!a || !b) continue;
    const path = await openRelayPath({ ends: [a, b], clock, makePc });
    const port = /:(\d+)(?:\?|$)/.exec(url)?.[1] ?? "";
    last = { path, port: urls.length > 1 ? port : "" };
    if ("sender" in path) break;
  }
  return last;
}

/** Measures and closes an open transport; returns the result of the check. */
export async function measureTransport(
  { path, port }: TransportAttempt,
  clock: Clock,
): Promise<CheckResult> {
  if (path === null) return makeResult("not-offered");
  if (!("sender" in path)) {
    return makeResult(
      path.reason,
      path.refusal ? { refusal: path.refusal } : {},
    );
  }
  const measurement = await measurePath(path, clock);
  path.close();
  return measurement === null
    ? makeResult("no-path")
    : makeResult("ok", { ...measurement, ...(port ? { port } : {}) });
}

function withSingleUrl(
  servers: readonly IceServerConfig[],
  url: string,
): RTCIceServer | null {
  const server = servers.find(({ urls }) => urls.includes(url));
  return server ? { ...server, urls: [url] } : null;
}
