/**
 * The bare call: one `RTCPeerConnection` without a library, signaling over a
 * plain WebSocket, the newcomer offers. The socket opens when Join is pressed,
 * or with `?socket=early` before. `iceServers` and `iceTransportPolicy` are in
 * the fragment.
 *
 * @module
 */
(async () => {
  const isEarly = new URLSearchParams(location.search).has("socket");
  const configuration = JSON.parse(decodeURIComponent(location.hash.slice(1)));
  const button = document.querySelector("button");
  const video = document.querySelector("video");
  const stream = await navigator.mediaDevices.getUserMedia({
    audio: true,
    video: {
      width: { ideal: 1280 },
      height: { ideal: 720 },
      frameRate: { ideal: 30 },
    },
  });
  let socket = null;
  let connection = null;

  const send = (event, data) => socket.send(JSON.stringify({ event, data }));

  function openSocket() {
    socket = new WebSocket(`ws://${location.host}${location.pathname}`);
    socket.onmessage = ({ data }) => receive(JSON.parse(data));
    return new Promise((resolve) => socket.onopen = resolve);
  }

  function connect() {
    connection = new RTCPeerConnection({
      bundlePolicy: "max-bundle",
      ...configuration,
    });
    connection.onicecandidate = ({ candidate }) =>
      send("candidate", { candidate });
    connection.ontrack = ({ track, streams: [remote] }) => {
      if (track.kind === "video") video.srcObject = remote;
    };
    connection.createDataChannel("chat", { negotiated: true, id: 0 });
    for (const track of stream.getTracks()) connection.addTrack(track, stream);
  }

  async function describe() {
    await connection.setLocalDescription();
    send("description", { description: connection.localDescription });
  }

  async function receive({ event, data }) {
    if (event === "welcome" && data.peers > 0) {
      connect();
      connection.onnegotiationneeded = describe;
    }
    if (event === "description") {
      if (!connection) connect();
      await connection.setRemoteDescription(data.description);
      if (data.description.type === "offer") await describe();
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
