/** Connects with PeerJS: the member has the room's name as its id. @module */
const { Peer } = globalThis;

/** Enters a room; `hear` is called with messages, `show` with pictures. */
export async function enter({ room, stream, parameters, isFirst, hear, show }) {
  const options = {
    host: location.hostname,
    port: Number(parameters.get("peer")),
    path: "/peer",
    // Without the STUN and TURN servers on the internet that it names.
    config: { iceServers: [] },
  };
  const peer = isFirst ? new Peer(room, options) : new Peer(options);
  await new Promise((resolve) => peer.on("open", resolve));
  const greet = (connection) => {
    connection.on("data", hear);
    connection.on("open", () => connection.send("hello"));
  };
  const receive = (call) =>
    call.on("stream", once((remote) => show(attachOf(remote))));
  peer.on("connection", greet);
  peer.on("call", (call) => {
    receive(call);
    call.answer(stream);
  });
  if (isFirst) return;
  greet(peer.connect(room));
  if (stream) receive(peer.call(room, stream));
}

function attachOf(remote) {
  return (video) => {
    video.srcObject = remote;
  };
}

/** It reports a stream for each of its tracks. */
function once(run) {
  let isDone = false;
  return (value) => {
    if (!isDone) run(value);
    isDone = true;
  };
}
