/**
 * Keeps a seat from sockets that its own page has closed. Firefox finishes the
 * handshakes of sockets that were closed while they opened, after a cut of the
 * network all at once. The server takes each for the newest socket of the seat
 * and closes the one in use.
 *
 * @module
 */
import { CLOSE } from "../../signaling/protocol.ts";
import type { CallPlatform } from "../engine/call/call_platform.ts";
import { ABNORMAL_CLOSE_CODE } from "../engine/signaling/signaling_client.ts";

/** Time within which a closed socket can take the seat. */
export const CLOSED_SOCKET_MS = 30_000;

type OpenSocket = CallPlatform["openSocket"];

/**
 * Reports a lost socket instead of a seat that another page took, while a
 * socket of this page can have taken it: the client resumes the seat then.
 */
export function resumeAfterOwnSockets(
  open: OpenSocket,
  nowMs: () => number,
): OpenSocket {
  let closedAtMs = -Infinity;
  return (room, resume, events) => {
    const socket = open(room, resume, {
      onOpen: () => events.onOpen?.(),
      onText: (text) => events.onText(text),
      onClose: (code) => {
        const isOwn = code === CLOSE.replaced &&
          nowMs() - closedAtMs < CLOSED_SOCKET_MS;
        events.onClose(isOwn ? ABNORMAL_CLOSE_CODE : code);
      },
    });
    return {
      ...socket,
      close: (code) => {
        if (!socket.isOpen()) closedAtMs = nowMs();
        socket.close(code);
      },
    };
  };
}
