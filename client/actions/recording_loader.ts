/**
 * Loads the control of recordings when the person starts one, or when earlier
 * pages left some.
 *
 * @module
 */
import type { Call } from "../engine/call/call.ts";
import type { CallState } from "../engine/call/call_state.ts";
import type { RenderedSize } from "../engine/quality/uplink_budget.ts";
import type { Store } from "../engine/store.ts";
import type { TextFormatter } from "../view/context/i18n.ts";
import type { Preferences } from "../view/context/preferences.ts";
import type { RecordingActions } from "../view/context/recording_actions.ts";
import type { RecordingControl } from "./recording_control.ts";

/** Recording of one call. */
export class RecordingLoader implements RecordingActions {
  readonly #parts: readonly [Call, Store<CallState>, Preferences];
  readonly #isSupported = canRecord();
  #loading: Promise<RecordingControl> | null = null;
  #control: RecordingControl | null = null;

  constructor(
    call: Call,
    store: Store<CallState>,
    preferences: Preferences,
  ) {
    this.#parts = [call, store, preferences];
    const { recording } = store.get();
    store.set({ recording: { ...recording, isSupported: this.#isSupported } });
    if (preferences.get("recordings") !== null) {
      // They are offered after the next load.
      this.#load().catch(() => {});
    }
  }

  /** Size of each member's pictures in the recording; empty without one. */
  get sizes(): ReadonlyMap<string, RenderedSize> {
    return this.#control?.sizes ?? new Map();
  }

  /** Starts a recording, unless one runs. */
  startRecording(text: TextFormatter): void {
    if (!this.#isSupported) return;
    const [call] = this.#parts;
    this.#load().then(
      (control) => control.startRecording(text),
      () => call.notices.post("recording-failed"),
    );
  }

  /** Stops the recording at once, then completes its file. */
  stopRecording(): void {
    this.#control?.stopRecording();
  }

  saveRecording(id: string): void {
    this.#control?.saveRecording(id);
  }

  deleteRecording(id: string): void {
    this.#control?.deleteRecording(id);
  }

  #load(): Promise<RecordingControl> {
    this.#loading ??= import("./recording_control.ts").then(
      ({ RecordingControl }) =>
        this.#control = new RecordingControl(...this.#parts),
    );
    this.#loading.catch(() => this.#loading = null);
    return this.#loading;
  }
}

function canRecord(): boolean {
  return "MediaRecorder" in globalThis &&
    "captureStream" in HTMLCanvasElement.prototype;
}
