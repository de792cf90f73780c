/**
 * The bare call: one `RTCPeerConnection` for each other page without a library,
 * signaling over a plain WebSocket, the newcomer offers; the own camera and all
 * others fill the page. The socket opens when Join is pressed, or with
 * `?socket=early` before. The fragment is JSON with the `configuration` of the
 * connections.
 *
 * @module
 */
(async () => {
  const isEarly = new URLSearchParams(location.search).has("socket");
  const { configuration } = JSON.parse(
    decodeURIComponent(location.hash.slice(1)),
  );
  const button = document.querySelector("button");
  const stream = await navigator.mediaDevices.getUserMedia({
    audio: true,
    video: {
      width: { ideal: 1280 },
      height: { ideal: 720 },
      frameRate: { ideal: 30 },
    },
  });
  show(stream);
  let socket = null;
  const connections = new Map();

  const send = (event, data, to) =>
    socket.send(JSON.stringify({ event, data, to }));

  function openSocket() {
    socket = new WebSocket(`ws://${location.host}${location.pathname}`);
    socket.onmessage = ({ data }) => receive(JSON.parse(data));
    return new Promise((resolve) => socket.onopen = resolve);
  }

  function show(srcObject) {
    const video = document.createElement("video");
    Object.assign(video, { autoplay: true, muted: true, srcObject });
    document.body.append(video);
  }

  function connect(id) {
    const connection = new RTCPeerConnection({
      bundlePolicy: "max-bundle",
      ...configuration,
    });
    connections.set(id, connection);
    connection.onicecandidate = ({ candidate }) =>
      send("candidate", { candidate }, id);
    connection.ontrack = ({ track, streams: [remote] }) => {
      if (track.kind === "video") show(remote);
    };
    connection.createDataChannel("chat", { negotiated: true, id: 0 });
    for (const track of stream.getTracks()) connection.addTrack(track, stream);
    return connection;
  }

  async function describe(connection, id) {
    await connection.setLocalDescription();
    send("description", { description: connection.localDescription }, id);
  }

  async function receive({ event, data, from }) {
    if (event === "welcome") {
      for (const id of data.peers) {
        const connection = connect(id);
        connection.onnegotiationneeded = () => describe(connection, id);
      }
      return;
    }
    const connection = connections.get(from) ?? connect(from);
    if (event === "description") {
      const { description } = data;
      await connection.setRemoteDescription(description);
      if (description.type === "offer") await describe(connection, from);
    }
    if (event === "candidate") {
      await connection.addIceCandidate(data.candidate ?? undefined);
    }
  }

  if (isEarly) await openSocket();
  button.onclick = async () => {
    if (!isEarly) await openSocket();
    send("join");
  };
  button.disabled = false;
})();
