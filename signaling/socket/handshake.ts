/**
 * The opening handshake of a WebSocket server (RFC 6455 §4.2).
 *
 * @module
 */
import { createHash } from "node:crypto";

/** Returns the value of a header field by its name in lower case. */
export type HeaderLookup = (name: string) => string | undefined;

/** The client's side of a handshake. */
export interface UpgradeOffer {
  /** `Sec-WebSocket-Key`. */
  readonly key: string;
  /** Offered subprotocols in the order of preference. */
  readonly subprotocols: readonly string[];
}

/** HTTP status for a request that cannot become a WebSocket. */
export type UpgradeRefusal = 400 | 405 | 426;

const GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
/** Base64 of 16 bytes. */
const KEY = /^[A-Za-z0-9+/]{21}[AQgw]==$/;

/**
 * True when the request has the fields of a WebSocket upgrade; case is ignored.
 */
export function asksForWebSocket(header: HeaderLookup): boolean {
  return tokens(header("upgrade")).includes("websocket") &&
    tokens(header("connection")).includes("upgrade");
}

/** Reads the handshake of a request that {@linkcode asksForWebSocket}. */
export function readOffer(
  method: string,
  header: HeaderLookup,
): UpgradeOffer | { readonly refused: UpgradeRefusal } {
  if (method !== "GET") return { refused: 405 };
  if (header("sec-websocket-version")?.trim() !== "13") return { refused: 426 };
  const key = header("sec-websocket-key")?.trim() ?? "";
  if (!KEY.test(key)) return { refused: 400 };
  const offered = header("sec-websocket-protocol") ?? "";
  return {
    key,
    subprotocols: offered.split(",").map((name) => name.trim()).filter(Boolean),
  };
}

/** The head of the `101` response; `subprotocol` must be one of the offered. */
export function acceptance(key: string, subprotocol: string | null): string {
  const accept = createHash("sha1").update(key + GUID).digest("base64");
  return [
    "HTTP/1.1 101 Switching Protocols",
    "Upgrade: websocket",
    "Connection: Upgrade",
    `Sec-WebSocket-Accept: ${accept}`,
    ...(subprotocol === null ? [] : [`Sec-WebSocket-Protocol: ${subprotocol}`]),
    "\r\n",
  ].join("\r\n");
}

function tokens(value: string | undefined): string[] {
  return (value ?? "").toLowerCase().split(",").map((token) => token.trim());
}
