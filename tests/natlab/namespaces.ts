/**
 * Networks of Linux namespaces for tests that need real routers. Each lab has
 * its own mount namespace, and without root its own user namespace, so labs do
 * not see each other and nothing is left of one that has ended.
 *
 * @module
 */
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { writeLauncher } from "../e2e/harness/launcher.ts";
import type { LinkShape } from "./link_shaper.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const SHAPED_LINK = fileURLToPath(new URL("shaped_link.ts", import.meta.url));

/** Private `/run` and `/etc`, until the end of the input. */
const HOLD = `
mount -t tmpfs tmpfs /run
mkdir -p /run/netns /run/etc
cp -dR /etc/. /run/etc 2>/dev/null || true
rm -rf /run/etc/netns
mkdir /run/etc/netns
mount --bind /run/etc /etc
echo ready
exec cat`;

/**
 * Ends the program that follows it together with the process that started it,
 * also when that one is killed (prctl(2), PR_SET_PDEATHSIG).
 */
export const END_WITH_PARENT = ["setpriv", "--pdeathsig", "KILL"] as const;

const isRoot = (): boolean => Deno.uid() === 0;

/** Whether this test run may create namespaces; CI must be able to. */
export async function canCreateNamespaces(): Promise<boolean> {
  for (const name of ["run", "net", "read", "write", "env"] as const) {
    if ((await Deno.permissions.query({ name })).state !== "granted") {
      return false;
    }
  }
  if (Deno.build.os !== "linux") return explain("this is not Linux");
  if (Deno.env.get("CI") !== undefined) return true;
  for (const program of ["ip", "nft", "nsenter", "setpriv"]) {
    if (!await succeeds(program, "-V")) return explain(`${program} is missing`);
  }
  return await succeeds("unshare", isRoot() ? "-m" : "-rnm", "true") ||
    explain("user namespaces are not allowed");
}

/** Whether links can be shaped: by a TAP device, which needs root. */
export async function canShapeLinks(): Promise<boolean> {
  return await canCreateNamespaces() && isRoot();
}

function explain(why: string): false {
  // deno-lint-ignore no-console
  console.log(`Tests with network namespaces are skipped: ${why}`);
  return false;
}

/** Named namespaces with cables between them. */
export class NetworkLab implements AsyncDisposable {
  readonly #holder: Deno.ChildProcess;
  readonly #processes: Deno.ChildProcess[] = [];
  readonly #launchers: string[] = [];
  #linkCount = 0;

  private constructor(holder: Deno.ChildProcess) {
    this.#holder = holder;
  }

  /** Creates an empty lab. */
  static async create(): Promise<NetworkLab> {
    const holder = new Deno.Command("unshare", {
      args: [isRoot() ? "-m" : "-rnm", "sh", "-ec", HOLD],
      stdin: "piped",
      stdout: "piped",
      stderr: "inherit",
    }).spawn();
    const lab = new NetworkLab(holder);
    await waitForLine(holder, "ready");
    return lab;
  }

  /** Creates a namespace in which names resolve as in `hosts`. */
  async addNamespace(name: string, hosts = ""): Promise<void> {
    const etc = `/etc/netns/${name}`;
    await this.#run("sh", [
      "-ec",
      'ip netns add "$0"; mkdir -p "$1"; printf %s "$2" >"$1/hosts"; echo nameserver 127.0.0.1 >"$1/resolv.conf"',
      name,
      etc,
      `127.0.0.1 localhost\n${hosts}\n`,
    ]);
    await this.script(
      name,
      // Without duplicate address detection, addresses do not change later.
      `sysctl -qw net.ipv6.conf.all.accept_dad=0 net.ipv6.conf.default.accept_dad=0
      ip link set lo up`,
    );
  }

  /** Connects an interface of one namespace with one of another. */
  async connect(
    [name, device]: readonly [string, string],
    [otherName, otherDevice]: readonly [string, string],
  ): Promise<void> {
    await this.script(
      name,
      `ip link add ${device} type veth peer name ${otherDevice} netns ${otherName}
      ip link set ${device} up
      ip -n ${otherName} link set ${otherDevice} up`,
    );
  }

  /** The same by a cable with these properties in each direction. */
  async connectShaped(
    [name, device]: readonly [string, string],
    [otherName, otherDevice]: readonly [string, string],
    shapes: readonly [LinkShape, LinkShape],
  ): Promise<ShapedLink> {
    const count = this.#linkCount++;
    const taps = [`tap${count}a`, `tap${count}b`] as const;
    const child = this.spawn(name, [
      "run",
      "-A",
      "--no-check",
      "--quiet",
      SHAPED_LINK,
      ...taps,
    ]);
    const link = new ShapedLink(child);
    await link.isReady();
    await link.setShapes(...shapes);
    await this.script(
      name,
      `ip link set ${taps[0]} name ${device}
      ip link set ${taps[1]} netns ${otherName} name ${otherDevice}
      ip link set ${device} up
      ip -n ${otherName} link set ${otherDevice} up`,
    );
    return link;
  }

  /** Runs `ip` with arguments that contain no spaces themselves. */
  async ip(name: string, args: string): Promise<void> {
    await this.run(name, "ip", ...args.split(" "));
  }

  /** Runs a program inside and waits for its end. */
  async run(name: string, program: string, ...args: string[]): Promise<void> {
    await this.#run("ip", ["netns", "exec", name, program, ...args]);
  }

  /** Runs the lines of a shell script inside, up to the first that fails. */
  async script(name: string, lines: string): Promise<void> {
    await this.run(name, "sh", "-ec", lines);
  }

  /** Replaces the packet filter of a namespace. */
  async setRules(name: string, rules: string): Promise<void> {
    const text = `flush ruleset\n${rules}`;
    await this.script(name, `nft -f - <<'END'\n${text}\nEND`);
  }

  /** Starts a program of Deno inside, which is ended with the lab. */
  spawn(
    name: string,
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
  ): Deno.ChildProcess {
    const [program = "", ...before] = this.command(name, Deno.execPath());
    const child = new Deno.Command(program, {
      args: [...before, ...args],
      env: { NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1", ...env },
      stdin: "piped",
      stdout: "piped",
      stderr: "inherit",
    }).spawn();
    this.#processes.push(child);
    return child;
  }

  /**
   * Command line that runs a program inside, in the project's folder, until the
   * process that started it ends. Entering a user namespace clears the signal,
   * so it is set last.
   */
  command(name: string, program: string): readonly string[] {
    return this.#enter([
      "ip",
      "netns",
      "exec",
      name,
      ...END_WITH_PARENT,
      program,
    ]);
  }

  /** Writes a program that starts another one inside; returns its path. */
  async writeLauncher(command: readonly string[]): Promise<string> {
    const path = await Deno.makeTempFile({ dir: "/tmp", prefix: "maru-lab-" });
    this.#launchers.push(path);
    await writeLauncher(path, command);
    return path;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const child of this.#processes) {
      try {
        child.kill("SIGKILL");
      } catch {
        // It has ended.
      }
      await child.stdin.close().catch(() => {});
      await child.status;
    }
    for (const path of this.#launchers) await Deno.remove(path);
    await this.#holder.stdin.close();
    await this.#holder.status;
  }

  #enter(command: readonly string[]): readonly string[] {
    const flags = isRoot() ? ["-m"] : ["-U", "-n", "-m"];
    return [
      "nsenter",
      "-t",
      String(this.#holder.pid),
      ...flags,
      ...isRoot() ? [] : ["--preserve-credentials"],
      "sh",
      "-c",
      'cd "$0" && exec "$@"',
      ROOT,
      ...command,
    ];
  }

  async #run(program: string, args: readonly string[]): Promise<void> {
    const [entry = "", ...rest] = this.#enter([program, ...args]);
    const { success, stderr } = await new Deno.Command(entry, {
      args: rest,
      stdin: "null",
      stdout: "null",
      stderr: "piped",
    }).output();
    if (success) return;
    const reason = new TextDecoder().decode(stderr).trim();
    throw new Error(`${program} ${args.join(" ")}: ${reason}`);
  }
}

/** A running cable with properties. */
export class ShapedLink {
  readonly #input: WritableStream<Uint8Array>;
  readonly #lines: AsyncIterator<string>;

  constructor(child: Deno.ChildProcess) {
    this.#input = child.stdin;
    this.#lines = readLines(child);
  }

  /** Waits until its devices are there. */
  async isReady(): Promise<void> {
    const { value } = await this.#lines.next();
    if (value !== "ready") throw new Error("The shaped link did not start");
  }

  /** Sets the properties from the first end to the second, and back. */
  async setShapes(there: LinkShape, back: LinkShape): Promise<void> {
    const writer = this.#input.getWriter();
    const line = `${JSON.stringify([there, back])}\n`;
    await writer.write(new TextEncoder().encode(line));
    writer.releaseLock();
    const { value } = await this.#lines.next();
    if (value !== "shaped") throw new Error("The shaped link has ended");
  }
}

function readLines(child: Deno.ChildProcess): AsyncIterator<string> {
  // deno-lint-ignore no-explicit-any -- the two types of web streams
  const input = Readable.fromWeb(child.stdout as any);
  return createInterface({ input })[Symbol.asyncIterator]();
}

async function waitForLine(
  child: Deno.ChildProcess,
  wanted: string,
): Promise<void> {
  const { value } = await readLines(child).next();
  if (value !== wanted) throw new Error("Cannot create namespaces");
}

async function succeeds(program: string, ...args: string[]): Promise<boolean> {
  try {
    const { success } = await new Deno.Command(program, {
      args,
      stdin: "null",
      stdout: "null",
      stderr: "null",
    }).output();
    return success;
  } catch {
    return false;
  }
}
