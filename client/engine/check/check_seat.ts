/**
 * A seat in a room of the check: the signaling check measures it, and the
 * relay checks get their credentials from it.
 *
 * @module
 */
import * as CLOSE from "../../../signaling/close_codes.ts";
import type { IceServerConfig } from "../../../signaling/protocol.ts";
import type { Clock } from "../clock.ts";
import type {
  SignalingTransport,
  SignalingTransportEvents,
} from "../signaling/signaling_client.ts";
import {
  type InboundMessage,
  parseFrame,
} from "../signaling/decode_server_message.ts";
import type { SocketFailure } from "../signaling/socket_failure.ts";
import { measureMedianMs } from "./round_trip.ts";

/** Time for the server to send `welcome`, and to answer a ping. */
export const SEAT_TIMEOUT_MS = 8_000;
/** Number of pings for the median. */
const PING_COUNT = 5;

/** Why there is no seat: closed without a message, no answer, or an error. */
export interface CheckSeatFailure {
  readonly reason: "closed" | "silent" | "rejected";
  /** Error code of the server for `rejected`. */
  readonly refusal: string;
  /** Why the socket did not open, as the server tells over HTTP. */
  readonly failure: SocketFailure | null;
}

/** Dependencies of {@linkcode CheckSeat}. */
export interface CheckSeatOptions {
  readonly open: (events: SignalingTransportEvents) => SignalingTransport;
  readonly clock: Clock;
}

/** A seat in a room. */
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

  /** Joins a room. */
  static join(
    { open, clock }: CheckSeatOptions,
  ): Promise<CheckSeat | CheckSeatFailure> {
    return new Promise((resolve) => {
      let seat: CheckSeat | null = null;
      let refusal = "";
      const onPong = (isAnswered: boolean) => {
        if (seat) seat.#onPong(isAnswered);
      };
      const end = (outcome: Omit<CheckSeatFailure, "failure">) => {
        cancel();
        if (outcome.reason === "rejected") {
          resolve({ ...outcome, failure: null });
        } else {
          void socket.explainFailure()
            .then((failure) => resolve({ ...outcome, failure }));
        }
        socket.close(CLOSE.normal);
      };
      const receive = (message: InboundMessage | null) => {
        if (message === null || message.from !== undefined) return;
        if (message.event === "error") refusal ||= message.data.code;
        if (message.event === "pong") onPong(true);
        if (message.event !== "welcome" || seat) return;
        cancel();
        seat = new CheckSeat(socket, clock, message.data.iceServers);
        resolve(seat);
      };
      const socket: SignalingTransport = open({
        onText: (text) => parseFrame(text).forEach(receive),
        onClose: () => {
          onPong(false);
          end({ reason: refusal ? "rejected" : "closed", refusal });
        },
      });
      const cancel = clock.after(
        SEAT_TIMEOUT_MS,
        () => end({ reason: "silent", refusal }),
      );
    });
  }

  /** Median round trip to the server, or null when it does not answer. */
  measureRoundTripMs(): Promise<number | null> {
    return measureMedianMs(PING_COUNT, async () => {
      const startMs = this.#clock.nowMs();
      return await this.#ping() ? this.#clock.nowMs() - startMs : null;
    });
  }

  /** Leaves the room. */
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
