/**
 * Background of the camera, drawn by a worker. Frames reach it as streams where
 * the browser has them (Chromium), elsewhere as bitmaps of a video element at
 * the pace of a timer of the worker, which a hidden page does not slow down.
 *
 * @module
 */
import { BASE_URL } from "../../engine/base_url.ts";
import type { BackgroundEffect } from "../../engine/media/processing/background_effect.ts";
import type {
  BackgroundEngine,
  BackgroundEngineEvents,
} from "../../engine/media/processing/background_engine.ts";
import { BitmapSession } from "./bitmap_session.ts";
import { loadPicture } from "./load_picture.ts";
import { hasTrackStreams, StreamSession } from "./stream_session.ts";
import { processingFiles } from "../processing_files.ts";
import { trustScriptUrl } from "../trusted_script_url.ts";
import type { WorkerReport, WorkerRequest } from "./worker_messages.ts";
import type { SendToWorker, WorkerSession } from "./worker_session.ts";

/** Implementation with a worker. */
export class WorkerBackground implements BackgroundEngine {
  readonly #events: BackgroundEngineEvents;
  readonly #worker: Worker;
  #session: WorkerSession | null = null;
  #sessionId = 0;
  #onFirstFrame = () => {};
  #onLoaded = () => {};
  #onLoadFailed = (_: Error) => {};

  private constructor(events: BackgroundEngineEvents) {
    this.#events = events;
    this.#worker = new Worker(trustScriptUrl(processingFiles.worker));
    this.#worker.onmessage = (event: MessageEvent<WorkerReport>) =>
      this.#receive(event.data);
    this.#worker.onerror = (event) => this.#fail(event.message);
  }

  /** Starts the worker; rejects without WebGL 2 there, or when a file is missing. */
  static async load(events: BackgroundEngineEvents): Promise<WorkerBackground> {
    const background = new WorkerBackground(events);
    const { wasm, graph, landscape, portrait } = processingFiles;
    const absolute = (path: string) => new URL(path, BASE_URL).href;
    try {
      await new Promise<void>((resolve, reject) => {
        background.#onLoaded = resolve;
        background.#onLoadFailed = reject;
        background.#send({
          type: "load",
          files: {
            wasm: absolute(wasm),
            graph: absolute(graph),
            landscape: absolute(landscape),
            portrait: absolute(portrait),
          },
        });
      });
    } catch (error) {
      background.close();
      throw error;
    }
    background.#onLoadFailed = () => {};
    return background;
  }

  async setEffect(effect: BackgroundEffect): Promise<void> {
    const isPicture = effect !== "none" && effect !== "blur";
    const picture = isPicture ? await loadPicture(effect) : null;
    this.#send({ type: "picture", picture }, picture ? [picture] : []);
  }

  async process(camera: MediaStreamTrack): Promise<MediaStreamTrack> {
    this.end();
    const id = ++this.#sessionId;
    const send: SendToWorker = (request, transfer) =>
      this.#send(request, transfer);
    const first = new Promise<void>((resolve) => this.#onFirstFrame = resolve);
    const session = hasTrackStreams()
      ? new StreamSession(camera, id, send)
      : await BitmapSession.start(camera, id, send);
    if (id !== this.#sessionId) session.stop();
    else this.#session = session;
    await first;
    return session.track;
  }

  setMaskInterval(frames: number): void {
    this.#send({ type: "interval", segmentEvery: frames });
  }

  end(): void {
    this.#sessionId++;
    this.#session?.stop();
    this.#session = null;
    this.#send({ type: "end" });
  }

  close(): void {
    this.end();
    this.#worker.terminate();
  }

  #receive(report: WorkerReport): void {
    if (report.type === "loaded") return this.#onLoaded();
    if (report.type === "time") return this.#events.onFrameTime(report.frameMs);
    // An earlier camera also fails: stopping its track closes the stream to
    // which the worker may just write.
    if (report.session !== null && report.session !== this.#sessionId) {
      if (report.type === "frame") report.frame.close();
      return;
    }
    if (report.type === "failed") return this.#fail(report.reason);
    this.#session?.receive(report);
    if (report.type !== "tick") this.#onFirstFrame();
  }

  #fail(reason: string): void {
    this.#onLoadFailed(new Error(reason));
    this.#events.onFailure(reason);
  }

  #send(request: WorkerRequest, transfer: Transferable[] = []): void {
    this.#worker.postMessage(request, transfer);
  }
}
