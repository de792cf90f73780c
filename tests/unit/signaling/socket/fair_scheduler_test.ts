import { assertEquals } from "@std/assert";
import {
  FairScheduler,
  LARGE_CHUNK_BYTES,
  LARGE_QUEUE_BYTES,
  READ_BYTES_PER_TICK,
  RESUMED_PER_TICK,
  type ScheduledSocket,
  SENT_BYTES_PER_TICK,
} from "../../../../signaling/socket/fair_scheduler.ts";

class FakeSocket implements ScheduledSocket {
  queuedBytes = 0;
  isPaused = false;
  isBroken = false;

  flush(): void {
    this.queuedBytes = 0;
    if (this.isBroken) throw new Error("broken");
  }

  pauseReading(): void {
    this.isPaused = true;
  }

  resumeReading(): void {
    this.isPaused = false;
  }
}

function createScheduler() {
  const state = { requestedTicks: 0, bugs: 0 };
  const scheduler = new FairScheduler({
    requestTick: () => state.requestedTicks++,
    // A fake socket does not use it.
    createFrameCache: () => Object.create(null),
    reportBug: () => state.bugs++,
  });
  return { scheduler, state };
}

function createSockets(count: number): FakeSocket[] {
  return Array.from({ length: count }, () => new FakeSocket());
}

Deno.test("FairScheduler sends a small queue in the tick, behind any number of large ones", () => {
  const { scheduler } = createScheduler();
  const large = createSockets(64);
  const small = new FakeSocket();
  for (const socket of large) {
    socket.queuedBytes = 256 * 1024;
    scheduler.scheduleFlush(socket);
  }
  small.queuedBytes = LARGE_QUEUE_BYTES;
  scheduler.scheduleFlush(small);
  scheduler.runTick();
  assertEquals(small.queuedBytes, 0);
  const sent = large.filter(({ queuedBytes }) => queuedBytes === 0);
  assertEquals(sent.length, SENT_BYTES_PER_TICK / (256 * 1024));
});

Deno.test("FairScheduler asks for ticks until every large queue is sent", () => {
  const { scheduler, state } = createScheduler();
  const sockets = createSockets(5);
  for (const socket of sockets) {
    socket.queuedBytes = SENT_BYTES_PER_TICK;
    scheduler.scheduleFlush(socket);
  }
  for (let tick = 1; tick <= 5; tick++) {
    state.requestedTicks = 0;
    scheduler.runTick();
    const sent = sockets.filter(({ queuedBytes }) => queuedBytes === 0);
    assertEquals(sent.length, tick);
    assertEquals(state.requestedTicks > 0, tick < 5);
  }
});

Deno.test("FairScheduler pauses senders of large chunks beyond the bytes of a tick, and no others", () => {
  const { scheduler } = createScheduler();
  const [first, second, small] = createSockets(3);
  if (!first || !second || !small) return;
  scheduler.chunkReceived(first, READ_BYTES_PER_TICK);
  scheduler.chunkReceived(second, LARGE_CHUNK_BYTES);
  scheduler.chunkReceived(small, LARGE_CHUNK_BYTES - 1);
  assertEquals(
    [first.isPaused, second.isPaused, small.isPaused],
    [false, true, false],
  );
  scheduler.runTick();
  assertEquals(second.isPaused, false);
  scheduler.chunkReceived(second, READ_BYTES_PER_TICK);
  assertEquals(second.isPaused, false);
});

Deno.test("FairScheduler lets paused sockets read on in turns", () => {
  const { scheduler, state } = createScheduler();
  const sockets = createSockets(2 * RESUMED_PER_TICK + 1);
  for (const socket of sockets) {
    scheduler.chunkReceived(socket, READ_BYTES_PER_TICK + 1);
  }
  const countPaused = () => sockets.filter(({ isPaused }) => isPaused).length;
  for (let left = sockets.length; left > 0;) {
    assertEquals(countPaused(), left);
    state.requestedTicks = 0;
    scheduler.runTick();
    left = Math.max(0, left - RESUMED_PER_TICK);
    assertEquals(state.requestedTicks > 0, left > 0);
  }
});

Deno.test("FairScheduler reports an exception of a socket and flushes the others", () => {
  const { scheduler, state } = createScheduler();
  const [broken, other] = createSockets(2);
  if (!broken || !other) return;
  broken.isBroken = true;
  for (const socket of [broken, other]) {
    socket.queuedBytes = 1;
    scheduler.scheduleFlush(socket);
  }
  scheduler.runTick();
  assertEquals([state.bugs, other.queuedBytes], [1, 0]);
});
