/** Joins with maru.js. @module */
const address = new URLSearchParams(location.search).get("server");
const { join } = await import(`${address}/maru.js`);

/** Enters a room; `hear` is called with messages, `show` with pictures. */
export async function enter({ room, stream, hear, show }) {
  const joined = await join(`${address}/r/${room}`, {
    audio: stream?.getAudioTracks()[0] ?? false,
    video: stream?.getVideoTracks()[0] ?? false,
  });
  const greetings = joined.channel("greetings");
  greetings.onmessage = hear;
  greetings.onopen = (member) => greetings.send("hello", member);
  if (stream) {
    joined.onmember = (member) => show((video) => member.attach(video));
  }
}
