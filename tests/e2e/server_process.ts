/**
 * The real server as a test sees it: `deno run -P=server main.ts` in a process
 * group of its own, on a free port and with a data directory of its own.
 *
 * @module
 */
import { lines } from "./lines.ts";

/** How to start the server. */
export interface ServerOptions {
  /** Settings beside the ones that keep a test server to itself. */
  readonly env?: Readonly<Record<string, string>>;
}

const ROOT = new URL("../../", import.meta.url);
const START_TIMEOUT_MS = 30_000;
const STOP_TIMEOUT_MS = 10_000;
const ADDRESS = /(https?):\/\/[^\s/]+:(\d+)/;

/** A port that was free a moment ago. */
export function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}

/** One server that can be stopped, killed and started again on its port. */
export class ServerProcess implements AsyncDisposable {
  readonly port: number;
  readonly dataDir: string;
  #env: Readonly<Record<string, string>>;
  #child: Deno.ChildProcess | null = null;
  #output: Promise<unknown> = Promise.resolve();
  #origin = "";
  #log: string[] = [];

  private constructor(port: number, dataDir: string, options: ServerOptions) {
    this.port = port;
    this.dataDir = dataDir;
    this.#env = options.env ?? {};
  }

  /** Starts a server and waits until it has printed its address. */
  static async start(options: ServerOptions = {}): Promise<ServerProcess> {
    const dir = Deno.build.os === "windows" ? {} : { dir: "/tmp" };
    const dataDir = await Deno.makeTempDir({ prefix: "maru-e2e-", ...dir });
    const server = new ServerProcess(freePort(), dataDir, options);
    try {
      await server.start();
    } catch (error) {
      await server[Symbol.asyncDispose]();
      throw error;
    }
    return server;
  }

  /** `https://localhost:PORT`, or `http:` with `TLS=off`. */
  get origin(): string {
    return this.#origin;
  }

  /** What the server has printed, line by line. */
  get log(): readonly string[] {
    return this.#log;
  }

  /** Process id; throws when the server does not run. */
  get pid(): number {
    if (!this.#child) throw new TypeError("Cannot tell pid: not running");
    return this.#child.pid;
  }

  /** Starts it (again) with the same port and data directory. */
  async start(): Promise<void> {
    const child = new Deno.Command(Deno.execPath(), {
      args: ["run", "-P=server", "main.ts"],
      cwd: ROOT,
      env: {
        DENO_NO_UPDATE_CHECK: "1",
        NO_COLOR: "1",
        HOST: "127.0.0.1",
        ICE: "off",
        ...this.#env,
        PORT: String(this.port),
        DATA_DIR: this.dataDir,
      },
      detached: true,
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    this.#child = child;
    const scheme = Promise.withResolvers<string>();
    const timer = setTimeout(() => {
      scheme.reject(new Error(`No address printed: ${this.#log.join("\n")}`));
    }, START_TIMEOUT_MS);
    const read = async (stream: ReadableStream<Uint8Array>) => {
      for await (const line of lines(stream)) {
        this.#log.push(line);
        const found = ADDRESS.exec(line);
        if (found?.[2] === String(this.port)) scheme.resolve(found[1] ?? "");
      }
    };
    this.#output = Promise.all([read(child.stdout), read(child.stderr)]);
    this.#output.then(() => {
      scheme.reject(new Error(`Server ended: ${this.#log.join("\n")}`));
    });
    try {
      this.#origin = `${await scheme.promise}://localhost:${this.port}`;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Asks it to end as Ctrl-C does; its exit code. */
  async stop(): Promise<number> {
    return await this.#end("SIGINT");
  }

  /** Ends it without a word. */
  async kill(): Promise<number> {
    return await this.#end("SIGKILL");
  }

  async #end(signal: Deno.Signal): Promise<number> {
    const child = this.#child;
    if (!child) throw new TypeError("Cannot end a server: not running");
    this.#child = null;
    child.kill(signal);
    const timer = setTimeout(() => child.kill("SIGKILL"), STOP_TIMEOUT_MS);
    const { code } = await child.status;
    clearTimeout(timer);
    await this.#output;
    return code;
  }

  /** Ends it and removes its data directory. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child) await this.stop();
    await Deno.remove(this.dataDir, { recursive: true });
  }
}
