/**
 * Opens the WebSockets of a room.
 *
 * @module
 */
import { PAGE_MAX_MEMBERS, SUBPROTOCOL } from "../../signaling/protocol.ts";
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

/** Where sockets are opened, and the language of sentences on failures. */
export interface SocketTarget {
  /** Address of the server, which ends with `/`. */
  readonly baseUrl: URL;
  readonly language: () => string;
  /** Called with each socket, to record it. */
  readonly onSocket?: (socket: WebSocket) => void;
}

/** Random id of this page, before the numbers of its sockets. */
const PAGE_ID = makeRoomName(fillRandom);
let attemptCount = 0;

/** Opens a socket that joins a room. */
export function openSocket(
  target: SocketTarget,
  room: string,
  resume: ResumePoint | null,
  events: SignalingTransportEvents,
): SignalingTransport {
  return openSocketWith(target, {
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
  target: SocketTarget,
  room: string,
  events: SignalingTransportEvents,
): SignalingTransport {
  return openSocketWith(target, { room, join: "later" }, events);
}

function openSocketWith(
  { baseUrl, language, onSocket }: SocketTarget,
  parameters: Readonly<Record<string, string>>,
  events: SignalingTransportEvents,
): SignalingTransport {
  const url = new URL("socket", baseUrl);
  const attempt = `${PAGE_ID}-${++attemptCount}`;
  url.search = String(new URLSearchParams({ ...parameters, attempt }));
  const socketUrl = new URL(url);
  socketUrl.protocol = url.protocol.replace("http", "ws");
  const socket = new WebSocket(socketUrl, [SUBPROTOCOL]);
  onSocket?.(socket);
  socket.onopen = () => events.onOpen?.();
  socket.onmessage = ({ data }) => {
    if (typeof data === "string") events.onText(data);
  };
  socket.onclose = ({ code }) => events.onClose(code);
  return {
    isOpen: () => socket.readyState === WebSocket.OPEN,
    send: (text) => socket.send(text),
    close: (code) => socket.close(code),
    explainFailure: () => explainSocketFailure(url, language()),
  };
}
