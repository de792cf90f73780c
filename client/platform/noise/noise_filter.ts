/**
 * Noise filter of a microphone: RNNoise in an AudioWorklet (npm
 * `@sapphi-red/web-noise-suppressor`), which works on 10 ms of 48 kHz.
 *
 * @module
 */
import { BASE_URL } from "../../engine/base_url.ts";
import type {
  NoiseFilter,
  NoiseFilterEvents,
} from "../../engine/media/processing/noise_suppression.ts";
import { processingFiles } from "../processing_files.ts";
import { trustScriptUrl } from "../trusted_script_url.ts";
import { FilterWatch } from "../../engine/media/processing/filter_watch.ts";

const PROCESSOR_NAME = "@sapphi-red/web-noise-suppressor/rnnoise";
/** Sample rate of the model. */
const SAMPLE_RATE = 48_000;
/** Interval at which input and output are compared. */
const WATCH_MS = 100;

/** Loads the filter and connects a microphone; rejects where it cannot run. */
export async function openNoiseFilter(
  microphone: MediaStreamTrack,
  events: NoiseFilterEvents,
): Promise<NoiseFilter> {
  const context = new AudioContext({
    sampleRate: SAMPLE_RATE,
    latencyHint: "interactive",
  });
  try {
    const { noiseWorklet, noiseWasm } = processingFiles;
    const [wasmBinary] = await Promise.all([
      fetchBytes(new URL(noiseWasm, BASE_URL)),
      context.audioWorklet.addModule(trustScriptUrl(noiseWorklet)),
    ]);
    return connect(context, microphone, wasmBinary, events);
  } catch (error) {
    void context.close();
    throw error;
  }
}

async function fetchBytes(url: URL): Promise<ArrayBuffer> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return await response.arrayBuffer();
}

function connect(
  context: AudioContext,
  microphone: MediaStreamTrack,
  wasmBinary: ArrayBuffer,
  events: NoiseFilterEvents,
): NoiseFilter {
  const source = context.createMediaStreamSource(
    new MediaStream([microphone]),
  );
  const filter = new AudioWorkletNode(context, PROCESSOR_NAME, {
    channelCount: 1,
    channelCountMode: "explicit",
    outputChannelCount: [1],
    processorOptions: { wasmBinary, maxChannels: 1 },
  });
  const sink = context.createMediaStreamDestination();
  source.connect(filter).connect(sink);
  const [track] = sink.stream.getAudioTracks();
  if (!track) throw new TypeError("The audio context has no output track");
  filter.onprocessorerror = () => events.onFailure("processor error");
  const stopWatching = watch(context, source, filter, events);
  return {
    track,
    close: () => {
      stopWatching();
      filter.port.postMessage("destroy");
      track.stop();
      void context.close();
    },
  };
}

/** Reports whether sound passes; the result ends it. */
function watch(
  context: AudioContext,
  source: AudioNode,
  filter: AudioNode,
  events: NoiseFilterEvents,
): () => void {
  const filterWatch = new FilterWatch(events);
  const readInput = createPeakReader(context, source);
  const readOutput = createPeakReader(context, filter);
  const timer = setInterval(() => {
    filterWatch.update({
      isRunning: context.state === "running",
      inputPeak: readInput(),
      outputPeak: readOutput(),
      audioMs: context.currentTime * 1000,
    });
  }, WATCH_MS);
  const listening = new AbortController();
  const resume = () => void context.resume().catch(() => {});
  // Some browsers start audio only after a user gesture.
  for (const event of ["pointerdown", "keydown"]) {
    addEventListener(event, resume, { signal: listening.signal });
  }
  resume();
  return () => {
    clearInterval(timer);
    listening.abort();
  };
}

function createPeakReader(
  context: AudioContext,
  node: AudioNode,
): () => number {
  const analyser = context.createAnalyser();
  const samples = new Float32Array(analyser.fftSize);
  node.connect(analyser);
  return () => {
    analyser.getFloatTimeDomainData(samples);
    return samples.reduce((peak, x) => Math.max(peak, Math.abs(x)), 0);
  };
}
