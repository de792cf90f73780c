/**
 * Shares the event loop among sockets: what is small is sent and read in the
 * tick in which it comes, what is large a part in each tick. So a busy room
 * does not delay the messages of the others.
 *
 * @module
 */
import type { FrameCache } from "./frame_cache.ts";

/** A socket, as far as its turns matter. */
export interface ScheduledSocket {
  /** Bytes that the next flush sends. */
  readonly queuedBytes: number;
  /** Sends the queue. */
  flush(frameCache: FrameCache): void;
  /** Reads nothing until {@linkcode ScheduledSocket.resumeReading}. */
  pauseReading(): void;
  /** Reads on. */
  resumeReading(): void;
}

/** The event loop. */
export interface SchedulerEffects {
  /** Asks for a call of {@linkcode FairScheduler.runTick} at the end of the tick. */
  requestTick(): void;
  /** Creates the cache of one tick. */
  createFrameCache(): FrameCache;
  /** Called with an unexpected exception of a socket. */
  reportBug(error: unknown): void;
}

/** Queues of more bytes are sent in turns. */
export const LARGE_QUEUE_BYTES = 16 * 1024;
/** Bytes of large queues that one tick sends. */
export const SENT_BYTES_PER_TICK = 512 * 1024;
/** Chunks of fewer bytes are always read. */
export const LARGE_CHUNK_BYTES = 4 * 1024;
/** Bytes that one tick reads before it pauses those who send large chunks. */
export const READ_BYTES_PER_TICK = 64 * 1024;
/** Paused sockets that read on in the next tick. */
export const RESUMED_PER_TICK = 2;

/** Decides which sockets are flushed and read in a tick. */
export class FairScheduler {
  readonly #effects: SchedulerEffects;
  #flushQueue: ScheduledSocket[] = [];
  readonly #flushBacklog = new Set<ScheduledSocket>();
  readonly #readBacklog = new Set<ScheduledSocket>();
  #readBytes = 0;

  /** Creates a scheduler without sockets. */
  constructor(effects: SchedulerEffects) {
    this.#effects = effects;
  }

  /** Asks for a flush of a socket at the end of the tick. */
  scheduleFlush(socket: ScheduledSocket): void {
    this.#flushQueue.push(socket);
    this.#effects.requestTick();
  }

  /** Counts a chunk that a socket has received; may pause the socket. */
  chunkReceived(socket: ScheduledSocket, bytes: number): void {
    this.#readBytes += bytes;
    const isPaused = bytes >= LARGE_CHUNK_BYTES &&
      this.#readBytes > READ_BYTES_PER_TICK;
    if (isPaused) {
      socket.pauseReading();
      this.#readBacklog.add(socket);
    }
    this.#effects.requestTick();
  }

  /** Ends a tick: flushes, and resumes paused sockets, a part of each. */
  runTick(): void {
    const sockets = this.#flushQueue;
    this.#flushQueue = [];
    const frameCache = this.#effects.createFrameCache();
    for (const socket of sockets) {
      if (socket.queuedBytes > LARGE_QUEUE_BYTES) {
        this.#flushBacklog.add(socket);
      } else this.#flush(socket, frameCache);
    }
    this.#flushPart(frameCache);
    this.#resumePart();
    if (this.#flushBacklog.size + this.#readBacklog.size > 0) {
      this.#effects.requestTick();
    }
  }

  #flushPart(frameCache: FrameCache): void {
    let remainingBytes = SENT_BYTES_PER_TICK;
    for (const socket of this.#flushBacklog) {
      if (remainingBytes <= 0) return;
      remainingBytes -= socket.queuedBytes;
      this.#flushBacklog.delete(socket);
      this.#flush(socket, frameCache);
    }
  }

  #resumePart(): void {
    this.#readBytes = 0;
    let remaining = RESUMED_PER_TICK;
    for (const socket of this.#readBacklog) {
      if (remaining-- <= 0) return;
      this.#readBacklog.delete(socket);
      socket.resumeReading();
    }
  }

  #flush(socket: ScheduledSocket, frameCache: FrameCache): void {
    try {
      socket.flush(frameCache);
    } catch (error) {
      this.#effects.reportBug(error);
    }
  }
}
