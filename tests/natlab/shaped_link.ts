/**
 * Program: a cable between two TAP devices with delay, loss and a limited
 * rate, since not every kernel has `tc netem`. Its arguments are the names of
 * the devices; it prints `ready` and reads the two directions as one line of
 * JSON, each time that they change.
 *
 * @module
 */
// deno-lint-ignore-file no-console
import { createInterface } from "node:readline";
import process from "node:process";
import { type LinkShape, LinkShaper } from "./link_shaper.ts";
import { TapDevices } from "./tap_device.ts";

interface QueuedFrame {
  readonly dueMs: number;
  readonly frame: Uint8Array<ArrayBuffer>;
}

/** Longest wait, so that another shape is used soon. */
const MAX_WAIT_MS = 20;

/** One direction, from one device to the other. */
class Direction {
  readonly shaper = new LinkShaper({}, () => Math.random());
  readonly #devices: TapDevices;
  readonly #from: number;
  readonly #to: number;
  #queue: QueuedFrame[] = [];

  constructor(devices: TapDevices, from: number, to: number) {
    this.#devices = devices;
    this.#from = from;
    this.#to = to;
  }

  /** When the next frame is due. */
  get nextDueMs(): number {
    return this.#queue[0]?.dueMs ?? Infinity;
  }

  /** Queues the frames that have arrived and sends those that are due. */
  run(): void {
    const nowMs = performance.now();
    for (;;) {
      const frame = this.#devices.read(this.#from);
      if (!frame) break;
      const dueMs = this.shaper.admit(frame.length, nowMs);
      if (dueMs !== null) this.#queue.push({ dueMs, frame });
    }
    const isWaiting = ({ dueMs }: QueuedFrame) => dueMs > nowMs;
    const firstWaiting = this.#queue.findIndex(isWaiting);
    const end = firstWaiting < 0 ? this.#queue.length : firstWaiting;
    for (const { frame } of this.#queue.slice(0, end)) {
      this.#devices.write(this.#to, frame);
    }
    this.#queue = this.#queue.slice(end);
  }
}

async function runLink(names: readonly string[]): Promise<void> {
  using devices = new TapDevices(names);
  const directions = [
    new Direction(devices, 0, 1),
    new Direction(devices, 1, 0),
  ];
  let isEnded = false;
  const readShapes = async () => {
    for await (const line of createInterface({ input: process.stdin })) {
      const shapes: readonly LinkShape[] = JSON.parse(line);
      for (const [index, shape] of shapes.entries()) {
        directions[index]?.shaper.setShape(shape);
      }
      console.log("shaped");
    }
    isEnded = true;
  };
  const input = readShapes();
  console.log("ready");
  while (!isEnded) {
    for (const direction of directions) direction.run();
    const dueMs = Math.min(...directions.map(({ nextDueMs }) => nextDueMs));
    const waitMs = Math.min(dueMs - performance.now(), MAX_WAIT_MS);
    await devices.wait(Math.max(0, Math.ceil(waitMs)));
  }
  await input;
}

if (import.meta.main) await runLink(Deno.args);
