/**
 * Checks one way to the relay: takes its URLs one by one until two ends of
 * this page meet, then measures.
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

/** What each of the two ends was given by the server. */
export type IceServerPair = readonly [
  readonly IceServerConfig[],
  readonly IceServerConfig[],
];

/** What the relay checks need. */
export interface RelayCheckOptions {
  readonly servers: IceServerPair;
  readonly clock: Clock;
  readonly makePc: (configuration: RTCConfiguration) => RTCPeerConnection;
}

/** How a URL of TURN reaches its server (RFC 7065 §3.1); null for other URLs. */
export function parseTurnTransport(url: string): RelayTransport | null {
  if (/^turns:/i.test(url)) return "tls";
  if (!/^turn:/i.test(url)) return null;
  return /[?&]transport=tcp\b/i.test(url) ? "tcp" : "udp";
}

/** URLs of STUN in what the server gave. */
export function selectStunUrls(servers: readonly IceServerConfig[]): string[] {
  return servers.flatMap(({ urls }) => urls)
    .filter((url) => /^stun:/i.test(url));
}

/** True when STUN and TURN over UDP are one port of one server. */
export function isStunOnRelayPort(
  servers: readonly IceServerConfig[],
): boolean {
  const relays = servers.flatMap(({ urls }) => urls)
    .filter((url) => parseTurnTransport(url) === "udp").map(endpointOf);
  return selectStunUrls(servers).some((url) =>
    relays.includes(endpointOf(url))
  );
}

/** Host and port of a URL of STUN or TURN. */
function endpointOf(url: string): string {
  return url.toLowerCase().replace(/^\w+:/, "").replace(/\?.*/, "");
}

/** What became of the attempt to open one way. */
export interface TransportAttempt {
  readonly path: RelayPath | RelayPathFailure | null;
  /** Empty where there is one URL only, and so nothing to tell apart. */
  readonly port: string;
}

/** Opens a way by the first of its URLs that works; null when it has none. */
export async function openRelayTransport(
  transport: RelayTransport,
  { servers, clock, makePc }: RelayCheckOptions,
): Promise<TransportAttempt> {
  let last: TransportAttempt = { path: null, port: "" };
  const [mine, other] = servers;
  const urls = mine.flatMap((server) => server.urls)
    .filter((url) => parseTurnTransport(url) === transport);
  for (const url of urls) {
    const [a, b] = [withSingleUrl(mine, url), withSingleUrl(other, url)];
    if (!a || !b) continue;
    const path = await openRelayPath({ ends: [a, b], clock, makePc });
    const port = /:(\d+)(?:\?|$)/.exec(url)?.[1] ?? "";
    last = { path, port: urls.length > 1 ? port : "" };
    if ("near" in path) break;
  }
  return last;
}

/** The finding about what was opened; measures it, and closes it. */
export async function measureTransport(
  { path, port }: TransportAttempt,
  clock: Clock,
): Promise<CheckResult> {
  if (path === null) return makeResult("not-offered");
  if (!("near" in path)) {
    return makeResult(
      path.reason,
      path.refusal ? { refusal: path.refusal } : {},
    );
  }
  const figures = await measurePath(path, clock);
  path.close();
  return figures === null
    ? makeResult("no-path")
    : makeResult("ok", { ...figures, ...(port ? { port } : {}) });
}

function withSingleUrl(
  servers: readonly IceServerConfig[],
  url: string,
): RTCIceServer | null {
  const server = servers.find(({ urls }) => urls.includes(url));
  return server ? { ...server, urls: [url] } : null;
}
