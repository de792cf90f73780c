/** Connects with simple-peer, signaling over a plain WebSocket. @module */
const { SimplePeer } = globalThis;

/** Enters a room; `hear` is called with messages, `show` with pictures. */
export async function enter({ room, stream, hear, show }) {
  const socket = new WebSocket(`ws://${location.host}/signaling/${room}`);
  await new Promise((resolve) => {
    socket.onopen = resolve;
  });
  const peers = new Map();
  const connect = (id, initiator) => {
    const peer = new SimplePeer({
      initiator,
      // Without the STUN servers on the internet that it names.
      config: { iceServers: [] },
      ...(stream ? { stream } : {}),
    });
    peers.set(id, peer);
    peer.on(
      "signal",
      (data) => socket.send(JSON.stringify({ event: "signal", data, to: id })),
    );
    peer.on("connect", () => peer.send("hello"));
    peer.on("data", hear);
    peer.on("stream", (remote) =>
      show((video) => {
        video.srcObject = remote;
      }));
    return peer;
  };
  const welcome = new Promise((resolve) => {
    socket.onmessage = (message) => {
      const { event, data, from } = JSON.parse(message.data);
      if (event === "welcome") {
        for (const id of data.peers) connect(id, true);
        resolve();
      } else {
        (peers.get(from) ?? connect(from, false)).signal(data);
      }
    };
  });
  socket.send("join");
  await welcome;
}
