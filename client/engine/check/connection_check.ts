/**
 * The connection check: runs its parts in order and keeps what they found.
 * What each of them does is in its own file.
 *
 * @module
 */
import type { MediaDevicesLike } from "../media/local_media.ts";
import type { Store } from "../store.ts";
import { openDevice } from "./device_check.ts";
import { NetworkCheck, type NetworkPlatform } from "./network_check.ts";
import {
  type CheckName,
  type CheckResult,
  done,
  NO_RESULTS,
  type Results,
} from "./check_result.ts";
import {
  type Listener,
  meterOf,
  RECORD_MS,
  SILENT_LEVEL,
  type Sound,
} from "./sound_check.ts";

/** What the check takes from the browser. */
export interface CheckPlatform extends NetworkPlatform {
  readonly devices: MediaDevicesLike | undefined;
  readonly sound: Sound;
}

/** What the views show of a check. */
export interface CheckState {
  readonly phase: "idle" | "running" | "done";
  readonly results: Results;
  /** The camera's picture, while it is on. */
  readonly preview: MediaStream | null;
  /** Loudness of the microphone for its meter, 0..1. */
  readonly level: number;
  readonly isListening: boolean;
  readonly recording: "none" | "recording" | "playing";
  /** The tone: asked for, sounding, or over and not yet answered for. */
  readonly tone: "none" | "playing" | "asked";
}

/** State before the person starts. */
export const NO_CHECK: CheckState = {
  phase: "idle",
  results: NO_RESULTS,
  preview: null,
  level: 0,
  isListening: false,
  recording: "none",
  tone: "none",
};

/** How often the meter moves. */
const METER_MS = 80;

/** One visit to the page of the check. */
export class ConnectionCheck {
  readonly #store: Store<CheckState>;
  readonly #platform: CheckPlatform;
  readonly #network: NetworkCheck;
  #streams: MediaStream[] = [];
  #microphone: MediaStream | null = null;
  #listener: Listener | null = null;
  #peak = 0;
  #cancelMeter = () => {};

  constructor(store: Store<CheckState>, platform: CheckPlatform) {
    this.#store = store;
    this.#platform = platform;
    this.#network = new NetworkCheck(
      platform,
      (name, result) => this.#found(name, result),
    );
  }

  /** Checks all that needs no answer of the person; again after the first time. */
  async run(): Promise<void> {
    if (this.#store.get().phase === "running") return;
    this.release();
    this.#store.set({ ...NO_CHECK, phase: "running" });
    await Promise.all([this.#checkDevices(), this.#network.run()]);
    this.#store.set({ phase: "done" });
  }

  /** Lets go of camera and microphone. */
  release(): void {
    this.#cancelMeter();
    this.#listener?.stop();
    this.#listener = null;
    this.#microphone = null;
    for (const track of this.#streams.flatMap((s) => s.getTracks())) {
      track.stop();
    }
    this.#streams = [];
    this.#store.set({ preview: null, level: 0, isListening: false });
  }

  /** Records the microphone for three seconds and plays that. */
  async record(): Promise<void> {
    const { sound } = this.#platform;
    const stream = this.#microphone;
    if (!stream || this.#store.get().recording !== "none") return;
    this.#peak = 0;
    this.#store.set({ recording: "recording" });
    try {
      const recording = await sound.record(stream, RECORD_MS);
      const isSilent = this.#peak < SILENT_LEVEL;
      this.#found("microphone", done(isSilent ? "silent" : "ok"));
      this.#store.set({ recording: "playing" });
      if (!isSilent && !await sound.play(recording)) {
        this.#found("speaker", done("blocked"));
      }
    } catch {
      this.#found("microphone", done("busy"));
    } finally {
      this.#store.set({ recording: "none" });
    }
  }

  /** Plays a tone, after which the person says whether it was heard. */
  async playTone(): Promise<void> {
    if (this.#store.get().tone === "playing") return;
    this.#store.set({ tone: "playing" });
    this.#found("speaker", { state: "running" });
    const isPlayed = await this.#platform.sound.tone().catch(() => false);
    this.#store.set({ tone: isPlayed ? "asked" : "none" });
    this.#found("speaker", isPlayed ? { state: "waiting" } : done("blocked"));
  }

  /** The person's answer to the tone. */
  answerTone(isHeard: boolean): void {
    this.#store.set({ tone: "none" });
    this.#found("speaker", done(isHeard ? "ok" : "unheard"));
  }

  #found(name: CheckName, result: CheckResult): void {
    const { results } = this.#store.get();
    this.#store.set({ results: { ...results, [name]: result } });
  }

  async #checkDevices(): Promise<void> {
    for (const kind of ["camera", "microphone"] as const) {
      this.#found(kind, { state: "running" });
      const { devices } = this.#platform;
      const { result, stream } = await openDevice(kind, devices);
      if (stream) this.#take(kind, stream);
      this.#found(kind, result);
    }
  }

  #take(kind: "camera" | "microphone", stream: MediaStream): void {
    this.#streams.push(stream);
    if (kind === "camera") return this.#store.set({ preview: stream });
    this.#microphone = stream;
    this.#listener = this.#platform.sound.listen(stream);
    this.#store.set({ isListening: true });
    this.#meter();
  }

  #meter(): void {
    const level = this.#listener?.level() ?? 0;
    this.#peak = Math.max(this.#peak, level);
    this.#store.set({ level: meterOf(level) });
    this.#cancelMeter = this.#platform.clock.after(
      METER_MS,
      () => this.#meter(),
    );
  }
}
