/**
 * The connection check: runs its parts in order and keeps what they found.
 * What each of them does is in its own file.
 *
 * @module
 */
import type { MediaDevicesLike } from "../media/local_media.ts";
import type { Store } from "../store.ts";
import { checkDevice } from "./device_check.ts";
import { NetworkCheck, type NetworkCheckPlatform } from "./network_check.ts";
import {
  type CheckName,
  type CheckResult,
  type CheckResults,
  INITIAL_RESULTS,
  makeResult,
} from "./check_result.ts";
import {
  type AudioTestPlatform,
  RECORD_MS,
  SILENT_LEVEL,
  type StreamLevelMeter,
  toMeterLevel,
} from "./audio_check.ts";

/** What the check takes from the browser. */
export interface CheckPlatform extends NetworkCheckPlatform {
  readonly devices: MediaDevicesLike | undefined;
  readonly audio: AudioTestPlatform;
}

/** What the views show of a check. */
export interface CheckState {
  readonly phase: "idle" | "running" | "done";
  readonly results: CheckResults;
  /** The camera's picture, while it is on. */
  readonly preview: MediaStream | null;
  /** Loudness of the microphone for its meter, 0..1. */
  readonly level: number;
  readonly isMicrophoneOpen: boolean;
  readonly recording: "none" | "recording" | "playing";
  /** The tone: asked for, sounding, or over and not yet answered for. */
  readonly tone: "none" | "playing" | "asked";
}

/** State before the person starts. */
export const INITIAL_CHECK_STATE: CheckState = {
  phase: "idle",
  results: INITIAL_RESULTS,
  preview: null,
  level: 0,
  isMicrophoneOpen: false,
  recording: "none",
  tone: "none",
};

/** How often the meter moves. */
const METER_INTERVAL_MS = 80;

/** One visit to the page of the check. */
export class ConnectionCheck {
  readonly #store: Store<CheckState>;
  readonly #platform: CheckPlatform;
  readonly #network: NetworkCheck;
  #streams: MediaStream[] = [];
  #microphone: MediaStream | null = null;
  #levelMeter: StreamLevelMeter | null = null;
  #peakLevel = 0;
  #cancelMeter = () => {};

  constructor(store: Store<CheckState>, platform: CheckPlatform) {
    this.#store = store;
    this.#platform = platform;
    this.#network = new NetworkCheck(
      platform,
      (name, result) => this.#setResult(name, result),
    );
  }

  /** Checks all that needs no answer of the person; again after the first time. */
  async run(): Promise<void> {
    if (this.#store.get().phase === "running") return;
    this.release();
    this.#store.set({ ...INITIAL_CHECK_STATE, phase: "running" });
    await Promise.all([this.#checkDevices(), this.#network.run()]);
    this.#store.set({ phase: "done" });
  }

  /** Lets go of camera and microphone. */
  release(): void {
    this.#cancelMeter();
    this.#levelMeter?.stop();
    this.#levelMeter = null;
    this.#microphone = null;
    for (const track of this.#streams.flatMap((s) => s.getTracks())) {
      track.stop();
    }
    this.#streams = [];
    this.#store.set({ preview: null, level: 0, isMicrophoneOpen: false });
  }

  /** Records the microphone for three seconds and plays that. */
  async recordAndPlay(): Promise<void> {
    const { audio } = this.#platform;
    const stream = this.#microphone;
    if (!stream || this.#store.get().recording !== "none") return;
    this.#peakLevel = 0;
    this.#store.set({ recording: "recording" });
    try {
      const recording = await audio.recordStream(stream, RECORD_MS);
      const isSilent = this.#peakLevel < SILENT_LEVEL;
      this.#setResult("microphone", makeResult(isSilent ? "silent" : "ok"));
      this.#store.set({ recording: "playing" });
      if (!isSilent && !await audio.playRecording(recording)) {
        this.#setResult("speaker", makeResult("blocked"));
      }
    } catch {
      this.#setResult("microphone", makeResult("busy"));
    } finally {
      this.#store.set({ recording: "none" });
    }
  }

  /** Plays a tone, after which the person says whether it was heard. */
  async playTone(): Promise<void> {
    if (this.#store.get().tone === "playing") return;
    this.#store.set({ tone: "playing" });
    this.#setResult("speaker", { state: "running" });
    const isPlayed = await this.#platform.audio.playTone().catch(() => false);
    this.#store.set({ tone: isPlayed ? "asked" : "none" });
    this.#setResult(
      "speaker",
      isPlayed ? { state: "waiting" } : makeResult("blocked"),
    );
  }

  /** The person's answer to the tone. */
  answerTone(isHeard: boolean): void {
    this.#store.set({ tone: "none" });
    this.#setResult("speaker", makeResult(isHeard ? "ok" : "unheard"));
  }

  #setResult(name: CheckName, result: CheckResult): void {
    const { results } = this.#store.get();
    this.#store.set({ results: { ...results, [name]: result } });
  }

  async #checkDevices(): Promise<void> {
    for (const kind of ["camera", "microphone"] as const) {
      this.#setResult(kind, { state: "running" });
      const { devices } = this.#platform;
      const { result, stream } = await checkDevice(kind, devices);
      if (stream) this.#useStream(kind, stream);
      this.#setResult(kind, result);
    }
  }

  #useStream(kind: "camera" | "microphone", stream: MediaStream): void {
    this.#streams.push(stream);
    if (kind === "camera") return this.#store.set({ preview: stream });
    this.#microphone = stream;
    this.#levelMeter = this.#platform.audio.startMeter(stream);
    this.#store.set({ isMicrophoneOpen: true });
    this.#updateMeter();
  }

  #updateMeter(): void {
    const level = this.#levelMeter?.level() ?? 0;
    this.#peakLevel = Math.max(this.#peakLevel, level);
    this.#store.set({ level: toMeterLevel(level) });
    this.#cancelMeter = this.#platform.clock.after(
      METER_INTERVAL_MS,
      () => this.#updateMeter(),
    );
  }
}
