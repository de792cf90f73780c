/**
 * Functions of Linux' libc that the FFI engine calls, and constants of its
 * headers (64-bit Linux; glibc and musl agree on them).
 *
 * @module
 */

/** Signatures of the called functions. */
export const SYMBOLS = {
  socket: { parameters: ["i32", "i32", "i32"], result: "i32" },
  bind: { parameters: ["i32", "buffer", "u32"], result: "i32" },
  getsockname: { parameters: ["i32", "buffer", "buffer"], result: "i32" },
  setsockopt: {
    parameters: ["i32", "i32", "i32", "buffer", "u32"],
    result: "i32",
  },
  close: { parameters: ["i32"], result: "i32" },
  recvmmsg: {
    parameters: ["i32", "pointer", "u32", "i32", "pointer"],
    result: "i32",
  },
  sendmmsg: { parameters: ["i32", "pointer", "u32", "i32"], result: "i32" },
  epoll_create1: { parameters: ["i32"], result: "i32" },
  epoll_ctl: { parameters: ["i32", "i32", "i32", "buffer"], result: "i32" },
  epoll_wait: { parameters: ["i32", "pointer", "i32", "i32"], result: "i32" },
  /** The same call on another thread, for waiting. */
  epoll_wait_later: {
    name: "epoll_wait",
    parameters: ["i32", "pointer", "i32", "i32"],
    result: "i32",
    nonblocking: true,
  },
  eventfd: { parameters: ["u32", "i32"], result: "i32" },
  write: { parameters: ["i32", "buffer", "usize"], result: "isize" },
  __errno_location: { parameters: [], result: "pointer" },
} as const;

/** The opened library. */
export type Libc = Deno.DynamicLibrary<typeof SYMBOLS>;

/** Address family of IPv4. */
export const AF_INET = 2;
/** Address family of IPv6. */
export const AF_INET6 = 10;
/** Socket type of UDP. */
export const SOCK_DGRAM = 2;
/** Flag: calls do not block. */
export const SOCK_NONBLOCK = 0o4000;
/** Flag: closed in child processes. */
export const SOCK_CLOEXEC = 0o2000000;
/** Level of IPv6 options. */
export const IPPROTO_IPV6 = 41;
/** Option: no IPv4-mapped addresses. */
export const IPV6_V6ONLY = 26;
/** Level of socket options. */
export const SOL_SOCKET = 1;
/** Option: size of the receive buffer. */
export const SO_RCVBUF = 8;
/** Event: readable. */
export const EPOLLIN = 1;
/** Operation: add a descriptor. */
export const EPOLL_CTL_ADD = 1;
/** Error: the address is in use. */
export const EADDRINUSE = 98;
/** Error: interrupted by a signal. */
export const EINTR = 4;
/** Too many open files, of the system and of the process. */
export const OUT_OF_DESCRIPTORS: readonly number[] = [23, 24];
/** Error: the call would block. */
export const EAGAIN = 11;

/** Bytes of `struct sockaddr_in` and `struct sockaddr_in6`. */
export const SOCKADDR_BYTES = { ipv4: 16, ipv6: 28 } as const;

/** `struct epoll_event` is packed on x86-64 only. */
export const EPOLL_EVENT_BYTES = Deno.build.arch === "x86_64" ? 12 : 16;

/** The FFI engine cannot run on this machine. */
export class EngineUnavailableError extends Error {
  /** Name of the error class. */
  override readonly name = "EngineUnavailableError";

  /** Creates an error with the reason in its message. */
  constructor(
    readonly reason: "not-linux" | "no-permission" | "no-libc",
    cause?: unknown,
  ) {
    super(`Cannot start the FFI engine: ${reason}`, { cause });
  }
}

/** Opens libc. @throws {EngineUnavailableError} */
export function openLibc(): Libc {
  if (Deno.build.os !== "linux") throw new EngineUnavailableError("not-linux");
  let last: unknown;
  for (const name of ["libc.so.6", "libc.so"]) {
    try {
      return Deno.dlopen(name, SYMBOLS);
    } catch (error) {
      if (error instanceof Deno.errors.NotCapable) {
        throw new EngineUnavailableError("no-permission", error);
      }
      last = error;
    }
  }
  throw new EngineUnavailableError("no-libc", last);
}

/** Error number of the last failed call of this thread. */
export function readErrno(libc: Libc): number {
  const pointer = libc.symbols.__errno_location();
  return pointer ? new Deno.UnsafePointerView(pointer).getInt32() : 0;
}
