/**
 * Waits by epoll for sockets with datagrams to read.
 *
 * @module
 */
import * as c from "./libc.ts";

const MAX_EVENTS = 64;
const WAIT_MS = 1000;

/** One epoll instance, with a descriptor that wakes a waiting thread. */
export class EpollPoller {
  readonly #libc: c.Libc;
  readonly #epollFd: number;
  readonly #wakeFd: number;
  readonly #events = new Uint8Array(MAX_EVENTS * c.EPOLL_EVENT_BYTES);
  readonly #eventsPointer: Deno.PointerValue;
  readonly #eventsView = new DataView(this.#events.buffer);

  /** Opens both descriptors. */
  constructor(libc: c.Libc) {
    this.#libc = libc;
    this.#epollFd = libc.symbols.epoll_create1(c.SOCK_CLOEXEC);
    this.#wakeFd = libc.symbols.eventfd(0, c.SOCK_NONBLOCK | c.SOCK_CLOEXEC);
    this.#eventsPointer = Deno.UnsafePointer.of(this.#events);
    this.add(this.#wakeFd);
  }

  /** Watches a descriptor; closing it ends the watch. */
  add(fd: number): void {
    const event = new Uint8Array(c.EPOLL_EVENT_BYTES);
    const view = new DataView(event.buffer);
    view.setUint32(0, c.EPOLLIN, true);
    view.setInt32(c.EPOLL_EVENT_BYTES - 8, fd, true);
    this.#libc.symbols.epoll_ctl(this.#epollFd, c.EPOLL_CTL_ADD, fd, event);
  }

  /** Number of ready descriptors now. */
  poll(): number {
    return this.#libc.symbols.epoll_wait(
      this.#epollFd,
      this.#eventsPointer,
      MAX_EVENTS,
      0,
    );
  }

  /** Waits on another thread for ready descriptors, at most a second. */
  wait(): Promise<number> {
    return this.#libc.symbols.epoll_wait_later(
      this.#epollFd,
      this.#eventsPointer,
      MAX_EVENTS,
      WAIT_MS,
    );
  }

  /** Descriptor of a ready entry. */
  fdAt(index: number): number {
    const size = c.EPOLL_EVENT_BYTES;
    return this.#eventsView.getInt32(index * size + size - 8, true);
  }

  /** Ends a {@linkcode wait} early. */
  wake(): void {
    const one = new Uint8Array(BigUint64Array.of(1n).buffer);
    this.#libc.symbols.write(this.#wakeFd, one, 8n);
  }

  /** Closes both descriptors. */
  close(): void {
    this.#libc.symbols.close(this.#wakeFd);
    this.#libc.symbols.close(this.#epollFd);
  }
}
