/**
 * What is done to camera and microphone between the device and the members:
 * background and noise suppression. A change replaces the sent track, without
 * negotiation.
 *
 * @module
 */
import type { Clock } from "../../clock.ts";
import { selectSlice, type StateSlice } from "../../store.ts";
import type { DeviceTracks } from "../local_tracks.ts";
import { Background } from "./background.ts";
import type { LoadBackgroundEngine } from "./background_engine.ts";
import { NoiseSuppression, type OpenNoiseFilter } from "./noise_suppression.ts";
import type { ProcessingNotice, ProcessingState } from "./processing_state.ts";

/** Functions of the platform, loaded when they are called. */
export interface ProcessingPlatform {
  readonly loadBackground: LoadBackgroundEngine;
  readonly openNoiseFilter: OpenNoiseFilter;
}

/** Dependencies of {@linkcode MediaProcessing}. */
export interface MediaProcessingOptions extends ProcessingPlatform {
  readonly clock: Clock;
  readonly state: StateSlice<ProcessingState>;
  /** The camera as it is sent and shown has changed. */
  readonly onCamera: (track: MediaStreamTrack | null) => void;
  /** The microphone as it is sent has changed. */
  readonly onMicrophone: () => void;
  /** False while the microphone is sent as it is, for music. */
  readonly mayRemoveNoise: () => boolean;
  /** The noise suppression was turned on or off. */
  readonly onNoiseSuppression: () => void;
  readonly onFrameTime: (frameMs: number | null) => void;
  readonly notify: (notice: ProcessingNotice) => void;
  readonly onError: (error: unknown) => void;
}

/** Processing of the devices of one call. */
export class MediaProcessing {
  readonly background: Background;
  readonly noise: NoiseSuppression;

  constructor(options: MediaProcessingOptions) {
    const { clock, state, onFrameTime } = options;
    const onStopped = (notice: ProcessingNotice, reason: string) => {
      options.onError(new Error(`Stopped the processing: ${reason}`));
      options.notify(notice);
    };
    this.background = new Background({
      clock,
      state: selectSlice(state, "background"),
      loadEngine: options.loadBackground,
      onOutput: options.onCamera,
      onFrameTime,
      onStopped,
    });
    this.noise = new NoiseSuppression({
      state: selectSlice(state, "noise"),
      openFilter: options.openNoiseFilter,
      isAllowed: options.mayRemoveNoise,
      onEnabled: options.onNoiseSuppression,
      onOutput: options.onMicrophone,
      onStopped,
    });
  }

  /** Tracks of the devices as they are sent. */
  get tracks(): DeviceTracks {
    return { audio: this.noise.output, video: this.background.output };
  }

  /** The tracks of the devices have changed. */
  setDevices({ audio, video }: DeviceTracks): void {
    this.background.setCamera(video);
    this.noise.setMicrophone(audio);
  }
}
