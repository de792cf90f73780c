/**
 * Runs in the pages of the benchmark before their own scripts: a connection
 * with one ordered data channel that carries messages of 64 KiB and nothing
 * else. Records the longest task of the main thread too.
 *
 * @module
 */
(() => {
  const MESSAGE_BYTES = 65_536;
  const HIGH_WATER_BYTES = 1_048_576;
  const LOW_WATER_BYTES = 262_144;
  let connection = null;
  let channel = null;
  let receivedBytes = 0;
  let onReceived = () => {};

  async function gathered() {
    await connection.setLocalDescription();
    if (connection.iceGatheringState !== "complete") {
      await new Promise((resolve) => {
        connection.onicegatheringstatechange = () =>
          connection.iceGatheringState === "complete" && resolve();
      });
    }
    return connection.localDescription.toJSON();
  }

  function open() {
    connection = new RTCPeerConnection();
    channel = connection.createDataChannel("bare", { negotiated: true, id: 0 });
    channel.binaryType = "arraybuffer";
    channel.bufferedAmountLowThreshold = LOW_WATER_BYTES;
    channel.onmessage = ({ data }) => {
      receivedBytes += data.byteLength;
      onReceived();
    };
  }

  async function offer() {
    open();
    return await gathered();
  }

  async function answer(description) {
    open();
    await connection.setRemoteDescription(description);
    return await gathered();
  }

  const accept = (description) => connection.setRemoteDescription(description);

  const opened = () =>
    channel.readyState === "open" ||
    new Promise((resolve) => channel.onopen = () => resolve(true));

  /** Sends `bytes`, of which no more than the high-water mark are buffered. */
  async function send(bytes) {
    const message = crypto.getRandomValues(new Uint8Array(MESSAGE_BYTES));
    for (let sent = 0; sent < bytes; sent += MESSAGE_BYTES) {
      if (channel.bufferedAmount > HIGH_WATER_BYTES) {
        await new Promise((resolve) => channel.onbufferedamountlow = resolve);
      }
      channel.send(message);
    }
  }

  /** Resolves when `bytes` more have arrived since the last call. */
  function receive(bytes) {
    receivedBytes = 0;
    return new Promise((resolve) => {
      onReceived = () => receivedBytes >= bytes && resolve(receivedBytes);
      onReceived();
    });
  }

  globalThis.maruBare = { offer, answer, accept, opened, send, receive };

  globalThis.maruLongestTaskMs = 0;
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) {
      globalThis.maruLongestTaskMs = Math.max(maruLongestTaskMs, duration);
    }
  }).observe({ entryTypes: ["longtask"] });
})();
