/**
 * Short sounds of the alerts, by Web Audio.
 *
 * @module
 */
import type { AlertKind } from "./alert_events.ts";

/** Notes in Hz; each lasts `NOTE_SECONDS`. */
const MELODIES: Readonly<Record<AlertKind, readonly number[]>> = {
  knock: [587, 587, 784],
  join: [523, 784],
  chat: [880],
  file: [784, 659],
};
const NOTE_SECONDS = 0.14;
const GAIN = 0.12;

let context: AudioContext | null = null;

/** Plays the sound of a kind on this speaker; silent where the browser blocks it. */
export function playAlertSound(
  kind: AlertKind,
  speakerId: string | null,
): void {
  context ??= new AudioContext();
  void play(context, MELODIES[kind], speakerId).catch(() => {});
}

async function play(
  context: AudioContext,
  notes: readonly number[],
  speakerId: string | null,
): Promise<void> {
  await context.resume();
  // Newer than the types, and not in all browsers.
  if ("setSinkId" in context && typeof context.setSinkId === "function") {
    await context.setSinkId(speakerId ?? "");
  }
  const gain = context.createGain();
  gain.connect(context.destination);
  const startsAt = context.currentTime + 0.02;
  notes.forEach((frequency, index) => {
    const at = startsAt + index * NOTE_SECONDS;
    const source = context.createOscillator();
    source.frequency.value = frequency;
    gain.gain.setValueAtTime(0, at);
    gain.gain.linearRampToValueAtTime(GAIN, at + 0.02);
    gain.gain.linearRampToValueAtTime(0, at + NOTE_SECONDS);
    source.connect(gain);
    source.start(at);
    source.stop(at + NOTE_SECONDS);
    if (index === notes.length - 1) source.onended = () => gain.disconnect();
  });
}
