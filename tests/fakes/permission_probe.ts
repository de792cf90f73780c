/**
 * Tries what the server may and may not do and prints what it could, one name
 * a line. A test runs it with the permissions of the server.
 *
 * @module
 */
// deno-lint-ignore-file no-console
import { userInfo } from "node:os";

/** Addresses under which clouds serve the credentials of a machine. */
const METADATA_ADDRESSES = ["169.254.169.254", "fd00:ec2::254"];

/** Each gives null, or throws `NotCapable`, for what it could not do. */
const ATTEMPTS: Readonly<Record<string, () => unknown>> = {
  "read the page": () => Deno.readTextFileSync("dist/client/index.html"),
  "read the sources": () => Deno.readTextFileSync("deno.json"),
  "read the users": () => Deno.readTextFileSync("/etc/passwd"),
  "read the environment of the process": () =>
    Deno.readTextFileSync("/proc/self/environ"),
  "read a setting": () => Deno.env.get("LOG_LEVEL") ?? null,
  "read another variable": () => Deno.env.get("HOME") ?? null,
  "list other variables": () =>
    Object.keys(Deno.env.toObject()).find((name) => name === "PATH") ?? null,
  "write the page": () => Deno.writeTextFileSync("dist/probe", ""),
  "write a temporary file": () => Deno.makeTempDirSync(),
  "write the sources": () => Deno.writeTextFileSync("probe.ts", ""),
  "read the host name": () => Deno.hostname(),
  "list interfaces": () => Deno.networkInterfaces(),
  "read the release of the system": () => Deno.osRelease(),
  "read the memory of the system": () => Deno.systemMemoryInfo(),
  "read the user": () => userInfo(),
  "listen": () => Deno.listen({ hostname: "127.0.0.1", port: 0 }).close(),
  "connect to a metadata service": () =>
    tryEach((hostname) => Deno.connect({ hostname, port: 80 })),
  "send a datagram to a metadata service": () => tryEach(sendDatagram),
  "start a program": () => new Deno.Command("true").outputSync(),
  "end a process": () => Deno.kill(Deno.ppid, "SIGCONT"),
  "load a library": () => Deno.dlopen("libc.so.6", {}),
};

async function sendDatagram(hostname: string): Promise<void> {
  const socket = Deno.listenDatagram({
    transport: "udp",
    hostname: hostname.includes(":") ? "::1" : "127.0.0.1",
    port: 0,
  });
  try {
    const to = { transport: "udp", hostname, port: 80 } as const;
    await socket.send(new Uint8Array(1), to);
  } finally {
    socket.close();
  }
}

/** Null when none of the addresses was permitted. */
async function tryEach(
  attempt: (hostname: string) => Promise<unknown>,
): Promise<true | null> {
  const results = METADATA_ADDRESSES.map((hostname) =>
    attempt(hostname).then(() => true, isOtherError)
  );
  return (await Promise.all(results)).includes(true) || null;
}

function isOtherError(error: unknown): boolean {
  return !(error instanceof Deno.errors.NotCapable);
}

for (const [name, attempt] of Object.entries(ATTEMPTS)) {
  try {
    if (await attempt() !== null) console.log(name);
  } catch (error) {
    if (isOtherError(error)) throw error;
  }
}
