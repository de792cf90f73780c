/**
 * Network namespaces of Linux for tests that need a real router. Needs root;
 * everything is removed at the end, also when a test fails.
 *
 * @module
 */

/** Whether this test run may create namespaces; CI must be able to. */
export async function canCreateNamespaces(): Promise<boolean> {
  for (const name of ["run", "net", "read", "write", "env"] as const) {
    if ((await Deno.permissions.query({ name })).state !== "granted") {
      return false;
    }
  }
  return Deno.build.os === "linux" &&
    (Deno.uid() === 0 || Deno.env.get("CI") !== undefined);
}

/** Named namespaces with cables between them. */
export class NetworkLab implements AsyncDisposable {
  readonly #prefix = `maru-${crypto.randomUUID().slice(0, 8)}-`;
  readonly #names = new Set<string>();
  readonly #processes: Deno.ChildProcess[] = [];

  /** Creates a namespace in which names resolve as in `hosts`. */
  async addNamespace(name: string, hosts = ""): Promise<void> {
    const full = this.#prefix + name;
    await run("ip", ["netns", "add", full]);
    this.#names.add(name);
    await Deno.mkdir(`/etc/netns/${full}`, { recursive: true });
    await Deno.writeTextFile(
      `/etc/netns/${full}/hosts`,
      `127.0.0.1 localhost\n${hosts}\n`,
    );
    await this.ip(name, "link set lo up");
  }

  /** Connects an interface of one namespace with one of another. */
  async connect(
    [name, device]: readonly [string, string],
    [otherName, otherDevice]: readonly [string, string],
  ): Promise<void> {
    const [own, other] = [this.#prefix + name, this.#prefix + otherName];
    await run(
      "ip",
      `-n ${own} link add ${device} type veth peer name ${otherDevice} netns ${other}`
        .split(" "),
    );
    await this.ip(name, `link set ${device} up`);
    await this.ip(otherName, `link set ${otherDevice} up`);
  }

  /** Runs `ip` with arguments that contain no spaces themselves. */
  async ip(name: string, args: string): Promise<void> {
    await run("ip", ["-n", this.#prefix + name, ...args.split(" ")]);
  }

  /** Runs a program inside and waits for its end. */
  async run(name: string, program: string, ...args: string[]): Promise<void> {
    await run("ip", [...this.#exec(name), program, ...args]);
  }

  /** Starts a program inside, which is ended with the lab. */
  spawn(
    name: string,
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
  ): Deno.ChildProcess {
    const child = new Deno.Command("ip", {
      args: [...this.#exec(name), Deno.execPath(), ...args],
      env: { NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1", ...env },
      stdin: "piped",
      stdout: "piped",
      stderr: "inherit",
    }).spawn();
    this.#processes.push(child);
    return child;
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
    for (const name of this.#names) {
      await run("ip", ["netns", "delete", this.#prefix + name]);
      await Deno.remove(`/etc/netns/${this.#prefix}${name}`, {
        recursive: true,
      });
    }
  }

  #exec(name: string): string[] {
    return ["netns", "exec", this.#prefix + name];
  }
}

async function run(program: string, args: readonly string[]): Promise<void> {
  const { success, stderr } = await new Deno.Command(program, {
    args: [...args],
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).output();
  if (success) return;
  const reason = new TextDecoder().decode(stderr).trim();
  throw new Error(`${program} ${args.join(" ")}: ${reason}`);
}
