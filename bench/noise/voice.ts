/**
 * A synthetic voice: harmonics of a moving pitch under two formants, in
 * syllables, so that a noise filter takes it for speech.
 *
 * @module
 */

/** Samples per second. */
export const SAMPLE_RATE = 48_000;

const PITCH_HZ = 140;
const HARMONICS = 24;
const FORMANTS_HZ = [600, 1_700];
const FORMANT_WIDTH_HZ = 250;
const SYLLABLE_HZ = 3;

/** Samples of the voice, -1 to 1. */
export function makeVoice(length: number): Float32Array {
  const samples = new Float32Array(length);
  const gains = Array.from(
    { length: HARMONICS },
    (_, i) => formantGain((i + 1) * PITCH_HZ),
  );
  let phase = 0;
  for (let n = 0; n < length; n++) {
    const seconds = n / SAMPLE_RATE;
    const pitchHz = PITCH_HZ *
      (1 + 0.08 * Math.sin(2 * Math.PI * 0.7 * seconds));
    phase += 2 * Math.PI * pitchHz / SAMPLE_RATE;
    const envelope = Math.max(0, Math.sin(2 * Math.PI * SYLLABLE_HZ * seconds));
    samples[n] = 0.1 * envelope * gains.reduce(
      (sum, gain, i) => sum + gain * Math.sin((i + 1) * phase),
      0,
    );
  }
  return samples;
}

function formantGain(hz: number): number {
  return FORMANTS_HZ.reduce(
    (sum, formant) =>
      sum + Math.exp(-(((hz - formant) / FORMANT_WIDTH_HZ) ** 2)),
    0.02,
  );
}
