/** Connects with Trystero over a Nostr relay. @module */
const LIBRARY = "/library/trystero.js";
const { joinRoom } = await import(LIBRARY);

/** Enters a room; `hear` is called with messages, `show` with pictures. */
export function enter({ room, stream, hear, show }) {
  const joined = joinRoom({
    appId: "maru-bench",
    relayConfig: { urls: [`ws://${location.host}/nostr`] },
    rtcConfig: { iceServers: [] },
  }, room);
  const greetings = joined.makeAction("greetings");
  greetings.onMessage = hear;
  joined.onPeerStream = (remote) =>
    show((video) => {
      video.srcObject = remote;
    });
  joined.onPeerJoin = (id) => {
    greetings.send("hello", { target: id });
    if (stream) joined.addStream(stream, { target: id });
  };
}
