/**
 * Limits the bytes of responses to unauthenticated sources per second. The
 * table has a fixed size, so a flood of sources costs no memory; sources with
 * the same slot have one limit together.
 *
 * @module
 */
import { networkKeyOf } from "../../../server/net/network_key.ts";

const SLOT_COUNT = 8192;

/** Byte count per source network, in windows of one second. */
export class AmplificationLimiter {
  readonly #bytesPerSecond: number;
  readonly #seed: number;
  readonly #spentBytes = new Uint32Array(SLOT_COUNT);
  readonly #windowSecond = new Float64Array(SLOT_COUNT);

  /**
   * Creates an empty table.
   *
   * @param seed Random, so that no source can choose the slot of another.
   */
  constructor(bytesPerSecond: number, seed: number) {
    this.#bytesPerSecond = bytesPerSecond;
    this.#seed = seed;
  }

  /** Counts the bytes for the source; false when they exceed the limit. */
  take(hostname: string, bytes: number, nowMs: number): boolean {
    const slot = hashSource(networkKeyOf(hostname), this.#seed) % SLOT_COUNT;
    const second = Math.floor(nowMs / 1000);
    if (this.#windowSecond[slot] !== second) {
      this.#windowSecond[slot] = second;
      this.#spentBytes[slot] = 0;
    }
    const spent = (this.#spentBytes[slot] ?? 0) + bytes;
    if (spent > this.#bytesPerSecond) return false;
    this.#spentBytes[slot] = spent;
    return true;
  }
}

/** FNV-1a over the text, seeded. */
function hashSource(text: string, seed: number): number {
  let value = (2166136261 ^ seed) >>> 0;
  for (let at = 0; at < text.length; at++) {
    value = Math.imul(value ^ text.charCodeAt(at), 16777619) >>> 0;
  }
  return (value ^ (value >>> 15)) >>> 0;
}
