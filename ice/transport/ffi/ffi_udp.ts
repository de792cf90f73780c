/**
 * UDP by libc's batch calls: many packets for one call into the kernel. Linux
 * only, and it needs the FFI permission, which opens the sandbox: off unless
 * the operator asks for it.
 *
 * @module
 */
import type { Address } from "../../../server/net/ip_address.ts";
import { familyOf } from "../../../server/net/ip_address.ts";
import type { BindFailure } from "../../turn/server/turn_context.ts";
import { HEADROOM } from "../../turn/relay/relay_to_client.ts";
import type {
  DatagramSize,
  UdpEngine,
  UdpObserver,
  UdpReceiver,
  UdpSocket,
} from "../udp_engine.ts";
import * as c from "./libc.ts";
import {
  BATCH,
  MessageVector,
  NAME_BYTES,
  SLOT_BYTES,
} from "./message_vector.ts";
import { SocketAddresses } from "./socket_address.ts";

const EVENTS = 64;

/** Looks in vain, some microseconds each, before another thread waits for us. */
const MAX_EMPTY_ROUNDS = 6;

const WAIT_MS = 1000;
const RECEIVE_BUFFER_BYTES = 1 << 20;

/** Makes the engine. @throws {EngineUnavailableError} */
export function makeFfiEngine(observer: UdpObserver): UdpEngine {
  return new FfiUdpEngine(c.openLibc(), observer);
}

class FfiUdpEngine implements UdpEngine {
  readonly #libc: c.Libc;
  readonly #observer: UdpObserver;
  readonly #epoll: number;
  readonly #wake: number;
  readonly #events = new Uint8Array(EVENTS * c.EPOLL_EVENT_BYTES);
  readonly #eventsAt: Deno.PointerValue;
  readonly #eventsView = new DataView(this.#events.buffer);
  readonly #sockets = new Map<number, FfiUdpSocket>();
  readonly #incoming = new MessageVector();
  readonly #outgoing = new MessageVector();
  readonly #addresses = new SocketAddresses();
  /** Sockets with packets that wait for the end of the batch. */
  readonly #dirty: FfiUdpSocket[] = [];
  /** Entries that the last receive wrote to. */
  #used = BATCH;
  #queued = 0;
  #copied = 0;
  #isInBatch = false;
  #isClosed = false;
  readonly #running: Promise<void>;

  constructor(libc: c.Libc, observer: UdpObserver) {
    this.#libc = libc;
    this.#observer = observer;
    this.#epoll = libc.symbols.epoll_create1(c.SOCK_CLOEXEC);
    this.#wake = libc.symbols.eventfd(0, c.SOCK_NONBLOCK | c.SOCK_CLOEXEC);
    this.#eventsAt = Deno.UnsafePointer.of(this.#events);
    this.#watch(this.#wake);
    this.#running = this.#run();
  }

  bind(
    local: Address,
    _size: DatagramSize,
    receiver: UdpReceiver,
  ): UdpSocket | BindFailure {
    const { symbols } = this.#libc;
    const isIpv6 = familyOf(local.hostname) === "ipv6";
    const fd = symbols.socket(
      isIpv6 ? c.AF_INET6 : c.AF_INET,
      c.SOCK_DGRAM | c.SOCK_NONBLOCK | c.SOCK_CLOEXEC,
      0,
    );
    if (fd < 0) return "failed";
    const one = new Uint8Array(Int32Array.of(1).buffer);
    if (isIpv6) {
      symbols.setsockopt(fd, c.IPPROTO_IPV6, c.IPV6_V6ONLY, one, 4);
    }
    const size = new Uint8Array(Int32Array.of(RECEIVE_BUFFER_BYTES).buffer);
    symbols.setsockopt(fd, c.SOL_SOCKET, c.SO_RCVBUF, size, 4);
    const name = new Uint8Array(NAME_BYTES);
    const { hostname } = local;
    const length = this.#addresses.write(name, 0, hostname, local.port);
    if (symbols.bind(fd, name, length) !== 0) {
      const errno = c.errnoOf(this.#libc);
      symbols.close(fd);
      return errno === c.EADDRINUSE ? "in-use" : "failed";
    }
    const nameLength = new Uint8Array(Uint32Array.of(NAME_BYTES).buffer);
    symbols.getsockname(fd, name, nameLength);
    const port = this.#addresses.port(name, 0);
    const socket = new FfiUdpSocket(this, fd, hostname, port, receiver);
    this.#sockets.set(fd, socket);
    this.#watch(fd);
    return socket;
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const socket of [...this.#sockets.values()]) socket.close();
    const one = new Uint8Array(BigUint64Array.of(1n).buffer);
    this.#libc.symbols.write(this.#wake, one, 8n);
    await this.#running;
    this.#libc.symbols.close(this.#wake);
    this.#libc.symbols.close(this.#epoll);
    this.#libc.close();
  }

  /** Closes the descriptor, which also takes it out of epoll. */
  release(socket: FfiUdpSocket): void {
    this.#sockets.delete(socket.fd);
    this.#libc.symbols.close(socket.fd);
  }

  /** Sends now, or with the batch that is being worked on. */
  send(
    socket: FfiUdpSocket,
    bytes: Uint8Array,
    start: number,
    end: number,
    to: Address,
  ): void {
    if (this.#queued === BATCH) this.#flush();
    const isIncoming = bytes.buffer === this.#incoming.slots.buffer;
    const at = isIncoming
      ? this.#incoming.addressAt(start)
      : this.#copy(bytes, start, end);
    if (socket.pending === 0) this.#dirty.push(socket);
    socket.queue(at, end - start, to);
    this.#queued++;
    if (!this.#isInBatch) this.#flush();
  }

  #copy(bytes: Uint8Array, start: number, end: number): number {
    const offset = this.#copied++ * SLOT_BYTES;
    this.#outgoing.slots.set(bytes.subarray(start, end), offset);
    return this.#outgoing.addressAt(offset);
  }

  #watch(fd: number): void {
    const event = new Uint8Array(c.EPOLL_EVENT_BYTES);
    const view = new DataView(event.buffer);
    view.setUint32(0, c.EPOLLIN, true);
    view.setInt32(c.EPOLL_EVENT_BYTES - 8, fd, true);
    this.#libc.symbols.epoll_ctl(this.#epoll, c.EPOLL_CTL_ADD, fd, event);
  }

  async #run(): Promise<void> {
    const { symbols } = this.#libc;
    let emptyRounds = 0;
    while (!this.#isClosed) {
      let ready = symbols.epoll_wait(this.#epoll, this.#eventsAt, EVENTS, 0);
      if (ready > 0) emptyRounds = 0;
      else if (++emptyRounds > MAX_EMPTY_ROUNDS) {
        ready = await symbols.epoll_wait_later(
          this.#epoll,
          this.#eventsAt,
          EVENTS,
          WAIT_MS,
        );
      }
      for (let index = 0; index < ready && !this.#isClosed; index++) {
        this.#drain(index);
      }
      // The rest of the process gets its turn between two rounds.
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  #drain(index: number): void {
    const size = c.EPOLL_EVENT_BYTES;
    const fd = this.#eventsView.getInt32(index * size + size - 8, true);
    const socket = this.#sockets.get(fd);
    if (!socket) return;
    this.#incoming.expect(this.#used);
    const count = this.#libc.symbols.recvmmsg(
      fd,
      this.#incoming.pointer,
      BATCH,
      0,
      null,
    );
    this.#used = Math.max(count, 0);
    const nowMs = this.#observer.nowMs();
    this.#isInBatch = true;
    for (let packet = 0; packet < count; packet++) {
      this.#deliver(socket, packet, nowMs);
    }
    this.#isInBatch = false;
    this.#flush();
  }

  #deliver(socket: FfiUdpSocket, packet: number, nowMs: number): void {
    if (socket.isClosed) return;
    const { slots, names } = this.#incoming;
    const start = packet * SLOT_BYTES + HEADROOM;
    const end = start + this.#incoming.received(packet);
    const hostname = this.#addresses.hostname(names, packet * NAME_BYTES);
    const port = this.#addresses.port(names, packet * NAME_BYTES);
    try {
      socket.receiver(slots, start, end, hostname, port, nowMs);
    } catch (error) {
      this.#observer.drop("failure");
      this.#observer.failed(error);
    }
  }

  #flush(): void {
    for (const socket of this.#dirty) this.#flushOne(socket);
    this.#dirty.length = 0;
    this.#queued = 0;
    this.#copied = 0;
  }

  #flushOne(socket: FfiUdpSocket): void {
    let next = 0;
    while (next < socket.pending && !socket.isClosed) {
      const count = socket.pending - next;
      for (let index = 0; index < count; index++) {
        const { at, length, to } = socket.packet(next + index);
        const { names } = this.#outgoing;
        const nameBytes = this.#addresses.write(
          names,
          index * NAME_BYTES,
          to.hostname,
          to.port,
        );
        this.#outgoing.aim(index, at, length, nameBytes);
      }
      const sent = this.#libc.symbols.sendmmsg(
        socket.fd,
        this.#outgoing.pointer,
        count,
        0,
      );
      if (sent > 0) next += sent;
      else next += this.#refused(count);
    }
    socket.clear();
  }

  /** The first packet was refused: how many to leave out. */
  #refused(count: number): number {
    const errno = c.errnoOf(this.#libc);
    if (errno === c.EINTR) return 0;
    const isFull = errno === c.EAGAIN;
    for (let lost = isFull ? count : 1; lost > 0; lost--) {
      this.#observer.drop(isFull ? "send-busy" : "send-failed");
    }
    return isFull ? count : 1;
  }
}

interface QueuedPacket {
  at: number;
  length: number;
  to: Address;
}

class FfiUdpSocket implements UdpSocket {
  /** Packets that wait for the end of the batch. */
  pending = 0;
  isClosed = false;
  readonly hasFailed = false;
  readonly #engine: FfiUdpEngine;
  /** Grows to what a batch needed at most, and is used again. */
  readonly #packets: QueuedPacket[] = [];

  constructor(
    engine: FfiUdpEngine,
    readonly fd: number,
    readonly hostname: string,
    readonly port: number,
    readonly receiver: UdpReceiver,
  ) {
    this.#engine = engine;
  }

  send(bytes: Uint8Array, start: number, end: number, to: Address): void {
    if (!this.isClosed) this.#engine.send(this, bytes, start, end, to);
  }

  queue(at: number, length: number, to: Address): void {
    const packet = this.#packets[this.pending++];
    if (packet) {
      packet.at = at;
      packet.length = length;
      packet.to = to;
    } else this.#packets.push({ at, length, to });
  }

  packet(index: number): QueuedPacket {
    const packet = this.#packets[index];
    if (!packet) throw new RangeError(`No packet ${index}`);
    return packet;
  }

  clear(): void {
    this.pending = 0;
  }

  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.#engine.release(this);
  }
}
