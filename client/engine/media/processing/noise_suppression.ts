/**
 * Noise suppression beyond the browser's: takes the microphone's track, and
 * gives the one that is sent. The microphone is sent as it is until the filter
 * runs, and again when it stops.
 *
 * @module
 */
import type { StateSlice } from "../../store.ts";
import type { NoiseState, ProcessingNotice } from "./processing_state.ts";

/** A filter of one microphone. */
export interface NoiseFilter {
  /** The track without noise; silent while the microphone is muted. */
  readonly track: MediaStreamTrack;
  close(): void;
}

/** What a filter reports. */
export interface NoiseFilterEvents {
  /** Whether sound passes it: not before the browser starts audio, for example. */
  readonly onActive: (isActive: boolean) => void;
  readonly onFailure: (reason: string) => void;
}

/** Loads and opens a filter; rejects where it cannot run. */
export type OpenNoiseFilter = (
  microphone: MediaStreamTrack,
  events: NoiseFilterEvents,
) => Promise<NoiseFilter>;

/** Dependencies of {@linkcode NoiseSuppression}. */
export interface NoiseSuppressionOptions {
  readonly state: StateSlice<NoiseState>;
  readonly openFilter: OpenNoiseFilter;
  /** False while the microphone is sent as it is, for music. */
  readonly isAllowed: () => boolean;
  /** It was turned on or off. */
  readonly onEnabled: () => void;
  /** The track to send has changed. */
  readonly onOutput: (track: MediaStreamTrack | null) => void;
  /** It was turned off; `reason` is for the developer. */
  readonly onStopped: (notice: ProcessingNotice, reason: string) => void;
}

/** Noise suppression of one call. */
export class NoiseSuppression {
  readonly #options: NoiseSuppressionOptions;
  #microphone: MediaStreamTrack | null = null;
  #output: MediaStreamTrack | null = null;
  #filter: NoiseFilter | null = null;
  /** Counts filters, so that events of an earlier one are discarded. */
  #run = 0;

  constructor(options: NoiseSuppressionOptions) {
    this.#options = options;
  }

  /** The track to send; null while there is no microphone. */
  get output(): MediaStreamTrack | null {
    return this.#output;
  }

  /** Uses another microphone, or none. */
  setMicrophone(microphone: MediaStreamTrack | null): void {
    if (microphone === this.#microphone) return;
    this.#microphone = microphone;
    void this.#restart();
  }

  /** Turns it on or off. */
  setEnabled(isOn: boolean): void {
    if (isOn === this.#options.state.get().isOn) return;
    this.#options.state.set({ isOn });
    void this.#restart();
    this.#options.onEnabled();
  }

  async #restart(): Promise<void> {
    const run = ++this.#run;
    const microphone = this.#microphone;
    this.#setActive(false);
    this.#filter?.close();
    this.#filter = null;
    const { state, isAllowed } = this.#options;
    if (!microphone || !state.get().isOn || !isAllowed()) return;
    let isActive = false;
    try {
      const filter = await this.#options.openFilter(microphone, {
        onActive: (next) => {
          isActive = next;
          if (run === this.#run && this.#filter) this.#setActive(next);
        },
        onFailure: (reason) => {
          if (run === this.#run) this.#stop(reason);
        },
      });
      if (run !== this.#run) return filter.close();
      this.#filter = filter;
      this.#setActive(isActive);
    } catch (error) {
      if (run === this.#run) this.#stop(String(error));
    }
  }

  #stop(reason: string): void {
    this.setEnabled(false);
    this.#options.onStopped("noise-failed", reason);
  }

  #setActive(isActive: boolean): void {
    const output = isActive ? this.#filter?.track : this.#microphone;
    this.#options.state.set({ isActive });
    if (output === this.#output) return;
    this.#output = output ?? null;
    this.#options.onOutput(this.#output);
  }
}
