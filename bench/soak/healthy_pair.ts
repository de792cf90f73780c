/**
 * Two members of a room of their own who talk all the time: what they must not
 * notice is the attack beside them.
 *
 * @module
 */
import { Histogram } from "../signaling/histogram.ts";
import { LoadMember } from "../signaling/member.ts";
import { readMarkers, StampedFrame } from "../signaling/message.ts";
import type { SoakServer } from "./soak_server.ts";

const INTERVAL_MS = 20;
const MESSAGE_BYTES = 300;
/** Longest wait for the last messages. */
const DRAIN_MS = 20_000;

/** What the pair noticed. */
export interface HealthReport {
  /** Latency that 99 of 100 messages stay under, in milliseconds. */
  readonly p99Ms: number;
  /** Longest latency in milliseconds. */
  readonly maxMs: number;
  /** Messages that did not arrive. */
  readonly lost: number;
  /** Members whose connection ended. */
  readonly disconnected: number;
}

/** A pair that talks from `start()` to `stop()`. */
export class HealthyPair {
  readonly #latenciesUs = new Histogram();
  #members: LoadMember[] = [];
  readonly #frames = [0, 1].map((i) => new StampedFrame(MESSAGE_BYTES, i));
  #sent = 0;
  #received = 0;
  #maxUs = 0;
  #disconnected = 0;
  #timer: ReturnType<typeof setInterval> | undefined;

  /** Joins a room of its own and begins to talk. */
  static async start(
    { port, authorityPem }: Pick<SoakServer, "port" | "authorityPem">,
  ): Promise<HealthyPair> {
    const pair = new HealthyPair();
    for (let i = 0; i < 2; i++) {
      pair.#members.push(
        await LoadMember.open({
          port,
          isTls: true,
          authorityPem,
          room: "healthy",
          subprotocol: "maru.v1",
          onText: (payload) => pair.#receive(payload),
          onLost: () => pair.#disconnected++,
        }),
      );
    }
    pair.#timer = setInterval(() => pair.#talk(), INTERVAL_MS);
    return pair;
  }

  /** Ends the talk, waits for the last messages and leaves. */
  async stop(): Promise<HealthReport> {
    clearInterval(this.#timer);
    const endMs = performance.now() + DRAIN_MS;
    while (this.#received < this.#sent && performance.now() < endMs) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    if (this.#disconnected === 0) {
      for (const member of this.#members) await member.close();
    }
    return {
      p99Ms: this.#latenciesUs.quantile(0.99) / 1000,
      maxMs: this.#maxUs / 1000,
      lost: this.#sent - this.#received,
      disconnected: this.#disconnected,
    };
  }

  #talk(): void {
    for (const [i, member] of this.#members.entries()) {
      const frame = this.#frames[i]?.stamp(this.#sent, nowUs());
      if (frame !== undefined) member.send(frame);
      this.#sent++;
    }
  }

  #receive(payload: Uint8Array): void {
    readMarkers(payload, ({ sentUs }) => {
      const latencyUs = nowUs() - sentUs;
      this.#received++;
      this.#latenciesUs.add(latencyUs);
      this.#maxUs = Math.max(this.#maxUs, latencyUs);
    });
  }
}

function nowUs(): number {
  return Math.floor(performance.now() * 1000);
}
