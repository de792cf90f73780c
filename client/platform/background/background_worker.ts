/**
 * Worker that changes the background of camera frames: off the main thread, and
 * not slowed down while the page is hidden. `tools/processing_files.ts` puts
 * MediaPipe's module in front of it.
 *
 * @module
 */
import { Compositor, type SizedFrame } from "./compositor.ts";
import { Segmenter } from "./segmenter.ts";
import type { CreateSegmenterModule } from "./segmenter_module.ts";
import type {
  SegmenterFiles,
  WorkerReport,
  WorkerRequest,
} from "./worker_messages.ts";

declare const createMediapipeSolutionsWasm: CreateSegmenterModule;

/** The part of the worker's global scope that is used; its types are those of a page. */
declare const self: {
  onmessage: ((event: MessageEvent<WorkerRequest>) => void) | null;
  postMessage(report: WorkerReport, transfer?: Transferable[]): void;
};

/** Interval of the reports of the frame time. */
const REPORT_MS = 1_000;

/** Draws frames one after the other, and measures the time of each. */
class FrameWorker {
  readonly #canvas = new OffscreenCanvas(2, 2);
  #segmenter: Segmenter | null = null;
  #compositor: Compositor | null = null;
  /** Set before the module is loaded. */
  #picture: ImageBitmap | null = null;
  #segmentEvery = 1;
  #session = 0;
  #timer: ReturnType<typeof setInterval> | undefined;
  #frames = 0;
  #measured = { sinceMs: 0, frames: 0, spentMs: 0 };

  async receive(request: WorkerRequest): Promise<void> {
    switch (request.type) {
      case "load":
        return await this.#load(request.files);
      case "picture":
        this.#picture = request.picture;
        return this.#compositor?.setPicture(request.picture);
      case "interval":
        this.#segmentEvery = request.segmentEvery;
        return;
      case "streams":
        this.#start(request.session);
        return await this.#pump(request);
      case "ticks": {
        const { session, intervalMs } = request;
        this.#start(session);
        this.#timer = setInterval(
          () => self.postMessage({ type: "tick", session }),
          intervalMs,
        );
        return;
      }
      case "frame":
        return await this.#answer(request.session, request.frame);
      case "end":
        this.#start(0);
    }
  }

  async #load(files: SegmenterFiles): Promise<void> {
    this.#canvas.addEventListener("webglcontextlost", () => {
      const reason = "WebGL context lost";
      self.postMessage({ type: "failed", session: null, reason });
    });
    this.#segmenter = await Segmenter.create(
      createMediapipeSolutionsWasm,
      this.#canvas,
      files,
    );
    this.#compositor = new Compositor(this.#segmenter);
    this.#compositor.setPicture(this.#picture);
    self.postMessage({ type: "loaded" });
  }

  #start(session: number): void {
    clearInterval(this.#timer);
    this.#session = session;
    this.#compositor?.reset();
  }

  /** Reads and writes frames until the camera ends or another session starts. */
  async #pump(
    { session, readable, writable }: WorkerRequest & { type: "streams" },
  ): Promise<void> {
    const reader = readable.getReader();
    const writer = writable.getWriter();
    try {
      for (let isFirst = true;; isFirst = false) {
        const { value: frame } = await reader.read();
        if (!frame || this.#session !== session) {
          frame?.close();
          break;
        }
        const { timestamp, displayWidth, displayHeight } = frame;
        await this.#draw({
          image: frame,
          width: displayWidth,
          height: displayHeight,
        }).finally(() => frame.close());
        await writer.write(new VideoFrame(this.#canvas, { timestamp }));
        if (isFirst) self.postMessage({ type: "first", session });
      }
    } finally {
      await reader.cancel().catch(() => {});
      await writer.close().catch(() => {});
    }
  }

  async #answer(session: number, image: ImageBitmap): Promise<void> {
    if (session === this.#session) {
      const { width, height } = image;
      await this.#draw({ image, width, height });
      const frame = this.#canvas.transferToImageBitmap();
      self.postMessage({ type: "frame", session, frame }, [frame]);
    }
    image.close();
  }

  async #draw(frame: SizedFrame): Promise<void> {
    if (!this.#segmenter || !this.#compositor) return;
    await this.#segmenter.useModelFor(frame.width, frame.height);
    const startMs = performance.now();
    const doSegment = this.#frames++ % this.#segmentEvery === 0;
    this.#compositor.draw(this.#canvas, frame, startMs, doSegment);
    this.#measure(startMs, performance.now());
  }

  #measure(startMs: number, endMs: number): void {
    const measured = this.#measured;
    measured.frames++;
    measured.spentMs += endMs - startMs;
    if (endMs - measured.sinceMs < REPORT_MS) return;
    const frameMs = measured.spentMs / measured.frames;
    this.#measured = { sinceMs: endMs, frames: 0, spentMs: 0 };
    self.postMessage({ type: "time", frameMs });
  }
}

const worker = new FrameWorker();
self.onmessage = ({ data }) => {
  const session = "session" in data ? data.session : null;
  worker.receive(data).catch((error: unknown) =>
    self.postMessage({ type: "failed", session, reason: String(error) })
  );
};
