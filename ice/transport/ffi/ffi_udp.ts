/**
 * UDP by libc's batch calls: many packets for one call into the kernel. Linux
 * only, and it needs the FFI permission, which opens the sandbox: off unless
 * the operator asks for it.
 *
 * @module
 */
import type { TransportAddress } from "../../../server/net/ip_address.ts";
import { addressFamilyOf } from "../../../server/net/ip_address.ts";
import type {
  BindFailure,
  DatagramReceiver,
} from "../../turn/allocation/relayed_address_table.ts";
import { HEADROOM } from "../../turn/relay/packet_buffer.ts";
import type {
  DatagramSize,
  UdpEngine,
  UdpObserver,
  UdpSocket,
} from "../udp_engine.ts";
import * as c from "./libc.ts";
import {
  BATCH_PACKETS,
  MessageVector,
  SLOT_BYTES,
  SOCKADDR_SLOT_BYTES,
} from "./message_vector.ts";
import { SockaddrCodec } from "./socket_address.ts";

const MAX_EVENTS = 64;

/** Looks in vain, some microseconds each, before another thread waits for us. */
const MAX_EMPTY_ROUNDS = 6;

const EPOLL_WAIT_MS = 1000;
const RECEIVE_BUFFER_BYTES = 1 << 20;

/** Makes the engine. @throws {EngineUnavailableError} */
export function createFfiUdpEngine(observer: UdpObserver): UdpEngine {
  return new FfiUdpEngine(c.openLibc(), observer);
}

class FfiUdpEngine implements UdpEngine {
  readonly #libc: c.Libc;
  readonly #observer: UdpObserver;
  readonly #epollFd: number;
  readonly #wakeFd: number;
  readonly #events = new Uint8Array(MAX_EVENTS * c.EPOLL_EVENT_BYTES);
  readonly #eventsPointer: Deno.PointerValue;
  readonly #eventsView = new DataView(this.#events.buffer);
  readonly #sockets = new Map<number, FfiUdpSocket>();
  readonly #incoming = new MessageVector();
  readonly #outgoing = new MessageVector();
  readonly #addresses = new SockaddrCodec();
  /** Sockets with packets that wait for the end of the batch. */
  readonly #pendingSockets: FfiUdpSocket[] = [];
  /** Entries that the last receive wrote to. */
  #usedEntries = BATCH_PACKETS;
  #queuedPackets = 0;
  #copiedPackets = 0;
  #isInBatch = false;
  #isClosed = false;
  readonly #loop: Promise<void>;

  constructor(libc: c.Libc, observer: UdpObserver) {
    this.#libc = libc;
    this.#observer = observer;
    this.#epollFd = libc.symbols.epoll_create1(c.SOCK_CLOEXEC);
    this.#wakeFd = libc.symbols.eventfd(0, c.SOCK_NONBLOCK | c.SOCK_CLOEXEC);
    this.#eventsPointer = Deno.UnsafePointer.of(this.#events);
    this.#addToEpoll(this.#wakeFd);
    this.#loop = this.#runLoop();
  }

  bind(
    local: TransportAddress,
    _size: DatagramSize,
    receiver: DatagramReceiver,
  ): UdpSocket | BindFailure {
    const { symbols } = this.#libc;
    const isIpv6 = addressFamilyOf(local.hostname) === "ipv6";
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
    const name = new Uint8Array(SOCKADDR_SLOT_BYTES);
    const { hostname } = local;
    const length = this.#addresses.write(name, 0, hostname, local.port);
    if (symbols.bind(fd, name, length) !== 0) {
      const errno = c.readErrno(this.#libc);
      symbols.close(fd);
      return errno === c.EADDRINUSE ? "in-use" : "failed";
    }
    const nameLength = new Uint8Array(
      Uint32Array.of(SOCKADDR_SLOT_BYTES).buffer,
    );
    symbols.getsockname(fd, name, nameLength);
    const port = this.#addresses.readPort(name, 0);
    const socket = new FfiUdpSocket(this, fd, hostname, port, receiver);
    this.#sockets.set(fd, socket);
    this.#addToEpoll(fd);
    return socket;
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const socket of [...this.#sockets.values()]) socket.close();
    const one = new Uint8Array(BigUint64Array.of(1n).buffer);
    this.#libc.symbols.write(this.#wakeFd, one, 8n);
    await this.#loop;
    this.#libc.symbols.close(this.#wakeFd);
    this.#libc.symbols.close(this.#epollFd);
    this.#libc.close();
  }

  /** Closes the descriptor, which also takes it out of epoll. */
  closeSocket(socket: FfiUdpSocket): void {
    this.#sockets.delete(socket.fd);
    this.#libc.symbols.close(socket.fd);
  }

  /** Sends now, or with the batch that is being worked on. */
  send(
    socket: FfiUdpSocket,
    bytes: Uint8Array,
    start: number,
    end: number,
    to: TransportAddress,
  ): void {
    if (this.#queuedPackets === BATCH_PACKETS) this.#flush();
    const isIncoming = bytes.buffer === this.#incoming.slots.buffer;
    const at = isIncoming
      ? this.#incoming.memoryAddressAt(start)
      : this.#copyToSlot(bytes, start, end);
    if (socket.pendingPackets === 0) this.#pendingSockets.push(socket);
    socket.queue(at, end - start, to);
    this.#queuedPackets++;
    if (!this.#isInBatch) this.#flush();
  }

  #copyToSlot(bytes: Uint8Array, start: number, end: number): number {
    const offset = this.#copiedPackets++ * SLOT_BYTES;
    this.#outgoing.slots.set(bytes.subarray(start, end), offset);
    return this.#outgoing.memoryAddressAt(offset);
  }

  #addToEpoll(fd: number): void {
    const event = new Uint8Array(c.EPOLL_EVENT_BYTES);
    const view = new DataView(event.buffer);
    view.setUint32(0, c.EPOLLIN, true);
    view.setInt32(c.EPOLL_EVENT_BYTES - 8, fd, true);
    this.#libc.symbols.epoll_ctl(this.#epollFd, c.EPOLL_CTL_ADD, fd, event);
  }

  async #runLoop(): Promise<void> {
    const { symbols } = this.#libc;
    let emptyRounds = 0;
    while (!this.#isClosed) {
      let ready = symbols.epoll_wait(
        this.#epollFd,
        this.#eventsPointer,
        MAX_EVENTS,
        0,
      );
      if (ready > 0) emptyRounds = 0;
      else if (++emptyRounds > MAX_EMPTY_ROUNDS) {
        ready = await symbols.epoll_wait_later(
          this.#epollFd,
          this.#eventsPointer,
          MAX_EVENTS,
          EPOLL_WAIT_MS,
        );
      }
      for (let index = 0; index < ready && !this.#isClosed; index++) {
        this.#receiveBatch(index);
      }
      // The rest of the process gets its turn between two rounds.
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  #receiveBatch(index: number): void {
    const size = c.EPOLL_EVENT_BYTES;
    const fd = this.#eventsView.getInt32(index * size + size - 8, true);
    const socket = this.#sockets.get(fd);
    if (!socket) return;
    this.#incoming.prepareReceive(this.#usedEntries);
    const count = this.#libc.symbols.recvmmsg(
      fd,
      this.#incoming.pointer,
      BATCH_PACKETS,
      0,
      null,
    );
    this.#usedEntries = Math.max(count, 0);
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
    const { slots, sockaddrs } = this.#incoming;
    const start = packet * SLOT_BYTES + HEADROOM;
    const end = start + this.#incoming.receivedBytes(packet);
    const hostname = this.#addresses.readHostname(
      sockaddrs,
      packet * SOCKADDR_SLOT_BYTES,
    );
    const port = this.#addresses.readPort(
      sockaddrs,
      packet * SOCKADDR_SLOT_BYTES,
    );
    try {
      socket.receiver(slots, start, end, hostname, port, nowMs);
    } catch (error) {
      this.#observer.onDrop("failure");
      this.#observer.onError(error);
    }
  }

  #flush(): void {
    for (const socket of this.#pendingSockets) this.#flushSocket(socket);
    this.#pendingSockets.length = 0;
    this.#queuedPackets = 0;
    this.#copiedPackets = 0;
  }

  #flushSocket(socket: FfiUdpSocket): void {
    let next = 0;
    while (next < socket.pendingPackets && !socket.isClosed) {
      const count = socket.pendingPackets - next;
      for (let index = 0; index < count; index++) {
        const { at, length, to } = socket.packetAt(next + index);
        const { sockaddrs } = this.#outgoing;
        const nameBytes = this.#addresses.write(
          sockaddrs,
          index * SOCKADDR_SLOT_BYTES,
          to.hostname,
          to.port,
        );
        this.#outgoing.prepareSend(index, at, length, nameBytes);
      }
      const sent = this.#libc.symbols.sendmmsg(
        socket.fd,
        this.#outgoing.pointer,
        count,
        0,
      );
      if (sent > 0) next += sent;
      else next += this.#countRefused(count);
    }
    socket.clear();
  }

  /** The first packet was refused: how many to leave out. */
  #countRefused(count: number): number {
    const errno = c.readErrno(this.#libc);
    if (errno === c.EINTR) return 0;
    const isFull = errno === c.EAGAIN;
    for (let lost = isFull ? count : 1; lost > 0; lost--) {
      this.#observer.onDrop(isFull ? "send-busy" : "send-failed");
    }
    return isFull ? count : 1;
  }
}

interface QueuedPacket {
  at: number;
  length: number;
  to: TransportAddress;
}

class FfiUdpSocket implements UdpSocket {
  /** Packets that wait for the end of the batch. */
  pendingPackets = 0;
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
    readonly receiver: DatagramReceiver,
  ) {
    this.#engine = engine;
  }

  send(
    bytes: Uint8Array,
    start: number,
    end: number,
    to: TransportAddress,
  ): void {
    if (!this.isClosed) this.#engine.send(this, bytes, start, end, to);
  }

  queue(at: number, length: number, to: TransportAddress): void {
    const packet = this.#packets[this.pendingPackets++];
    if (packet) {
      packet.at = at;
      packet.length = length;
      packet.to = to;
    } else this.#packets.push({ at, length, to });
  }

  packetAt(index: number): QueuedPacket {
    const packet = this.#packets[index];
    if (!packet) throw new RangeError(`No packet ${index}`);
    return packet;
  }

  clear(): void {
    this.pendingPackets = 0;
  }

  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.#engine.closeSocket(this);
  }
}
