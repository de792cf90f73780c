/**
 * One camera whose frames reach the worker as bitmaps: a video element plays
 * it, and a canvas shows and captures the answers.
 *
 * @module
 */
import type { SendToWorker, WorkerSession } from "./worker_session.ts";
import type { WorkerReport } from "./worker_messages.ts";

/** Interval of frames in milliseconds: 25 a second. */
const FRAME_MS = 40;

/** Passes a frame at each tick of the worker, unless the last one is not answered. */
export class BitmapSession implements WorkerSession {
  readonly track: MediaStreamTrack;
  readonly #video: HTMLVideoElement;
  readonly #canvas: HTMLCanvasElement;
  readonly #context: ImageBitmapRenderingContext;
  readonly #send: SendToWorker;
  #isBusy = false;

  private constructor(video: HTMLVideoElement, send: SendToWorker) {
    this.#video = video;
    this.#send = send;
    this.#canvas = document.createElement("canvas");
    const context = this.#canvas.getContext("bitmaprenderer");
    if (!context) throw new TypeError("No bitmap renderer");
    this.#context = context;
    const [track] = this.#canvas.captureStream().getVideoTracks();
    if (!track) throw new TypeError("The canvas has no track");
    this.track = track;
  }

  /** Plays the camera, and starts the ticks. */
  static async start(
    camera: MediaStreamTrack,
    session: number,
    send: SendToWorker,
  ): Promise<BitmapSession> {
    const video = document.createElement("video");
    video.muted = true;
    video.playsInline = true;
    video.srcObject = new MediaStream([camera]);
    await video.play();
    const started = new BitmapSession(video, send);
    send({ type: "ticks", session, intervalMs: FRAME_MS });
    return started;
  }

  receive(report: WorkerReport): void {
    if (report.type === "tick") return void this.#sendFrame(report.session);
    if (report.type !== "frame") return;
    this.#isBusy = false;
    const { width, height } = report.frame;
    if (this.#canvas.width !== width) this.#canvas.width = width;
    if (this.#canvas.height !== height) this.#canvas.height = height;
    this.#context.transferFromImageBitmap(report.frame);
  }

  stop(): void {
    this.track.stop();
    this.#video.srcObject = null;
  }

  async #sendFrame(session: number): Promise<void> {
    if (this.#isBusy || this.#video.videoWidth === 0) return;
    this.#isBusy = true;
    try {
      const frame = await createImageBitmap(this.#video);
      this.#send({ type: "frame", session, frame }, [frame]);
    } catch {
      // The camera has no frame at this moment.
      this.#isBusy = false;
    }
  }
}
