/**
 * Runs in the page before its own scripts: simulates the sleep of a phone,
 * and records wake locks and the configurations of connections.
 *
 * @module
 */
(() => {
  const locks = [];
  const tracks = [];
  const configurations = [];
  const state = { hasNoPath: false };
  let isHidden = false;

  Object.defineProperty(document, "visibilityState", {
    get: () => isHidden ? "hidden" : "visible",
  });
  const show = (isShown) => {
    isHidden = !isShown;
    document.dispatchEvent(new Event("visibilitychange"));
  };

  // A headless browser has no screen to keep on.
  navigator.wakeLock.request = () => {
    if (isHidden) return Promise.reject(new DOMException("hidden"));
    const lock = {
      released: false,
      release() {
        this.released = true;
        return Promise.resolve();
      },
    };
    locks.push(lock);
    return Promise.resolve(lock);
  };

  const { mediaDevices } = navigator;
  const getUserMedia = mediaDevices.getUserMedia.bind(mediaDevices);
  mediaDevices.getUserMedia = async (constraints) => {
    const stream = await getUserMedia(constraints);
    tracks.push(...stream.getVideoTracks());
    return stream;
  };

  const Original = globalThis.RTCPeerConnection;
  const prepared = (config) => {
    configurations.push(config);
    return state.hasNoPath
      ? { ...config, iceServers: [], iceTransportPolicy: "relay" }
      : config;
  };
  globalThis.RTCPeerConnection = new Proxy(Original, {
    construct(target, [config]) {
      const connection = new target(prepared(config));
      const set = connection.setConfiguration;
      connection.setConfiguration = (next) =>
        set.call(connection, prepared(next));
      return connection;
    },
  });

  globalThis.maruSleep = Object.assign(state, {
    locks,
    configurations,
    /** Hides the page, which releases its wake locks. */
    begin() {
      show(false);
      for (const lock of locks) lock.released = true;
    },
    end: () => show(true),
    /** Ends the camera track, as a phone does. */
    takeCamera() {
      const track = tracks.at(-1);
      track.stop();
      track.dispatchEvent(new Event("ended"));
    },
  });
})();
