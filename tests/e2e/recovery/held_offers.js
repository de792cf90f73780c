/**
 * Runs in the page of a call: holds what it sends to the server while both
 * sides offer at once, and counts the pictures that are painted.
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
  const { send } = WebSocket.prototype;
  let held = null;
  WebSocket.prototype.send = function (data) {
    if (held) held.push({ data, send: () => send.call(this, data) });
    else send.call(this, data);
  };
  const ufrags = () =>
    [...connections].map(({ localDescription }) =>
      /a=ice-ufrag:(.*)/.exec(localDescription?.sdp ?? "")?.[1]
    ).join();

  let painted = 0;
  let before = "";
  const video = document.querySelector("[data-testid=tile] video");
  const onFrame = () => {
    painted++;
    video.requestVideoFrameCallback(onFrame);
  };
  video.requestVideoFrameCallback(onFrame);

  globalThis.maruOffers = {
    /** True once the connection of the call is known. */
    isReady: () => connections.size === 1,
    /** Restarts ICE, and holds the offer. */
    hold() {
      before = ufrags();
      held = [];
      for (const connection of connections) connection.restartIce();
    },
    hasOffer: () => held.some(({ data }) => /"offer"/.test(String(data))),
    release() {
      const messages = held;
      held = null;
      for (const message of messages) message.send();
    },
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
