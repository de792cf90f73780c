/**
 * Runs in a page of Maru: takes two seats with bare sockets and connects them
 * by a data channel through the relay alone, so that a test can end one seat
 * and keep its connection.
 *
 * @module
 */
/** Silence after which a data channel has surely stopped, and the longest wait for it. */
const SILENCE_MS = 1_500;
const MAX_WAIT_MS = 20_000;

globalThis.maruTwoSeats = async (roomA, roomB) => {
  const seats = await Promise.all([roomA, roomB].map(assignSeat));
  const [a, b] = seats.map(({ iceServers }) =>
    new RTCPeerConnection({ iceServers, iceTransportPolicy: "relay" })
  );
  a.onicecandidate = ({ candidate }) => b.addIceCandidate(candidate);
  b.onicecandidate = ({ candidate }) => a.addIceCandidate(candidate);
  const channel = a.createDataChannel("test");
  let heardAtMs = 0;
  b.ondatachannel = ({ channel: other }) => {
    other.onmessage = () => heardAtMs = performance.now();
  };
  await a.setLocalDescription();
  await b.setRemoteDescription(a.localDescription);
  await b.setLocalDescription();
  await a.setRemoteDescription(b.localDescription);
  setInterval(() => {
    if (channel.readyState === "open") channel.send("tick");
  }, 20);
  const isFailed = () =>
    [a, b].some(({ connectionState }) => connectionState === "failed");
  return {
    /** True once a tick has arrived, false once the browser has given up. */
    connects: async () => {
      await until(() => heardAtMs > 0 || isFailed());
      return heardAtMs > 0;
    },
    /**
     * Ends the first seat while ticks arrive; milliseconds from the message
     * that tells the other seat of it to the last tick.
     */
    leave: async () => {
      const beforeMs = performance.now();
      await until(() => heardAtMs > beforeMs);
      seats[0].socket.send(JSON.stringify({ event: "leave" }));
      await seats[1].peerLeft;
      const leftAtMs = performance.now();
      await until(() => {
        const nowMs = performance.now();
        return nowMs - Math.max(heardAtMs, leftAtMs) > SILENCE_MS ||
          nowMs - leftAtMs > MAX_WAIT_MS;
      });
      return heardAtMs - leftAtMs;
    },
  };
};

async function until(isTrue) {
  while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 20));
}

async function assignSeat(room) {
  const socket = new WebSocket(`wss://${location.host}/socket?room=${room}`);
  const welcome = Promise.withResolvers();
  const peerLeft = Promise.withResolvers();
  socket.onmessage = ({ data }) => {
    const message = JSON.parse(data);
    if (message.event === "welcome") welcome.resolve(message.data);
    if (message.event === "peer-left") peerLeft.resolve();
  };
  const { iceServers } = await welcome.promise;
  return { socket, iceServers, peerLeft: peerLeft.promise };
}
