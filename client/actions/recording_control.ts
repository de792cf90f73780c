/**
 * The recording of the call: tells the others while it runs, and keeps the
 * finished files until they are deleted. Loaded when it is needed.
 *
 * @module
 */
import type { Call } from "../engine/call/call.ts";
import type { CallState } from "../engine/call/call_state.ts";
import type {
  RecordingFailure,
  RecordingState,
} from "../engine/call/recording_state.ts";
import { selectSlice, type StateSlice, type Store } from "../engine/store.ts";
import type { RenderedSize } from "../engine/quality/uplink_budget.ts";
import { downloadBlob } from "../platform/save/download_file.ts";
import type { CallRecorder, OwnTracks } from "../recording/call_recorder.ts";
import type { FinishedRecording } from "../recording/recording_store.ts";
import type { TextFormatter } from "../view/context/i18n.ts";
import type { Preferences } from "../view/context/preferences.ts";
import type { RecordingActions } from "../view/context/recording_actions.ts";

/** Recording of one call. */
export class RecordingControl implements RecordingActions {
  readonly #call: Call;
  readonly #store: Store<CallState>;
  readonly #state: StateSlice<RecordingState>;
  readonly #preferences: Preferences;
  readonly #kept = new Map<string, FinishedRecording>();
  #recorder: CallRecorder | null = null;

  constructor(
    call: Call,
    store: Store<CallState>,
    preferences: Preferences,
  ) {
    this.#call = call;
    this.#store = store;
    this.#state = selectSlice(store, "recording");
    this.#preferences = preferences;
    store.subscribe(({ phase }) => {
      if (phase !== "joined") this.stopRecording();
    });
    if (preferences.get("recordings") !== null) void this.#findLeft();
  }

  /** Size of each member's pictures in the recording; empty without one. */
  get sizes(): ReadonlyMap<string, RenderedSize> {
    return this.#recorder?.sizes ?? new Map();
  }

  /** Starts a recording, unless one runs. */
  startRecording(text: TextFormatter): void {
    if (this.#state.get().phase === "off") void this.#start(text);
  }

  /** Stops the recording at once, then completes its file. */
  stopRecording(): void {
    if (this.#state.get().phase === "on") void this.#finish(null);
  }

  saveRecording(id: string): void {
    const recording = this.#kept.get(id);
    if (recording) downloadBlob(recording.content, recording.name);
  }

  deleteRecording(id: string): void {
    void this.#delete(id);
  }

  async #start(text: TextFormatter): Promise<void> {
    this.#state.set({ phase: "starting" });
    try {
      const { CallRecorder } = await import("../recording/call_recorder.ts");
      this.#preferences.set("recordings", "1");
      this.#recorder = await CallRecorder.start({
        store: this.#store,
        ownTracks: () => this.#ownTracks(),
        labelOf: ({ name, isScreen }) => {
          const shown = name || text("guest");
          return isScreen ? text("screenOf", { name: shown }) : shown;
        },
        isPortrait: innerHeight > innerWidth,
        onFailure: (reason) => void this.#finish(reason),
      });
    } catch {
      this.#state.set({ phase: "off" });
      this.#call.notices.post("recording-failed");
      return;
    }
    this.#state.set({ phase: "on", startedAtMs: performance.now() });
    this.#call.setRecording(true);
    this.#call.notices.post("own-recording");
    // The call may have ended while the recorder was loaded.
    if (this.#store.get().phase !== "joined") this.stopRecording();
  }

  async #finish(failure: RecordingFailure | null): Promise<void> {
    const recorder = this.#recorder;
    if (!recorder || this.#state.get().phase !== "on") return;
    this.#state.set({ phase: "saving", startedAtMs: null });
    this.#call.setRecording(false);
    const { notices } = this.#call;
    try {
      const recording = await recorder.stop();
      this.#kept.set(recording.id, recording);
      this.saveRecording(recording.id);
      notices.post(failure ? NOTICE_OF_FAILURE[failure] : "recording-saved");
    } catch {
      notices.post("recording-failed");
    }
    this.#recorder = null;
    this.#state.set({ phase: "off" });
    this.#publish();
  }

  /** Deletes a recording; it is offered until it is off the disk. */
  async #delete(id: string): Promise<void> {
    try {
      await this.#kept.get(id)?.remove();
      this.#kept.delete(id);
      this.#publish();
    } catch {
      // Another tab may be reading it: the person can try again.
    }
  }

  /** Offers what earlier pages left. */
  async #findLeft(): Promise<void> {
    try {
      const { listRecordings, openLeftRecordings } = await import(
        "../recording/recording_store.ts"
      );
      for (const recording of await openLeftRecordings()) {
        this.#kept.set(recording.id, recording);
      }
      // Also those of other open pages.
      const hasNone = (await listRecordings()).length === 0;
      if (hasNone) this.#preferences.set("recordings", null);
    } catch {
      // They are offered after the next load.
    }
    this.#publish();
  }

  #publish(): void {
    const kept = [...this.#kept.values()].map(({ id, name, bytes }) => ({
      id,
      name,
      bytes,
    }));
    this.#state.set({ kept });
  }

  #ownTracks(): OwnTracks {
    const { media, screen } = this.#call;
    return {
      sounds: [media.tracks.audio, screen.tracks.screenAudio],
      screen: screen.tracks.screen,
    };
  }
}

const NOTICE_OF_FAILURE = {
  full: "recording-full",
  slow: "recording-failed",
  failed: "recording-failed",
} as const;
