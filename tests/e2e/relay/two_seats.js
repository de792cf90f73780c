/**
 * Runs in a page of Maru: takes two seats by bare sockets and joins them by a
 * data channel through the relay alone, so that a test can end one seat and
 * keep its connection.
 *
 * @module
 */
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
  return {
    /** True once something got through, false when nothing did in time. */
    getThrough: (limitMs) =>
      new Promise((resolve) => {
        const endMs = performance.now() + limitMs;
        const look = () => {
          if (heardAtMs > 0) resolve(true);
          else if (performance.now() > endMs) resolve(false);
          else setTimeout(look, 20);
        };
        look();
      }),
    /** Ends the first seat; milliseconds until the last tick arrived. */
    leave: async () => {
      seats[0].socket.send(JSON.stringify({ event: "leave" }));
      const startMs = performance.now();
      await new Promise((resolve) => setTimeout(resolve, 2_000));
      return heardAtMs - startMs;
    },
  };
};

async function assignSeat(room) {
  const socket = new WebSocket(`wss://${location.host}/socket?room=${room}`);
  const { promise, resolve } = Promise.withResolvers();
  socket.onmessage = ({ data }) => {
    const message = JSON.parse(data);
    if (message.event === "welcome") resolve(message.data);
  };
  const { iceServers } = await promise;
  return { socket, iceServers };
}
