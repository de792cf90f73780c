/**
 * Records the call on this device: the painted stage and the mixed sound go
 * through `MediaRecorder`, and each chunk is written to disk as it comes. A
 * chunk on demand: few calls are recorded.
 *
 * @module
 */
import type { CallState } from "../engine/call/call_state.ts";
import type { RecordingFailure } from "../engine/call/recording_state.ts";
import type { RenderedSize } from "../engine/quality/uplink_budget.ts";
import type { Store } from "../engine/store.ts";
import { AudioTimer } from "./audio_timer.ts";
import {
  chooseFormat,
  recordingFileName,
  type RecordingFormat,
} from "./recording_format.ts";
import {
  type FinishedRecording,
  finishRecording,
  openRecordingTarget,
  type RecordingTarget,
} from "./recording_store.ts";
import type { RecordedTile } from "./recorded_tiles.ts";
import { RecordingWriter } from "./recording_writer.ts";
import { SoundMix } from "./sound_mix.ts";
import { StagePainter } from "./stage_painter.ts";

const FRAMES_PER_SECOND = 20;
const VIDEO_BITS_PER_SECOND = 2_500_000;
const AUDIO_BITS_PER_SECOND = 128_000;
/** Length of a chunk: the most that a crash loses. */
const CHUNK_MS = 3_000;
/** Frames after which the tracks of members are read again. */
const SOUND_UPDATE_FRAMES = FRAMES_PER_SECOND;

/** Our own tracks, which are not in the state of the call. */
export interface OwnTracks {
  readonly sounds: readonly (MediaStreamTrack | null)[];
  readonly screen: MediaStreamTrack | null;
}

/** Dependencies of {@linkcode CallRecorder}. */
export interface CallRecorderOptions {
  readonly store: Store<CallState>;
  readonly ownTracks: () => OwnTracks;
  /** Text below a tile. */
  readonly labelOf: (tile: RecordedTile) => string;
  readonly isPortrait: boolean;
  /** The recording must stop. */
  readonly onFailure: (reason: RecordingFailure) => void;
}

/** One recording. */
export class CallRecorder {
  readonly #options: CallRecorderOptions;
  readonly #target: RecordingTarget;
  readonly #writer: RecordingWriter<Blob>;
  readonly #mix = new SoundMix();
  readonly #painter: StagePainter;
  readonly #recorder: MediaRecorder;
  readonly #timer: AudioTimer;
  readonly #unsubscribe: () => void;
  readonly #startedAtMs = performance.now();
  #ownScreen: MediaStream | null = null;
  #frames = 0;
  #finished: Promise<FinishedRecording> | null = null;

  private constructor(
    options: CallRecorderOptions,
    { mimeType }: RecordingFormat,
    target: RecordingTarget,
  ) {
    this.#options = options;
    this.#target = target;
    this.#writer = new RecordingWriter({
      append: (chunk) => target.append(chunk),
      onFailure: options.onFailure,
    });
    this.#painter = new StagePainter(options);
    this.#timer = new AudioTimer(
      this.#mix.context,
      FRAMES_PER_SECOND,
      () => this.#onFrame(),
    );
    this.#onFrame();
    const picture = this.#painter.canvas.captureStream(FRAMES_PER_SECOND);
    const tracks = [...picture.getVideoTracks(), ...this.#mix.tracks];
    this.#recorder = new MediaRecorder(new MediaStream(tracks), {
      mimeType,
      videoBitsPerSecond: VIDEO_BITS_PER_SECOND,
      audioBitsPerSecond: AUDIO_BITS_PER_SECOND,
    });
    this.#recorder.ondataavailable = ({ data }) => this.#writer.add(data);
    this.#recorder.onerror = () => options.onFailure("failed");
    this.#unsubscribe = options.store.subscribe(() => this.#updateSound());
  }

  /** Starts a recording; rejects where the browser cannot record. */
  static async start(options: CallRecorderOptions): Promise<CallRecorder> {
    const format = chooseFormat((type) => MediaRecorder.isTypeSupported(type));
    if (!format) throw new Error("This browser records no known format");
    const start = new Date();
    const { roomName } = options.store.get();
    const target = await openRecordingTarget({
      name: recordingFileName(roomName, start, format.extension),
      mimeType: format.mimeType,
      startedAtMs: start.getTime(),
    });
    const recorder = new CallRecorder(options, format, target);
    recorder.#timer.start();
    recorder.#recorder.start(CHUNK_MS);
    return recorder;
  }

  /** Size of each member's pictures in the recording. */
  get sizes(): ReadonlyMap<string, RenderedSize> {
    return this.#painter.sizes;
  }

  /** Ends the recording at once; resolves when its file is complete. */
  stop(): Promise<FinishedRecording> {
    return this.#finished ??= this.#stop();
  }

  async #stop(): Promise<FinishedRecording> {
    const durationMs = performance.now() - this.#startedAtMs;
    await new Promise<void>((resolve) => {
      if (this.#recorder.state === "inactive") return resolve();
      this.#recorder.onstop = () => resolve();
      this.#recorder.stop();
    });
    this.#timer.stop();
    this.#unsubscribe();
    this.#painter.close();
    this.#mix.close();
    const unwritten = await this.#writer.finish();
    return await finishRecording(this.#target, durationMs, unwritten);
  }

  #onFrame(): void {
    if (this.#frames++ % SOUND_UPDATE_FRAMES === 0) this.#updateSound();
    this.#painter.paint(this.#options.store.get(), this.#ownScreen);
  }

  #updateSound(): void {
    const { sounds, screen } = this.#options.ownTracks();
    const [shown] = this.#ownScreen?.getTracks() ?? [];
    if (shown !== (screen ?? undefined)) {
      this.#ownScreen = screen && new MediaStream([screen]);
    }
    const tracks = new Set<MediaStreamTrack>();
    for (const track of sounds) if (track) tracks.add(track);
    for (const member of this.#options.store.get().remoteMembers) {
      for (const stream of [member.audio, member.screenAudio]) {
        for (const track of stream?.getAudioTracks() ?? []) tracks.add(track);
      }
    }
    this.#mix.update(tracks);
  }
}
