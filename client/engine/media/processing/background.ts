/**
 * Background of the camera: takes the camera's track, and gives the one that is
 * sent and shown. A camera that opens while an effect is chosen is not sent
 * before the effect works.
 *
 * @module
 */
import type { Clock } from "../../clock.ts";
import type { StateSlice } from "../../store.ts";
import type { BackgroundEffect } from "./background_effect.ts";
import type {
  BackgroundEngine,
  LoadBackgroundEngine,
} from "./background_engine.ts";
import { setCameraBlur } from "./camera_blur.ts";
import { OverloadMonitor } from "./overload_monitor.ts";
import type { BackgroundState, ProcessingNotice } from "./processing_state.ts";

/** Dependencies of {@linkcode Background}. */
export interface BackgroundOptions {
  readonly clock: Pick<Clock, "nowMs">;
  readonly state: StateSlice<BackgroundState>;
  readonly loadEngine: LoadBackgroundEngine;
  /** The track to send and to show has changed. */
  readonly onOutput: (track: MediaStreamTrack | null) => void;
  /** Mean time of a frame; null while nothing is drawn. */
  readonly onFrameTime: (frameMs: number | null) => void;
  /** The effect was turned off; `reason` is for the developer. */
  readonly onStopped: (notice: ProcessingNotice, reason: string) => void;
}

/** The background of one call. */
export class Background {
  readonly #options: BackgroundOptions;
  readonly #state: StateSlice<BackgroundState>;
  #camera: MediaStreamTrack | null = null;
  #output: MediaStreamTrack | null = null;
  #engine: Promise<BackgroundEngine> | null = null;
  #load = new OverloadMonitor();
  /** Counts changes, so that the result of an earlier one is discarded. */
  #run = 0;

  constructor(options: BackgroundOptions) {
    this.#options = options;
    this.#state = options.state;
  }

  /** The track to send; null while the camera is off or the effect starts. */
  get output(): MediaStreamTrack | null {
    return this.#output;
  }

  /** Uses another camera, or none. */
  setCamera(camera: MediaStreamTrack | null): void {
    if (camera === this.#camera) return;
    this.#camera = camera;
    const isPlain = this.#state.get().effect === "none";
    this.#setOutput(isPlain ? camera : null);
    if (!isPlain) void this.#apply();
  }

  /** Changes the effect. The camera is sent as before until the new one works. */
  choose(effect: BackgroundEffect): void {
    if (effect === this.#state.get().effect) return;
    this.#state.set({ effect });
    this.#load = new OverloadMonitor();
    void this.#apply();
  }

  /** Applies the effect again: its picture has changed. */
  reload(): void {
    void this.#apply();
  }

  async #apply(): Promise<void> {
    const run = ++this.#run;
    const camera = this.#camera;
    const { effect } = this.#state.get();
    if (effect === "none") this.#close();
    if (camera === null || effect === "none") {
      this.#state.set({ isStarting: false });
      if (effect !== "none") this.#endDrawing();
      if (camera && effect === "none") void setCameraBlur(camera, false);
      return this.#setOutput(camera);
    }
    this.#state.set({ isStarting: true });
    try {
      const output = await this.#process(camera, effect, run);
      if (run !== this.#run) return;
      this.#state.set({ isStarting: false });
      this.#setOutput(output);
    } catch (error) {
      if (run === this.#run) this.#stop("background-failed", String(error));
    }
  }

  /** The track with the effect, by the camera itself where it can. */
  async #process(
    camera: MediaStreamTrack,
    effect: BackgroundEffect,
    run: number,
  ): Promise<MediaStreamTrack> {
    const isBlurred = await setCameraBlur(camera, effect === "blur");
    if (run !== this.#run) return camera;
    if (effect === "blur" && isBlurred) {
      this.#close();
      return camera;
    }
    const engine = await this.#loadEngine();
    if (run !== this.#run) return camera;
    await engine.setEffect(effect);
    const output = this.#output;
    const isDrawn = output !== null && output !== camera;
    if (run !== this.#run) return camera;
    return isDrawn ? output : await engine.process(camera);
  }

  #loadEngine(): Promise<BackgroundEngine> {
    const engine = this.#engine ??= this.#options.loadEngine({
      onFrameTime: (frameMs) => {
        if (this.#engine === engine) this.#onFrameTime(frameMs);
      },
      onFailure: (reason) => {
        if (this.#engine === engine) this.#stop("background-failed", reason);
      },
    });
    return engine;
  }

  #onFrameTime(frameMs: number): void {
    const load = this.#load.update(frameMs, this.#options.clock.nowMs());
    if (load === "overloaded") {
      return this.#stop("background-overload", `${frameMs} ms a frame`);
    }
    this.#options.onFrameTime(frameMs);
    void this.#engine?.then(
      (engine) => engine.setMaskInterval(load === "reduced" ? 2 : 1),
      () => {},
    );
  }

  #stop(notice: ProcessingNotice, reason: string): void {
    this.choose("none");
    this.#options.onStopped(notice, reason);
  }

  #endDrawing(): void {
    this.#options.onFrameTime(null);
    void this.#engine?.then((engine) => engine.end(), () => {});
  }

  #close(): void {
    this.#options.onFrameTime(null);
    void this.#engine?.then((engine) => engine.close(), () => {});
    this.#engine = null;
  }

  #setOutput(output: MediaStreamTrack | null): void {
    if (output === this.#output) return;
    this.#output = output;
    this.#options.onOutput(output);
  }
}
