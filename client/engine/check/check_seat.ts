/**
 * A seat in a room of the check's own: what the signaling check measures, and
 * what gives the relay checks their credentials.
 *
 * @module
 */
import { CLOSE, type IceServerConfig } from "../../../signaling/protocol.ts";
import type { Clock } from "../clock.ts";
import type {
  SignalingTransport,
  SignalingTransportEvents,
} from "../signaling/signaling_client.ts";
import {
  type InboundMessage,
  parseFrame,
} from "../signaling/decode_server_message.ts";

/** How long the server may take to greet, and to answer a ping. */
export const SEAT_TIMEOUT_MS = 8_000;
/** Pings that are measured; the middle one counts. */
const PING_COUNT = 5;

/** Why there is no seat: `closed` before a word, silence, or the server's code. */
export interface CheckSeatFailure {
  readonly reason: "closed" | "silent" | "rejected";
  /** The server's code for `rejected`. */
  readonly refusal: string;
}

/** What a seat needs from outside. */
export interface CheckSeatOptions {
  readonly open: (events: SignalingTransportEvents) => SignalingTransport;
  readonly clock: Clock;
}

/** The middle of some numbers, or null of none. */
export function computeMedian(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? null;
}

/** A place in a room, until it is left. */
export class CheckSeat {
  readonly iceServers: readonly IceServerConfig[];
  readonly #socket: SignalingTransport;
  readonly #clock: Clock;
  #onPong: (isAnswered: boolean) => void = () => {};

  private constructor(
    socket: SignalingTransport,
    clock: Clock,
    iceServers: readonly IceServerConfig[],
  ) {
    this.#socket = socket;
    this.#clock = clock;
    this.iceServers = iceServers;
  }

  /** Takes a seat, or says why there is none. */
  static join(
    { open, clock }: CheckSeatOptions,
  ): Promise<CheckSeat | CheckSeatFailure> {
    return new Promise((resolve) => {
      let seat: CheckSeat | null = null;
      let refusal = "";
      const pong = (isAnswered: boolean) => {
        if (seat) seat.#onPong(isAnswered);
      };
      const end = (outcome: CheckSeatFailure) => {
        cancel();
        resolve(outcome);
        socket.close(CLOSE.normal);
      };
      const receive = (message: InboundMessage | null) => {
        if (message === null || message.from !== undefined) return;
        if (message.event === "error") refusal ||= message.data.code;
        if (message.event === "pong") pong(true);
        if (message.event !== "welcome" || seat) return;
        cancel();
        seat = new CheckSeat(socket, clock, message.data.iceServers);
        resolve(seat);
      };
      const socket: SignalingTransport = open({
        onText: (text) => parseFrame(text).forEach(receive),
        onClose: () => {
          pong(false);
          end({ reason: refusal ? "rejected" : "closed", refusal });
        },
      });
      const cancel = clock.after(
        SEAT_TIMEOUT_MS,
        () => end({ reason: "silent", refusal }),
      );
    });
  }

  /** Milliseconds to the server and back, or null when it does not answer. */
  async measureRoundTripMs(): Promise<number | null> {
    const times: number[] = [];
    for (let i = 0; i < PING_COUNT; i++) {
      const startMs = this.#clock.nowMs();
      if (!await this.#ping()) return null;
      times.push(this.#clock.nowMs() - startMs);
    }
    return computeMedian(times);
  }

  /** Gives the seat back. */
  leave(): void {
    if (!this.#socket.isOpen()) return;
    this.#socket.send(JSON.stringify({ event: "leave" }));
    this.#socket.close(CLOSE.normal);
  }

  #ping(): Promise<boolean> {
    if (!this.#socket.isOpen()) return Promise.resolve(false);
    return new Promise((resolve) => {
      const end = (isAnswered: boolean) => {
        cancel();
        this.#onPong = () => {};
        resolve(isAnswered);
      };
      const cancel = this.#clock.after(SEAT_TIMEOUT_MS, () => end(false));
      this.#onPong = end;
      this.#socket.send(
        JSON.stringify({ event: "ping", data: { received: 0 } }),
      );
    });
  }
}
