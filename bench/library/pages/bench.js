/**
 * Page of one library: joins a room through the adapter that `?library=` names
 * and measures, from the call of `join`, the first message and the first frame
 * of the other member.
 *
 * @module
 */
const parameters = new URLSearchParams(location.search);
const adapter = await import(`/pages/${parameters.get("library")}.js`);
const isMedia = parameters.has("media");
const message = Promise.withResolvers();
const frame = Promise.withResolvers();
let startMs = NaN;
const elapsedMs = () => performance.now() - startMs;

/** Shows a picture of the other member; `attach` gives it to a video element. */
function show(attach) {
  const video = document.createElement("video");
  Object.assign(video, { autoplay: true, muted: true, playsInline: true });
  document.body.append(video);
  video.requestVideoFrameCallback(() => frame.resolve(elapsedMs()));
  attach(video);
}

const stream = isMedia
  ? await navigator.mediaDevices.getUserMedia({
    audio: true,
    video: { width: 640, height: 480, frameRate: 30 },
  })
  : null;

globalThis.libraryBench = {
  /** Joins; resolves when a newcomer can find this page. */
  enter: async (room) => {
    startMs = performance.now();
    await adapter.enter({
      room,
      stream,
      parameters,
      isFirst: parameters.has("first"),
      hear: () => message.resolve(elapsedMs()),
      show,
    });
  },
  /** Joins a room with one member; milliseconds to its first message and frame. */
  join: async (room) => {
    await globalThis.libraryBench.enter(room);
    const messageMs = await message.promise;
    return { messageMs, frameMs: isMedia ? await frame.promise : null };
  },
};
