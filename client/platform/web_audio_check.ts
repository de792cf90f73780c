/**
 * The browser's sound for trying devices out, by Web Audio: nothing here
 * carries the sound of a call.
 *
 * @module
 */
import type {
  AudioTestPlatform,
  StreamLevelMeter,
} from "../engine/check/audio_check.ts";

const TONE_HZ = 523.25;
const TONE_SECONDS = 1.2;
const TONE_GAIN = 0.2;
/** How long the browser may take to begin to play. */
const START_TIMEOUT_MS = 1_000;

function startMeter(stream: MediaStream): StreamLevelMeter {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  const samples = new Float32Array(analyser.fftSize);
  context.createMediaStreamSource(stream).connect(analyser);
  return {
    level: () => {
      analyser.getFloatTimeDomainData(samples);
      const sum = samples.reduce((total, sample) => total + sample ** 2, 0);
      return Math.sqrt(sum / samples.length);
    },
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

/** Plays what `build` has started, to its end; false when the browser holds it back. */
async function playToEnd(
  build: (context: AudioContext) => Promise<AudioScheduledSourceNode>,
): Promise<boolean> {
  const context = new AudioContext();
  try {
    // A context that is held back never settles.
    const late = new Promise((resolve) =>
      setTimeout(resolve, START_TIMEOUT_MS)
    );
    await Promise.race([context.resume(), late]);
    if (context.state !== "running") return false;
    const source = await build(context);
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

/** Where to send what shall be heard at a certain speaker. */
async function openSpeakerNode(
  context: AudioContext,
  speakerId: string | undefined,
): Promise<AudioNode> {
  if (speakerId === undefined) return context.destination;
  const outlet = context.createMediaStreamDestination();
  const element = new Audio();
  element.srcObject = outlet.stream;
  await element.setSinkId(speakerId);
  await element.play();
  return outlet;
}

function playTone(speakerId?: string): Promise<boolean> {
  return playToEnd(async (context) => {
    const outlet = await openSpeakerNode(context, speakerId);
    const source = context.createOscillator();
    const gain = context.createGain();
    const { currentTime } = context;
    source.frequency.value = TONE_HZ;
    gain.gain.setValueAtTime(0, currentTime);
    gain.gain.linearRampToValueAtTime(TONE_GAIN, currentTime + 0.05);
    gain.gain.setValueAtTime(TONE_GAIN, currentTime + TONE_SECONDS - 0.3);
    gain.gain.linearRampToValueAtTime(0, currentTime + TONE_SECONDS);
    source.connect(gain).connect(outlet);
    source.start();
    source.stop(currentTime + TONE_SECONDS);
    return source;
  });
}

/** Sound by Web Audio and MediaRecorder. */
export const webAudioTest: AudioTestPlatform = {
  startMeter,
  recordStream,
  playRecording,
  playTone,
};
