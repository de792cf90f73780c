/**
 * Runs in the page of a call: counts and holds what it sends to the
 * server, restarts ICE, and counts the
 * pictures that are painted.
 *
 * @module
 */
(() => {
  const connections = new Set();
  const { getStats } = RTCPeerConnection.prototype;
  RTCPeerConnection.prototype.getStats = function (...args) {
    connections.add(this);
    return getStats.apply(this, args);
  };
  const sent = [];
  let held = null;
  /** `offer`, `answer`, `restart-ice` and so on. */
  const kindsOf = (text) =>
    String(text).split("\n").map((line) => {
      const { event, data } = JSON.parse(line);
      return data?.description?.type ?? event;
    });
  const { send } = WebSocket.prototype;
  WebSocket.prototype.send = function (data) {
    const [kind] = kindsOf(data);
    sent.push(kind);
    // A ping that is late ends the socket.
    if (held && kind !== "ping") held.push(() => send.call(this, data));
    else send.call(this, data);
  };
  const count = (kinds, kind) => kinds.filter((other) => other === kind).length;
  const ufrags = () =>
    [...connections].map(({ localDescription }) =>
      /a=ice-ufrag:(.*)/.exec(localDescription?.sdp ?? "")?.[1]
    ).join();

  let isOnline = true;
  Object.defineProperty(navigator, "onLine", { get: () => isOnline });

  let painted = 0;
  let before = "";
  const video = document.querySelector("[data-testid=tile] video");
  const onFrame = () => {
    painted++;
    video.requestVideoFrameCallback(onFrame);
  };
  video.requestVideoFrameCallback?.(onFrame);

  globalThis.maruOffers = {
    /** True once the connection of the call is known, and its socket. */
    isReady: () => connections.size === 1,
    /** Begins to wait for another ICE restart. */
    begin() {
      before = ufrags();
    },
    /** Holds what is sent from now on. */
    hold() {
      held = [];
    },
    release() {
      const messages = held;
      held = null;
      for (const sendNow of messages) sendNow();
    },
    /** Restarts ICE by an offer of this page, without the other one. */
    restartNatively() {
      for (const connection of connections) connection.restartIce();
    },
    /** The browser reports another network. */
    changeNetwork() {
      for (const state of [false, true]) {
        isOnline = state;
        dispatchEvent(new Event(state ? "online" : "offline"));
      }
    },
    /** Number of messages of a kind since the start. */
    sent: (kind) => count(sent, kind),
    /** True once the restart is negotiated. */
    isRestarted: () =>
      ufrags() !== before &&
      [...connections].every(({ signalingState }) =>
        signalingState === "stable"
      ),
    resetPainted() {
      painted = 0;
    },
    painted: () => painted,
  };
})();
