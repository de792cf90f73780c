/**
 * Opens the WebSockets of a room.
 *
 * @module
 */
import { PAGE_MAX_MEMBERS, SUBPROTOCOL } from "../../signaling/protocol.ts";
import { serverUrl } from "../engine/base_url.ts";
import type {
  ResumePoint,
  SignalingTransport,
  SignalingTransportEvents,
} from "../engine/signaling/signaling_client.ts";
import { makeRoomName } from "../room_name.ts";
import { explainSocketFailure } from "./explain_socket_failure.ts";

/** Fills an array with random bytes. */
export function fillRandom(bytes: Uint8Array<ArrayBuffer>): void {
  crypto.getRandomValues(bytes);
}

/** Opens a socket that joins a room. */
export function openSocket(
  room: string,
  resume: ResumePoint | null,
  events: SignalingTransportEvents,
): SignalingTransport {
  return openSocketWith({
    room,
    max: String(PAGE_MAX_MEMBERS),
    ...resume && {
      resume: resume.token,
      received: String(resume.received ?? "none"),
    },
  }, events);
}

/**
 * Opens a socket without a seat, on which the page joins later. The room is for
 * a load balancer that sends the sockets of a room to one process.
 */
export function openDeferredSocket(
  room: string,
  events: SignalingTransportEvents,
): SignalingTransport {
  return openSocketWith({ room, join: "later" }, events);
}

function openSocketWith(
  parameters: Readonly<Record<string, string>>,
  events: SignalingTransportEvents,
): SignalingTransport {
  const url = serverUrl("/socket");
  url.protocol = location.protocol === "https:" ? "wss:" : "ws:";
  const attempt = makeRoomName(fillRandom);
  url.search = String(new URLSearchParams({ ...parameters, attempt }));
  const socket = new WebSocket(url, [SUBPROTOCOL]);
  socket.onopen = () => events.onOpen?.();
  socket.onmessage = ({ data }) => {
    if (typeof data === "string") events.onText(data);
  };
  socket.onclose = ({ code }) => events.onClose(code);
  return {
    isOpen: () => socket.readyState === WebSocket.OPEN,
    send: (text) => socket.send(text),
    close: (code) => socket.close(code),
    explainFailure: () => explainSocketFailure(url),
  };
}
