/**
 * Audio functions of the device checks, by Web Audio and MediaRecorder. The
 * audio of a call does not pass here.
 *
 * @module
 */
import type {
  AudioTestPlatform,
  StreamLevelMeter,
} from "../engine/check/audio_check.ts";
import { connectAnalyser } from "./audio_analyser.ts";

const TONE_HZ = 523.25;
const TONE_SECONDS = 1.2;
const TONE_GAIN = 0.2;
/** Time for the browser to start audio. */
const START_TIMEOUT_MS = 1_000;

function startMeter(stream: MediaStream): StreamLevelMeter {
  const context = new AudioContext();
  return {
    level: connectAnalyser(context, stream),
    stop: () => void context.close(),
  };
}

function recordStream(stream: MediaStream, durationMs: number): Promise<Blob> {
  return new Promise((resolve, reject) => {
    const parts: Blob[] = [];
    const recorder = new MediaRecorder(stream);
    recorder.ondataavailable = ({ data }) => parts.push(data);
    recorder.onerror = () => reject(new Error("The recorder failed"));
    recorder.onstop = () =>
      resolve(new Blob(parts, { type: recorder.mimeType }));
    recorder.start();
    setTimeout(() => recorder.stop(), durationMs);
  });
}

/** Plays the source that `startSource` starts to its end; false when the browser blocks it. */
async function playToEnd(
  startSource: (context: AudioContext) => Promise<AudioScheduledSourceNode>,
): Promise<boolean> {
  const context = new AudioContext();
  try {
    // The promise of `resume` stays pending while the browser blocks audio.
    const timeout = new Promise((resolve) =>
      setTimeout(resolve, START_TIMEOUT_MS)
    );
    await Promise.race([context.resume(), timeout]);
    if (context.state !== "running") return false;
    const source = await startSource(context);
    await new Promise((resolve) => source.onended = resolve);
    return true;
  } finally {
    await context.close();
  }
}

function playRecording(recording: Blob): Promise<boolean> {
  return playToEnd(async (context) => {
    const source = context.createBufferSource();
    source.buffer = await context.decodeAudioData(
      await recording.arrayBuffer(),
    );
    source.connect(context.destination);
    source.start();
    return source;
  });
}

/** Node that plays on a speaker, by default the system default. */
async function openSpeakerNode(
  context: AudioContext,
  speakerId: string | undefined,
): Promise<AudioNode> {
  const element = new Audio();
  if (speakerId === undefined || !("setSinkId" in element)) {
    return context.destination;
  }
  const destination = context.createMediaStreamDestination();
  element.srcObject = destination.stream;
  await element.setSinkId(speakerId);
  await element.play();
  return destination;
}

function playTone(speakerId?: string): Promise<boolean> {
  return playToEnd(async (context) => {
    const destination = await openSpeakerNode(context, speakerId);
    const source = context.createOscillator();
    const gain = context.createGain();
    const { currentTime } = context;
    source.frequency.value = TONE_HZ;
    gain.gain.setValueAtTime(0, currentTime);
    gain.gain.linearRampToValueAtTime(TONE_GAIN, currentTime + 0.05);
    gain.gain.setValueAtTime(TONE_GAIN, currentTime + TONE_SECONDS - 0.3);
    gain.gain.linearRampToValueAtTime(0, currentTime + TONE_SECONDS);
    source.connect(gain).connect(destination);
    source.start();
    source.stop(currentTime + TONE_SECONDS);
    return source;
  });
}

/** Audio functions of the checks in a browser. */
export const webAudioTest: AudioTestPlatform = {
  startMeter,
  recordStream,
  playRecording,
  playTone,
};
