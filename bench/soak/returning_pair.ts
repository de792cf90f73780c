/**
 * Two members of a room who send each other directed messages, and come back
 * when their server does.
 *
 * @module
 */
import { ReturningMember } from "../../tests/fakes/returning_member.ts";
import { waitUntil } from "./repeat.ts";

const INTERVAL_MS = 20;
/** Longest wait for the last messages. */
const ARRIVAL_LIMIT_MS = 10_000;

/** What the pair noticed. */
export interface PairReport {
  /** Latency that 99 of 100 messages stay under, in milliseconds. */
  readonly p99Ms: number;
  /** Longest latency, with the time in the queue of a member that is away. */
  readonly maxMs: number;
  /** Messages that did not arrive. */
  readonly lost: number;
  /** Messages that arrived twice or in another order. */
  readonly disordered: number;
  /** Members that got another id. */
  readonly lostSeats: number;
}

/** A pair that talks from `start()` to `stop()`. */
export class ReturningPair {
  readonly #members: readonly ReturningMember[];
  readonly #ids: readonly string[];
  #timer: ReturnType<typeof setInterval> | undefined;
  #changes = 0;

  private constructor(members: readonly ReturningMember[]) {
    this.#members = members;
    this.#ids = members.map(({ id }) => id);
  }

  /** Joins a room and begins to talk. */
  static async start(port: number): Promise<ReturningPair> {
    const members = [0, 1].map(() =>
      new ReturningMember(port, "healthy", { followsNotice: true })
    );
    for (const member of members) await member.connect();
    const pair = new ReturningPair(members);
    const [a, b] = pair.#ids;
    pair.#timer = setInterval(() => {
      members[0]?.sendTo(b ?? "");
      members[1]?.sendTo(a ?? "");
    }, INTERVAL_MS);
    return pair;
  }

  /** True while both have a seat and a socket. */
  get isOpen(): boolean {
    return this.#members.every(({ isOpen }) => isOpen);
  }

  /** Locks or unlocks the room, which the server stores. */
  changeRoom(): Promise<void> {
    const locked = this.#changes++ % 2 === 0;
    this.#members[0]?.send({ event: "lock", data: { locked } });
    return Promise.resolve();
  }

  /** Ends the talk, waits for the last messages and leaves. */
  async stop(): Promise<PairReport> {
    clearInterval(this.#timer);
    const members = this.#members;
    const sum = (count: (member: ReturningMember) => number) =>
      members.reduce((total, member) => total + count(member), 0);
    const missing = () => sum((m) => m.sentCount) - sum((m) => m.got.length);
    await waitUntil(() => missing() <= 0, ARRIVAL_LIMIT_MS);
    const latencies = members.flatMap(({ latenciesMs }) => latenciesMs).sort(
      (a, b) => a - b,
    );
    await Promise.all(members.map((member) => member.end()));
    return {
      p99Ms: latencies[Math.floor(latencies.length * 0.99)] ?? 0,
      maxMs: latencies.at(-1) ?? 0,
      lost: missing(),
      disordered: sum(({ got }) =>
        got.filter((n, i) => i > 0 && n <= (got[i - 1] ?? 0)).length
      ),
      lostSeats: members.filter(({ id }, i) => id !== this.#ids[i]).length,
    };
  }
}
