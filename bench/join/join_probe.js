/**
 * Runs in a page before its own scripts, in Maru and in the bare call alike:
 * notes when each step of a join happened first, in milliseconds of one clock
 * for all pages of a browser (`performance.timeOrigin + performance.now()`).
 *
 * @module
 */
(() => {
  const POLL_MS = 5;
  const nowMs = () => performance.timeOrigin + performance.now();
  let marks = {};
  let frames = [];
  const remoteTracks = new Map();
  const connections = [];
  const note = (name, atMs = nowMs()) => marks[name] ??= atMs;

  addEventListener("click", (event) => {
    if (event.target.closest?.('[data-testid="join"]')) {
      note("press", performance.timeOrigin + event.timeStamp);
    }
  }, { capture: true });

  /** Notes a message of either call: they have the same envelope. */
  function noteMessage(text, direction) {
    for (const line of String(text).split("\n")) {
      const { event, data } = JSON.parse(line);
      if (event === "welcome") note("welcome");
      if (event === "description") {
        note(`${data.description.type} ${direction}`);
      }
      if (event === "candidate" && data.candidate?.candidate) {
        note(`candidate ${direction}`);
      }
    }
  }

  globalThis.WebSocket = class extends WebSocket {
    constructor(...args) {
      super(...args);
      this.addEventListener("open", () => note("socket"));
      this.addEventListener("message", ({ data }) => noteMessage(data, "in"));
    }
    send(text) {
      noteMessage(text, "out");
      super.send(text);
    }
  };

  function watchConnection(connection) {
    connections.push(connection);
    connection.addEventListener("iceconnectionstatechange", () => {
      if (connection.iceConnectionState === "checking") note("checking");
      if (connection.iceConnectionState === "connected") note("pair");
    });
    connection.addEventListener("connectionstatechange", () => {
      if (connection.connectionState === "connected") note("dtls");
    });
    connection.addEventListener("track", ({ track }) => {
      if (track.kind !== "video" || remoteTracks.has(track)) return;
      remoteTracks.set(track, nowMs());
      note("track");
      track.addEventListener("unmute", () => note("packet"));
    });
  }

  const Original = globalThis.RTCPeerConnection;
  globalThis.RTCPeerConnection = new Proxy(Original, {
    construct(target, args, newTarget) {
      const actual = newTarget === globalThis.RTCPeerConnection
        ? target
        : newTarget;
      const connection = Reflect.construct(target, args, actual);
      watchConnection(connection);
      return connection;
    },
  });

  const { get, set } = Object.getOwnPropertyDescriptor(
    HTMLMediaElement.prototype,
    "srcObject",
  );
  Object.defineProperty(HTMLMediaElement.prototype, "srcObject", {
    configurable: true,
    enumerable: true,
    get,
    set(stream) {
      set.call(this, stream);
      const isRemote = stream?.getVideoTracks().some((track) =>
        remoteTracks.has(track)
      );
      if (!isRemote || !(this instanceof HTMLVideoElement)) return;
      note("element");
      this.requestVideoFrameCallback(() => {
        note("frame");
        frames.push(nowMs());
      });
    },
  });

  async function until(isTrue) {
    while (!isTrue()) {
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }

  let isOnline = true;
  Object.defineProperty(navigator, "onLine", { get: () => isOnline });

  const pairOf = (connection) =>
    connection.sctp?.transport.iceTransport ??
      connection.getReceivers()[0]?.transport?.iceTransport;

  /** Restarts ICE and resolves to the milliseconds until all connections use a pair of it. */
  async function restartIce(restart) {
    const live = connections.filter((c) => c.connectionState === "connected");
    const changes = live.map((connection) =>
      new Promise((resolve) => {
        pairOf(connection).addEventListener(
          "selectedcandidatepairchange",
          () => resolve(nowMs()),
          { once: true },
        );
      })
    );
    const startMs = nowMs();
    restart();
    return Math.max(...await Promise.all(changes)) - startMs;
  }

  globalThis.joinProbe = {
    /** Forgets everything before the next join. */
    reset: () => {
      marks = {};
      frames = [];
    },
    /** Waits for the first frames of `count` videos of others; the marks with that of the last one. */
    joined: async (count) => {
      await until(() => frames.length >= count);
      return { ...marks, all: frames[count - 1] };
    },
    /** ICE restart of a bare connection. */
    restartIce: () =>
      restartIce(() => connections.forEach((c) => c.restartIce())),
    /** The browser reports another network, as after a change of Wi-Fi. */
    changeNetwork: () =>
      restartIce(() => {
        for (const state of [false, true]) {
          isOnline = state;
          dispatchEvent(new Event(state ? "online" : "offline"));
        }
      }),
  };
})();
