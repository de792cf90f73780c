/**
 * RMS amplitude of a stream, by an `AnalyserNode`.
 *
 * @module
 */

/** Connects a stream to a new analyser; the returned function reads its RMS, 0 to 1. */
export function connectAnalyser(
  context: AudioContext,
  stream: MediaStream,
): () => number {
  const analyser = context.createAnalyser();
  const samples = new Float32Array(analyser.fftSize);
  context.createMediaStreamSource(stream).connect(analyser);
  return () => {
    analyser.getFloatTimeDomainData(samples);
    const sum = samples.reduce((total, sample) => total + sample ** 2, 0);
    return Math.sqrt(sum / samples.length);
  };
}
