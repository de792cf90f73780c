/**
 * Opens the WebSocket of a room.
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

/** Opens a socket that joins `room`, or resumes a seat in it. */
export function openSocket(
  room: string,
  resume: ResumePoint | null,
  events: SignalingTransportEvents,
): SignalingTransport {
  const url = serverUrl("/socket");
  url.protocol = location.protocol === "https:" ? "wss:" : "ws:";
  url.searchParams.set("room", room);
  url.searchParams.set("max", String(PAGE_MAX_MEMBERS));
  url.searchParams.set("attempt", makeRoomName(fillRandom));
  if (resume !== null) {
    url.searchParams.set("resume", resume.token);
    url.searchParams.set("received", String(resume.received ?? "none"));
  }
  const socket = new WebSocket(url, [SUBPROTOCOL]);
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
