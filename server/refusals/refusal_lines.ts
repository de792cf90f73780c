/**
 * One log line per cause for which a client is refused: what happened, and what
 * the operator can do.
 *
 * @module
 */
import * as CLOSE from "../../signaling/close_codes.ts";
import type { CloseCode } from "../../signaling/protocol.ts";
import type { HttpErrorCode } from "../http/error_response.ts";
import type { RelayRefusal } from "../../ice/turn/allocation/relay_refusal.ts";
import { PROXY_REMEDIES } from "./proxy_remedies.ts";
import type { RefusalLine } from "./refusal_line.ts";
import { RELAY_REFUSAL_LINES } from "./relay_refusal_lines.ts";

export type { RefusalLine };

/** Name of a close code with which the server ends a socket. */
export type SocketCloseName = Exclude<keyof typeof CLOSE, "normal">;

/** Cause of a close of `/socket` by its code; null for the normal end. */
export function closeCauseOf(code: CloseCode): SocketCloseName | null {
  for (const name of Object.keys(SOCKET_CLOSE_LINES)) {
    if (isCloseName(name) && CLOSE[name] === code) return name;
  }
  return null;
}

function isCloseName(name: string): name is SocketCloseName {
  return Object.hasOwn(SOCKET_CLOSE_LINES, name);
}

/** Cause of a connection that is closed without an answer. */
export type ConnectionRefusalCause =
  | "front-full"
  | "front-address-full"
  | "foreign-loopback-client"
  | "listener-failed"
  | "http-server-failed";

/** Lines of the error codes of HTTP. */
export const HTTP_REFUSAL_LINES: Readonly<Record<HttpErrorCode, RefusalLine>> =
  {
    "bad-request": {
      level: "info",
      message: "A malformed request was refused",
    },
    "host-missing": {
      level: "warn",
      message:
        "A request without Host was refused: if it came through a reverse proxy, that must pass on Host",
      remedy: PROXY_REMEDIES["proxy-host"],
    },
    "https-required": {
      level: "info",
      message:
        "A request in the clear was refused: this port speaks https; a reverse proxy that does not needs TLS=off here",
    },
    "host-not-allowed": {
      level: "warn",
      message:
        "A request for another host name was refused: if it is a name of this server, add it to ALLOWED_HOSTS or set PUBLIC_HOST; behind a reverse proxy set TRUSTED_PROXIES",
    },
    "origin-not-allowed": {
      level: "warn",
      message:
        "A page of another origin was refused: add its origin to ALLOWED_ORIGINS if it may use this server; if it is the page of this server, its reverse proxy must pass on Host",
    },
    "embed-not-allowed": {
      level: "warn",
      message:
        "A page that embeds a call was refused: add its origin to EMBED_ORIGINS if it may show calls of this server",
    },
    "metrics-not-allowed": {
      level: "info",
      message:
        "A request for /metrics was refused: set METRICS_TOKEN, and give the same token to Prometheus",
    },
    "admin-not-allowed": {
      level: "warn",
      message:
        "A request to /admin/ with a wrong token was refused: if it was not you, someone is guessing ADMIN_TOKEN",
    },
    "api-not-allowed": {
      level: "warn",
      message:
        "A request to /api/ with a wrong token was refused: if it was not your program, someone is guessing API_TOKEN",
    },
    "bad-body": {
      level: "info",
      message:
        "A request to /api/ was refused: its body is not the JSON of docs/api.md",
    },
    "proxy-untrusted": {
      level: "warn",
      message:
        "Forwarded headers were ignored, since their peer is not in TRUSTED_PROXIES: if it is your reverse proxy, add its address there (LOG_ADDRESSES=on shows it whole)",
    },
    "proxy-host": {
      level: "warn",
      message:
        "A page has another host than the request for its WebSocket: if it is the page of this server, the reverse proxy must pass on Host",
      remedy: PROXY_REMEDIES["proxy-host"],
    },
    "proxy-port": {
      level: "warn",
      message:
        "A page has another port than the request for its WebSocket: the reverse proxy must pass on Host with the port",
      remedy: PROXY_REMEDIES["proxy-port"],
    },
    "proxy-scheme": {
      level: "warn",
      message:
        "A page has another scheme than the request for its WebSocket: the reverse proxy must set X-Forwarded-Proto, and TRUSTED_PROXIES its address",
      remedy: PROXY_REMEDIES["proxy-scheme"],
    },
    "proxy-upgrade": {
      level: "warn",
      message:
        "A WebSocket arrived without its Upgrade header: the reverse proxy must pass it on",
      remedy: PROXY_REMEDIES["proxy-upgrade"],
    },
    "proxy-http-version": {
      level: "warn",
      message:
        "A WebSocket arrived over HTTP/1.0: the reverse proxy must use HTTP/1.1",
      remedy: PROXY_REMEDIES["proxy-http-version"],
    },
    "answer-lost": {
      level: "warn",
      message:
        "A page did not get the answer to its WebSocket: a reverse proxy or a network between does not pass WebSockets",
      remedy: PROXY_REMEDIES["proxy-upgrade"],
    },
    "socket-blocked": {
      level: "warn",
      message:
        "The WebSocket of a page did not arrive: a reverse proxy must pass on /socket, unless the network of this visitor blocks it",
    },
    "not-found": {
      level: "debug",
      message: "An address that does not exist was requested",
    },
    "no-local-authority": {
      level: "debug",
      message: "The local authority was requested, but there is none",
    },
    "method-not-allowed": {
      level: "info",
      message: "A request with a method that its address does not take",
    },
    "request-timeout": {
      level: "info",
      message:
        "A connection that sent no whole request in time was closed: raise HEADER_TIMEOUT_MS if clients are this slow",
    },
    "body-too-large": {
      level: "info",
      message:
        "A request to /api/ was refused: its body is larger than 16 KiB or has no Content-Length",
    },
    "upgrade-required": {
      level: "debug",
      message: "A request for /socket asked for no WebSocket",
    },
    "too-many-requests": {
      level: "warn",
      message:
        "A client sent requests faster than its limit: if all visitors share this address, set TRUSTED_PROXIES to that of your reverse proxy",
    },
    "head-too-large": {
      level: "info",
      message:
        "A request whose headers exceed 16 KiB was refused: other services of the same host name may have set large cookies",
    },
    "internal-error": {
      level: "warn",
      message:
        "A request was answered with 500: the error before this line has the reason",
    },
    "not-ready": {
      level: "info",
      message: "A client was refused while the server starts or stops",
    },
  };

/** Lines of the close codes of `/socket`. */
export const SOCKET_CLOSE_LINES: Readonly<
  Record<SocketCloseName, RefusalLine>
> = {
  protocolError: {
    level: "info",
    message: "A WebSocket was closed: its client broke RFC 6455",
  },
  unsupportedData: {
    level: "info",
    message: "A WebSocket was closed: its client sent a binary frame",
  },
  invalidPayload: {
    level: "info",
    message: "A WebSocket was closed: its client sent text that is not UTF-8",
  },
  tooBig: {
    level: "info",
    message:
      "A WebSocket was closed for its message size: raise MAX_MESSAGE_BYTES if your clients send larger messages",
  },
  internalError: {
    level: "warn",
    message:
      "A WebSocket was closed after an unexpected error: the error before this line has the reason",
  },
  serviceRestart: {
    level: "info",
    message: "WebSockets are closed, since the server stops",
  },
  replaced: {
    level: "debug",
    message: "A WebSocket was replaced by a newer one of the same client",
  },
  badRoom: {
    level: "info",
    message: "A client was refused: its room name is invalid",
  },
  badResume: {
    level: "info",
    message:
      "A client with an invalid resume token was refused: after a change of DATA_DIR, or of resume.key in it, all earlier tokens are invalid",
  },
  roomFull: {
    level: "warn",
    message:
      "A client was refused: its room is full; raise MAX_ROOM_MEMBERS for larger rooms",
  },
  serverFull: {
    level: "warn",
    message:
      "A client was refused: the server is full; raise MAX_CONNECTIONS or MAX_ROOMS, as the reason says",
  },
  addressFull: {
    level: "warn",
    message:
      "A client was refused: its address has MAX_CONNECTIONS_PER_IP connections; if all visitors share this address, set TRUSTED_PROXIES to that of your reverse proxy",
  },
  tooFast: {
    level: "warn",
    message:
      "A client that sent too fast was removed: raise MESSAGES_PER_SECOND or BYTES_PER_SECOND if your clients need more",
  },
  tooSlow: {
    level: "info",
    message:
      "A client that reads too slowly was removed: raise MAX_BUFFERED_BYTES for slower networks",
  },
  unresponsive: {
    level: "info",
    message: "A client that was silent for 45 s was disconnected",
  },
  knocksFull: {
    level: "warn",
    message:
      "A request to join was refused: too many are waiting before the room, or from this address",
  },
  knockRefused: {
    level: "debug",
    message: "A member denied a request to join",
  },
  knockExpired: {
    level: "debug",
    message: "A request to join expired without an answer",
  },
  removed: { level: "debug", message: "A host removed a member" },
  roomEnded: { level: "debug", message: "A host ended a room" },
  lockedOut: {
    level: "debug",
    message: "Requests to join ended: the room is empty",
  },
  notInvited: {
    level: "info",
    message:
      "A client was refused, since its invitation does not admit it or ROOMS=invited asks for one: the reason says which; make another with deno task invite",
  },
};

/** Cause of a limit of memory or of delivered bytes in signaling. */
export type SignalingLimitCause = "room-busy" | "memory-full";

/** Lines of the limits that bound what messages cost the server. */
export const SIGNALING_LIMIT_LINES: Readonly<
  Record<SignalingLimitCause, RefusalLine>
> = {
  "room-busy": {
    level: "warn",
    message:
      "Messages in a room were refused: raise ROOM_BYTES_PER_SECOND if your clients send this much",
  },
  "memory-full": {
    level: "warn",
    message:
      "A client with many unsent bytes was disconnected to free memory: raise MAX_TOTAL_BUFFERED_BYTES, or ROOM_BYTES_PER_SECOND for large rooms, if the machine has the memory",
  },
};

/** Lines of connections that are closed without an answer. */
export const CONNECTION_REFUSAL_LINES: Readonly<
  Record<ConnectionRefusalCause, RefusalLine>
> = {
  "front-full": {
    level: "warn",
    message:
      "A connection was closed at once: its port has all its connections in use; raise MAX_CONNECTIONS",
  },
  "front-address-full": {
    level: "warn",
    message:
      "A connection was closed at once: its address has too many; raise MAX_CONNECTIONS_PER_IP, or set TRUSTED_PROXIES if this is your reverse proxy",
  },
  "foreign-loopback-client": {
    level: "info",
    message:
      "A program of this machine connected to the internal HTTP port and was refused: use PORT instead",
  },
  "listener-failed": {
    level: "warn",
    message:
      "The listener of the page port failed and connections wait: raise the limit of open files (ulimit -n) if this repeats",
  },
  "http-server-failed": {
    level: "warn",
    message:
      "The HTTP server stopped and is started again: raise the limit of open files (ulimit -n) if this repeats",
  },
};

/** Lines of what is not refused, but makes visitors indistinguishable. */
export const PROXY_WARNING_LINES: Readonly<
  Record<"proxy-address", RefusalLine>
> = {
  "proxy-address": {
    level: "warn",
    message:
      "A trusted proxy does not pass on the address of the visitor, so all visitors share one quota: it must set X-Forwarded-For",
    remedy: PROXY_REMEDIES["proxy-address"],
  },
};

/** Lines of what the operator's program does not receive. */
export const WEBHOOK_LINES: Readonly<Record<"webhook-lost", RefusalLine>> = {
  "webhook-lost": {
    level: "warn",
    message:
      "A webhook was lost: check the server of WEBHOOK_URL, which must answer with 2xx within 5 s",
  },
};

/** Cause of a line. */
export type RefusalCause =
  | HttpErrorCode
  | SocketCloseName
  | ConnectionRefusalCause
  | SignalingLimitCause
  | RelayRefusal
  | keyof typeof WEBHOOK_LINES
  | keyof typeof PROXY_WARNING_LINES;

/** The line of each cause. */
export const REFUSAL_LINES: Readonly<Record<RefusalCause, RefusalLine>> = {
  ...HTTP_REFUSAL_LINES,
  ...SOCKET_CLOSE_LINES,
  ...SIGNALING_LIMIT_LINES,
  ...RELAY_REFUSAL_LINES,
  ...CONNECTION_REFUSAL_LINES,
  ...PROXY_WARNING_LINES,
  ...WEBHOOK_LINES,
};
