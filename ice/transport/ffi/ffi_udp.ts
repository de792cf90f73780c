/**
 * UDP engine over libc's batch calls, with many packets per system call. Linux
 * only. Needs the FFI permission, which disables the sandbox, so it is off by
 * default.
 *
 * @module
 */
import {
  addressFamilyOf,
  type TransportAddress,
} from "../../../server/net/ip_address.ts";
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
import { EpollPoller } from "./epoll_poller.ts";
import { type FfiSocketEngine, FfiUdpSocket } from "./ffi_socket.ts";
import * as c from "./libc.ts";
import {
  BATCH_PACKETS,
  MessageVector,
  SLOT_BYTES,
  SOCKADDR_SLOT_BYTES,
} from "./message_vector.ts";
import { SockaddrCodec } from "./socket_address.ts";

/** Empty polls, some microseconds each, before waiting on another thread. */
const MAX_EMPTY_POLLS = 6;

const RECEIVE_BUFFER_BYTES = 1 << 20;

/** Creates the engine. @throws {EngineUnavailableError} */
export function createFfiUdpEngine(observer: UdpObserver): UdpEngine {
  return new FfiUdpEngine(c.openLibc(), observer);
}

class FfiUdpEngine implements UdpEngine, FfiSocketEngine {
  readonly #libc: c.Libc;
  readonly #observer: UdpObserver;
  readonly #poller: EpollPoller;
  readonly #sockets = new Map<number, FfiUdpSocket>();
  readonly #incoming = new MessageVector();
  readonly #outgoing = new MessageVector();
  readonly #addresses = new SockaddrCodec();
  /** Sockets with packets in the current batch. */
  readonly #pendingSockets: FfiUdpSocket[] = [];
  /** Number of entries that the last receive used. */
  #usedEntries = BATCH_PACKETS;
  #queuedPackets = 0;
  #copiedPackets = 0;
  #isInBatch = false;
  #isClosed = false;
  readonly #loop: Promise<void>;

  constructor(libc: c.Libc, observer: UdpObserver) {
    this.#libc = libc;
    this.#observer = observer;
    this.#poller = new EpollPoller(libc);
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
    if (fd < 0) {
      const errno = c.readErrno(this.#libc);
      return c.OUT_OF_DESCRIPTORS.includes(errno) ? "no-descriptors" : "failed";
    }
    const one = new Uint8Array(Int32Array.of(1).buffer);
    if (isIpv6) {
      symbols.setsockopt(fd, c.IPPROTO_IPV6, c.IPV6_V6ONLY, one, 4);
    }
    const size = new Uint8Array(Int32Array.of(RECEIVE_BUFFER_BYTES).buffer);
    symbols.setsockopt(fd, c.SOL_SOCKET, c.SO_RCVBUF, size, 4);
    const sockaddr = new Uint8Array(SOCKADDR_SLOT_BYTES);
    const { hostname } = local;
    const length = this.#addresses.write(sockaddr, 0, hostname, local.port);
    if (symbols.bind(fd, sockaddr, length) !== 0) {
      const errno = c.readErrno(this.#libc);
      symbols.close(fd);
      return errno === c.EADDRINUSE ? "in-use" : "failed";
    }
    const sockaddrBytes = new Uint8Array(
      Uint32Array.of(SOCKADDR_SLOT_BYTES).buffer,
    );
    symbols.getsockname(fd, sockaddr, sockaddrBytes);
    const port = this.#addresses.readPort(sockaddr, 0);
    const socket = new FfiUdpSocket(this, fd, hostname, port, receiver);
    this.#sockets.set(fd, socket);
    this.#poller.add(fd);
    return socket;
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const socket of [...this.#sockets.values()]) socket.close();
    this.#poller.wake();
    await this.#loop;
    this.#poller.close();
    this.#libc.close();
  }

  /** Closes the descriptor, which also removes it from epoll. */
  closeSocket(socket: FfiUdpSocket): void {
    this.#sockets.delete(socket.fd);
    this.#libc.symbols.close(socket.fd);
  }

  /** Sends now, or with the batch that is being received. */
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

  async #runLoop(): Promise<void> {
    let emptyPolls = 0;
    while (!this.#isClosed) {
      let ready = this.#poller.poll();
      if (ready > 0) emptyPolls = 0;
      else if (++emptyPolls > MAX_EMPTY_POLLS) {
        ready = await this.#poller.wait();
      }
      for (let index = 0; index < ready && !this.#isClosed; index++) {
        this.#receiveBatch(index);
      }
      // Other tasks of the process run between two polls.
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  #receiveBatch(index: number): void {
    const fd = this.#poller.fdAt(index);
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
        const sockaddrBytes = this.#addresses.write(
          sockaddrs,
          index * SOCKADDR_SLOT_BYTES,
          to.hostname,
          to.port,
        );
        this.#outgoing.prepareSend(index, at, length, sockaddrBytes);
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

  /** Counts the packets to skip after the kernel refused the first one. */
  #countRefused(count: number): number {
    const errno = c.readErrno(this.#libc);
    if (errno === c.EINTR) return 0;
    const isFull = errno === c.EAGAIN;
    for (let remaining = isFull ? count : 1; remaining > 0; remaining--) {
      this.#observer.onDrop(isFull ? "send-busy" : "send-failed");
    }
    return isFull ? count : 1;
  }
}
