/**
 * Entry of `/learn`, a document of its own: connects browser, engine and views.
 * Nothing is opened before the reader presses a button.
 *
 * @module
 */
import { serverUrl } from "./engine/base_url.ts";
import { systemClock } from "./engine/clock.ts";
import type { DemoSocket, DemoSocketEvents } from "./engine/learn/demo_peer.ts";
import { LearnDemo } from "./engine/learn/learn_demo.ts";
import { drawPicture } from "./platform/drawn_picture.ts";
import { fillRandom } from "./platform/open_socket.ts";
import { makeRoomName } from "./room_name.ts";
import { startDocument } from "./start_document.ts";
import { mountLearnPage } from "./view/mount_learn.tsx";

/** A plain WebSocket, as the guide opens it. */
function openSocket(room: string, events: DemoSocketEvents): DemoSocket {
  const url = serverUrl("/socket");
  url.protocol = location.protocol === "https:" ? "wss:" : "ws:";
  url.search = String(new URLSearchParams({ room }));
  const socket = new WebSocket(url);
  socket.onopen = () => events.onOpen();
  socket.onmessage = ({ data }) => events.onText(String(data));
  socket.onclose = ({ code }) => events.onClose(code);
  return {
    send: (text) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(text);
    },
    close: () => socket.close(),
  };
}

async function fingerprintOf(certificate: ArrayBuffer): Promise<string> {
  const hash = await crypto.subtle.digest("SHA-256", certificate);
  const bytes = [...new Uint8Array(hash)]
    .map((byte) => byte.toString(16).padStart(2, "0"));
  return `sha-256 ${bytes.join(":").toUpperCase()}`;
}

function startLearn(): void {
  const { root, preferences } = startDocument();
  const room = `learn-${makeRoomName(fillRandom)}`;
  const demo = new LearnDemo({
    clock: systemClock,
    openSocket: (events) => openSocket(room, events),
    makePc: (configuration) => new RTCPeerConnection(configuration),
    openCamera: (constraints) =>
      navigator.mediaDevices.getUserMedia(constraints),
    drawPicture,
    fingerprintOf,
  });
  mountLearnPage(root, preferences, {
    store: demo.store,
    trace: demo.trace.store,
    actions: {
      connectSockets: () => void demo.connectSockets(),
      createOffer: () => void demo.createOffer(),
      exchangeDescriptions: () => void demo.exchangeDescriptions(),
      exchangeCandidates: () => void demo.exchangeCandidates(),
      loadServers: () => void demo.loadServers(),
      gather: (json, policy) => demo.gather(json, policy),
      setRelayOnly: (isRelayOnly) => void demo.setRelayOnly(isRelayOnly),
      sendText: (from, text) => demo.sendText(from, text),
      compareFingerprints: () => void demo.compareFingerprints(),
      openCamera: (json) => void demo.openCamera(json),
      openDrawnPicture: () => void demo.openDrawnPicture(),
      closeSockets: () => demo.closeSockets(),
      endSeats: () => demo.endSeats(),
      restartIce: () => void demo.restartIce(),
      reset: () => demo.reset(),
    },
  });
  addEventListener("pagehide", () => demo.reset());
}

startLearn();
