import { PassThrough } from "node:stream";
import { assertEquals } from "@std/assert";
import { SignalingSocket } from "../../../../signaling/socket/signaling_socket.ts";
import {
  LIVENESS_CHECK_MS,
  LIVENESS_TIMEOUT_MS,
} from "../../../../signaling/socket/socket_limits.ts";
import {
  encodeClientFrame,
  OPCODE,
} from "../../../../tools/websocket_frames.ts";

const START_MS = 1_000_000;

/** A socket with a clock, and the events of its owner. */
class Bench {
  nowMs = START_MS;
  readonly detached: string[] = [];
  readonly stream = new PassThrough();
  readonly written: Uint8Array[] = [];
  readonly socket: SignalingSocket;

  constructor() {
    const { stream } = this;
    stream.write = (chunk: Uint8Array) => this.written.push(chunk) > 0;
    const limits = {
      maxMessageBytes: 1000,
      messagesPerSecond: 10,
      bytesPerSecond: 10_000,
      maxBufferedBytes: 1000,
    };
    this.socket = new SignalingSocket(stream, true, limits, {
      nowMs: () => this.nowMs,
      scheduleFlush: () => {},
      socketEvicted: () => {},
      bytesQueued: () => {},
      bytesReceived: () => {},
      messageReceived: () => {},
      socketDetached: (_socket, reason) => this.detached.push(reason),
      closeFrameSent: () => {},
      socketClosed: () => {},
      reportBug: (error) => {
        throw error;
      },
    });
    this.socket.start(new Uint8Array(0));
  }

  /** Number of frames with this opcode that were sent. */
  sent(opcode: number): number {
    return this.written.filter(([first = 0]) => (first & 0xf) === opcode)
      .length;
  }

  pong(): void {
    this.stream.emit("data", encodeClientFrame("", { opcode: OPCODE.pong }));
  }

  check(afterMs: number): void {
    this.nowMs += afterMs;
    this.socket.checkLiveness(this.nowMs);
  }

  sweep(afterMs: number): void {
    this.nowMs += afterMs;
    this.socket.sweep(this.nowMs);
  }
}

Deno.test("SignalingSocket.checkLiveness() pings, and disconnects a client that does not answer in time", () => {
  const bench = new Bench();
  bench.check(1_000);
  assertEquals(bench.sent(OPCODE.ping), 1);
  bench.sweep(LIVENESS_CHECK_MS - 1);
  assertEquals(bench.detached, []);
  bench.sweep(1);
  assertEquals(bench.detached, ["timeout"]);
  assertEquals(bench.sent(OPCODE.close), 1);
});

Deno.test("SignalingSocket.checkLiveness() leaves a client alone that answers", () => {
  const bench = new Bench();
  bench.check(1_000);
  bench.nowMs += LIVENESS_CHECK_MS - 1;
  bench.pong();
  assertEquals(bench.socket.lastReceivedAtMs, bench.nowMs);
  bench.sweep(LIVENESS_TIMEOUT_MS - 1);
  assertEquals(bench.detached, []);
});

Deno.test("SignalingSocket.checkLiveness() does not delay a check that is under way, and pings once a second at most", () => {
  const bench = new Bench();
  bench.check(1_000);
  bench.check(LIVENESS_CHECK_MS - 1);
  assertEquals(bench.sent(OPCODE.ping), 1);
  bench.pong();
  bench.check(0);
  assertEquals(bench.sent(OPCODE.ping), 2);
  bench.pong();
  bench.check(999);
  assertEquals(bench.sent(OPCODE.ping), 2);
  bench.sweep(LIVENESS_CHECK_MS);
  assertEquals(bench.detached, []);
});
