/**
 * WebSocket close codes that the server uses (RFC 6455 §7.4; ours start at
 * 4000): a module of constants, so that a bundle has only those that it uses.
 *
 * @module
 */

/** Answer to `leave` and to a client's own close. */
export const normal = 1000;
/** The client broke RFC 6455. */
export const protocolError = 1002;
/** A binary frame: all messages are text. */
export const unsupportedData = 1003;
/** A text frame that is not UTF-8. */
export const invalidPayload = 1007;
/** With the error `too-big`. */
export const tooBig = 1009;
/** A bug in the server; logged there. */
export const internalError = 1011;
/** The server stops or restarts: reconnect with the resume token. */
export const serviceRestart = 1012;
/** A newer socket of the same client took the seat. */
export const replaced = 4000;
/** With the error `bad-room`. */
export const badRoom = 4001;
/** With the error `bad-resume`. */
export const badResume = 4002;
/** With the error `room-full`. */
export const roomFull = 4003;
/** With the error `too-many-rooms` or `too-many-connections`. */
export const serverFull = 4004;
/** With the error `too-many-from-address`. */
export const addressFull = 4005;
/** With the error `too-fast`. */
export const tooFast = 4006;
/** With the error `too-slow`. */
export const tooSlow = 4007;
/** No answer to the pings of the server. */
export const unresponsive = 4008;
/** With the error `too-many-knocks`. */
export const knocksFull = 4009;
/** With the error `knock-refused`. */
export const knockRefused = 4010;
/** With the error `knock-expired`. */
export const knockExpired = 4011;
/** With the error `removed`. */
export const removed = 4012;
/** With the error `room-ended`. */
export const roomEnded = 4013;
/** With the error `locked-out`: join again without a token. */
export const lockedOut = 4014;
/** With an error about invitations. */
export const notInvited = 4015;
