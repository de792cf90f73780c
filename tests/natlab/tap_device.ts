/**
 * TAP devices of Linux through libc: a network interface whose frames a
 * program reads and writes.
 *
 * @module
 */

const LIBC = {
  open: { parameters: ["buffer", "i32"], result: "i32" },
  ioctl: { parameters: ["i32", "u64", "buffer"], result: "i32" },
  read: { parameters: ["i32", "buffer", "usize"], result: "isize" },
  write: { parameters: ["i32", "buffer", "usize"], result: "isize" },
  poll: {
    parameters: ["buffer", "u64", "i32"],
    result: "i32",
    nonblocking: true,
  },
} as const;

const O_RDWR_NONBLOCK_CLOEXEC = 0o2004002;
const TUNSETIFF = 0x400454can;
const IFF_TAP_NO_PI = 0x1002;
const IFREQ_BYTES = 40;
const FLAGS_OFFSET = 16;
const POLLFD_BYTES = 8;
const POLLIN = 1;
const MAX_FRAME_BYTES = 65_536;

/** Opened TAP devices of this process. */
export class TapDevices implements Disposable {
  readonly #libc = Deno.dlopen("libc.so.6", LIBC);
  readonly #frame = new Uint8Array(MAX_FRAME_BYTES);
  readonly #polled: Uint8Array<ArrayBuffer>;
  readonly #fds: readonly number[];

  /** Creates devices with these names in the namespace of this process. */
  constructor(names: readonly string[]) {
    this.#fds = names.map((name) => this.#open(name));
    this.#polled = new Uint8Array(names.length * POLLFD_BYTES);
    const view = new DataView(this.#polled.buffer);
    for (const [index, fd] of this.#fds.entries()) {
      view.setInt32(index * POLLFD_BYTES, fd, true);
      view.setInt16(index * POLLFD_BYTES + 4, POLLIN, true);
    }
  }

  /** Waits on another thread until a device has a frame. */
  async wait(timeoutMs: number): Promise<void> {
    const count = BigInt(this.#fds.length);
    await this.#libc.symbols.poll(this.#polled, count, timeoutMs);
  }

  /** The next frame of a device, or null. */
  read(index: number): Uint8Array<ArrayBuffer> | null {
    const { read } = this.#libc.symbols;
    const fd = this.#fds[index] ?? -1;
    const size = Number(read(fd, this.#frame, BigInt(MAX_FRAME_BYTES)));
    return size > 0 ? this.#frame.slice(0, size) : null;
  }

  /** Sends a frame on a device; a full device drops it. */
  write(index: number, frame: Uint8Array<ArrayBuffer>): void {
    const fd = this.#fds[index] ?? -1;
    this.#libc.symbols.write(fd, frame, BigInt(frame.length));
  }

  [Symbol.dispose](): void {
    this.#libc.close();
  }

  #open(name: string): number {
    const path = new TextEncoder().encode("/dev/net/tun\0");
    const fd = this.#libc.symbols.open(path, O_RDWR_NONBLOCK_CLOEXEC);
    const request = new Uint8Array(IFREQ_BYTES);
    request.set(new TextEncoder().encode(name));
    new DataView(request.buffer).setInt16(FLAGS_OFFSET, IFF_TAP_NO_PI, true);
    if (this.#libc.symbols.ioctl(fd, TUNSETIFF, request) < 0) {
      throw new Error(`Cannot create the TAP device ${name}`);
    }
    return fd;
  }
}
