/**
 * Runs in the page before its own scripts: keeps its `chat` channels, so that a
 * test can count messages about marks and send forged ones.
 *
 * @module
 */
(() => {
  const channels = [];
  let count = 0;
  const isAnnotation = (data) =>
    typeof data === "string" && data.includes('"kind":"annotation"');
  const { prototype } = RTCPeerConnection;
  const create = prototype.createDataChannel;
  prototype.createDataChannel = function (label, init) {
    const channel = create.call(this, label, init);
    if (label !== "chat") return channel;
    channels.push(channel);
    const send = channel.send;
    channel.send = function (data) {
      if (isAnnotation(data)) count++;
      send.call(this, data);
    };
    channel.addEventListener("message", ({ data }) => {
      if (isAnnotation(data)) count++;
    });
    return channel;
  };
  globalThis.maruChannels = {
    /** Number of messages about marks that were sent and received. */
    annotations: () => count,
    /** Sends a message to all members, past the page. */
    forge: (message) => {
      for (const channel of channels) {
        if (channel.readyState === "open") {
          channel.send(JSON.stringify(message));
        }
      }
    },
    /** True when the page has loaded a file for marks. */
    hasLoaded: () =>
      performance.getEntriesByType("resource")
        .some(({ name }) => /annotation_(layer|session)/.test(name)),
  };
})();
