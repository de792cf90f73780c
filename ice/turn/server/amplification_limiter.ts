/**
 * Bytes of answers that an unauthenticated source may draw per second. The
 * table has a fixed size, so a flood of sources costs no memory; sources that
 * fall on one slot share its budget.
 *
 * @module
 */
import { networkOf } from "../allocation/allocation_quota.ts";

const SLOTS = 8192;

/** A budget per source network. */
export class AnswerBudget {
  readonly #bytesPerSecond: number;
  readonly #seed: number;
  readonly #spent = new Uint32Array(SLOTS);
  readonly #second = new Float64Array(SLOTS);

  /** @param seed Random, so that nobody can aim at another's slot. */
  constructor(bytesPerSecond: number, seed: number) {
    this.#bytesPerSecond = bytesPerSecond;
    this.#seed = seed;
  }

  /** Takes the bytes from the source's budget, or answers false. */
  take(hostname: string, bytes: number, nowMs: number): boolean {
    const slot = hash(networkOf(hostname), this.#seed) % SLOTS;
    const second = Math.floor(nowMs / 1000);
    if (this.#second[slot] !== second) {
      this.#second[slot] = second;
      this.#spent[slot] = 0;
    }
    const spent = (this.#spent[slot] ?? 0) + bytes;
    if (spent > this.#bytesPerSecond) return false;
    this.#spent[slot] = spent;
    return true;
  }
}

/** FNV-1a over the text, seeded. */
function hash(text: string, seed: number): number {
  let value = (2166136261 ^ seed) >>> 0;
  for (let at = 0; at < text.length; at++) {
    value = Math.imul(value ^ text.charCodeAt(at), 16777619) >>> 0;
  }
  return (value ^ (value >>> 15)) >>> 0;
}
