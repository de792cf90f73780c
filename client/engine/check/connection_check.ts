/**
 * The connection check: runs the checks of devices and network, and publishes
 * their results.
 *
 * @module
 */
import type { MediaDevicesLike } from "../media/local_media.ts";
import type { MediaAccess } from "../media/media_problem.ts";
import { MEDIA_KINDS, type MediaKind } from "../media/local_tracks.ts";
import { toMeterLevel } from "../media/meter_level.ts";
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
} from "./audio_check.ts";

/** Browser functions of the check. */
export interface CheckPlatform extends NetworkCheckPlatform {
  readonly devices: MediaDevicesLike | undefined;
  readonly mediaAccess: MediaAccess;
  readonly audio: AudioTestPlatform;
}

/** State of the check. */
export interface CheckState {
  readonly phase: "idle" | "running" | "done";
  readonly results: CheckResults;
  /** Stream of the camera while it is open. */
  readonly preview: MediaStream | null;
  /** Meter level of the microphone, 0 to 1. */
  readonly level: number;
  readonly isMicrophoneOpen: boolean;
  /** True once the microphone has picked up a sound. */
  readonly isMicrophoneHeard: boolean;
  readonly recording: "none" | "recording" | "playing";
  /** Test tone: playing, or over and the person is asked about it. */
  readonly tone: "none" | "playing" | "asked";
}

/** State before the start. */
export const INITIAL_CHECK_STATE: CheckState = {
  phase: "idle",
  results: INITIAL_RESULTS,
  preview: null,
  level: 0,
  isMicrophoneOpen: false,
  isMicrophoneHeard: false,
  recording: "none",
  tone: "none",
};

/** Interval of the level meter. */
const METER_INTERVAL_MS = 80;

/** The check of one page. */
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

  /** Runs all checks that need no answer of the person; may be repeated. */
  async run(): Promise<void> {
    if (this.#store.get().phase === "running") return;
    this.release();
    this.#store.set({ ...INITIAL_CHECK_STATE, phase: "running" });
    await Promise.all([this.#checkDevices(), this.#network.run()]);
    this.#store.set({ phase: "done" });
  }

  /** Closes camera and microphone. */
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

  /** Records the microphone for `RECORD_MS` and plays the recording. */
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

  /** Plays a tone, after which the person is asked whether it was audible. */
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

  /** Sets the person's answer to the tone. */
  answerTone(isHeard: boolean): void {
    this.#store.set({ tone: "none" });
    this.#setResult("speaker", makeResult(isHeard ? "ok" : "unheard"));
  }

  #setResult(name: CheckName, result: CheckResult): void {
    const { results } = this.#store.get();
    this.#store.set({ results: { ...results, [name]: result } });
  }

  async #checkDevices(): Promise<void> {
    for (const kind of MEDIA_KINDS) {
      this.#setResult(kind, { state: "running" });
      const { devices, mediaAccess } = this.#platform;
      const { result, stream } = await checkDevice(kind, devices, mediaAccess);
      if (stream) this.#useStream(kind, stream);
      this.#setResult(kind, result);
    }
  }

  #useStream(kind: MediaKind, stream: MediaStream): void {
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
    const isMicrophoneHeard = this.#store.get().isMicrophoneHeard ||
      level >= SILENT_LEVEL;
    this.#store.set({ level: toMeterLevel(level), isMicrophoneHeard });
    this.#cancelMeter = this.#platform.clock.after(
      METER_INTERVAL_MS,
      () => this.#updateMeter(),
    );
  }
}
