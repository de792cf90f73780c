/**
 * Cost of the strong noise suppression: runs the processor that the page loads,
 * on a synthetic voice, as the browser does (blocks of 128 samples at 48 kHz).
 * Prints the delay that it adds and the CPU time for one second of sound.
 *
 * @module
 */
// deno-lint-ignore-file no-console
import process from "node:process";
import { formatNumber, formatTable } from "../signaling/report.ts";
import { findDelay } from "./delay.ts";
import { makeVoice, SAMPLE_RATE } from "./voice.ts";

const PACKAGE = "@sapphi-red/web-noise-suppressor";
/** A block of an AudioWorklet. */
const BLOCK_SAMPLES = 128;
const SECONDS = 20;
/** Longest delay that is looked for. */
const MAX_DELAY_MS = 100;

/** The part of `AudioWorkletProcessor` that is used. */
interface Processor {
  process(
    inputs: readonly (readonly Float32Array[])[],
    outputs: readonly (readonly Float32Array[])[],
  ): boolean;
}

type ProcessorClass = new (options: object) => Processor;

/** Loads the processor as an AudioWorklet does. */
async function loadProcessor(): Promise<Processor> {
  const registered: ProcessorClass[] = [];
  Object.assign(globalThis, {
    // The module takes Deno for Node.
    __dirname: "",
    sampleRate: SAMPLE_RATE,
    AudioWorkletProcessor: class {
      readonly port = new MessageChannel().port1;
    },
    registerProcessor: (_name: string, processor: ProcessorClass) =>
      registered.push(processor),
  });
  const script = import.meta.resolve(`${PACKAGE}/rnnoiseWorklet.js`);
  await import(script);
  const [RnnoiseProcessor] = registered;
  if (!RnnoiseProcessor) throw new TypeError("No processor was registered");
  const wasm = import.meta.resolve(`${PACKAGE}/rnnoise_simd.wasm`);
  const wasmBinary = (await Deno.readFile(new URL(wasm))).buffer;
  return new RnnoiseProcessor({
    processorOptions: { wasmBinary, maxChannels: 1 },
  });
}

/** Measures and prints a table; there is nothing that fails. */
export async function measureNoise(): Promise<readonly string[]> {
  const processor = await loadProcessor();
  // Its module may be compiled in the background.
  await new Promise((resolve) => setTimeout(resolve, 500));
  const input = makeVoice(SECONDS * SAMPLE_RATE);
  const output = new Float32Array(input.length);
  const before = process.cpuUsage();
  for (let at = 0; at + BLOCK_SAMPLES <= input.length; at += BLOCK_SAMPLES) {
    processor.process(
      [[input.subarray(at, at + BLOCK_SAMPLES)]],
      [[output.subarray(at, at + BLOCK_SAMPLES)]],
    );
  }
  const { user, system } = process.cpuUsage(before);
  const cpuMs = (user + system) / 1000 / SECONDS;
  const maxSamples = MAX_DELAY_MS * SAMPLE_RATE / 1000;
  const delay = findDelay(input, output, maxSamples) * 1000 / SAMPLE_RATE;
  console.log(`\n## Noise suppression\n\n${
    formatTable([
      ["delay added, ms", "CPU ms per second of sound"],
      [delay, cpuMs].map(formatNumber),
    ])
  }`);
  return [];
}
