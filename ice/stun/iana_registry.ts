/**
 * Numbers of the IANA STUN registry that this server uses (RFC 8489 §18,
 * RFC 8656 §18): methods, classes, attributes and error codes.
 *
 * @module
 */

/** Methods (12 bits). */
export const METHOD = {
  binding: 0x001,
  allocate: 0x003,
  refresh: 0x004,
  send: 0x006,
  data: 0x007,
  createPermission: 0x008,
  channelBind: 0x009,
} as const;

/** Classes (2 bits). */
export const CLASS = {
  request: 0,
  indication: 1,
  success: 2,
  error: 3,
} as const;

/** One of the four classes. */
export type MessageClass = (typeof CLASS)[keyof typeof CLASS];

/** Attribute types; those below 0x8000 are comprehension-required. */
export const ATTRIBUTE = {
  username: 0x0006,
  messageIntegrity: 0x0008,
  errorCode: 0x0009,
  unknownAttributes: 0x000a,
  channelNumber: 0x000c,
  lifetime: 0x000d,
  xorPeerAddress: 0x0012,
  data: 0x0013,
  realm: 0x0014,
  nonce: 0x0015,
  xorRelayedAddress: 0x0016,
  requestedAddressFamily: 0x0017,
  evenPort: 0x0018,
  requestedTransport: 0x0019,
  dontFragment: 0x001a,
  messageIntegritySha256: 0x001c,
  passwordAlgorithm: 0x001d,
  userhash: 0x001e,
  xorMappedAddress: 0x0020,
  reservationToken: 0x0022,
  additionalAddressFamily: 0x8000,
  addressErrorCode: 0x8001,
  passwordAlgorithms: 0x8002,
  software: 0x8022,
  fingerprint: 0x8028,
} as const;

/** Error codes and their reason phrases. */
export const ERROR_REASON = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  420: "Unknown Attribute",
  437: "Allocation Mismatch",
  438: "Stale Nonce",
  440: "Address Family not Supported",
  441: "Wrong Credentials",
  442: "Unsupported Transport Protocol",
  443: "Peer Address Family Mismatch",
  486: "Allocation Quota Reached",
  500: "Server Error",
  508: "Insufficient Capacity",
} as const satisfies Record<number, string>;

/** An error code that this server sends. */
export type StunErrorCode = keyof typeof ERROR_REASON;

/** Bytes 4 to 7 of every message. */
export const MAGIC_COOKIE = 0x2112a442;

/** {@linkcode MAGIC_COOKIE} in network byte order. */
export const MAGIC_COOKIE_BYTES = [0x21, 0x12, 0xa4, 0x42] as const;

/** Bytes of the header in front of the attributes. */
export const STUN_HEADER_BYTES = 20;

/** Address family numbers of RFC 8489 §14.1. */
export const FAMILY_NUMBER = { ipv4: 0x01, ipv6: 0x02 } as const;

/** IANA protocol number of UDP, the only transport that is relayed. */
export const PROTOCOL_UDP = 17;
