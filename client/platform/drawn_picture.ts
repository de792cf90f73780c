/**
 * A moving picture for a device without a camera.
 *
 * @module
 */

const SIZE = { width: 320, height: 240 };
const FRAME_MS = 100;

/** Starts drawing, until the track of the stream is stopped. */
export function drawPicture(): MediaStream {
  const canvas = document.createElement("canvas");
  Object.assign(canvas, SIZE);
  const context = canvas.getContext("2d");
  const stream = canvas.captureStream(1000 / FRAME_MS);
  const [track] = stream.getVideoTracks();
  let frame = 0;
  const draw = () => {
    if (!context) return;
    const { width, height } = SIZE;
    context.fillStyle = `hsl(${frame * 3 % 360} 45% 35%)`;
    context.fillRect(0, 0, width, height);
    context.fillStyle = "white";
    context.font = "600 64px sans-serif";
    context.textAlign = "center";
    context.fillText(String(frame), width / 2, height / 2 + 22);
    frame++;
  };
  draw();
  const timer = setInterval(() => {
    if (track?.readyState === "live") draw();
    else clearInterval(timer);
  }, FRAME_MS);
  return stream;
}
