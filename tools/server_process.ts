/**
 * A server in a process of its own, for tests and benchmarks: in its own
 * process group, so that Ctrl-C of a terminal ends the test and not the
 * server, and ready when it has printed what the caller waits for.
 *
 * @module
 */
import { assertNoSecret } from "./log_secrets.ts";

/** How to start a server. */
export interface ChildServerOptions {
  readonly command: string;
  readonly args: readonly string[];
  /** Working directory; default: the project's. */
  readonly folder?: string;
  /** Settings beside the environment of this process. */
  readonly env: Readonly<Record<string, string>>;
  /** True for the line that says that the server takes connections. */
  readonly isReady: (line: string) => boolean;
}

const ROOT = new URL("../", import.meta.url);
const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 10_000;

/**
 * Ports for servers, above those that browsers refuse and below those that Linux
 * gives to outgoing connections (ip_local_port_range): one of these could take
 * a port before its server listens.
 */
const MIN_PORT = 20_000;
const MAX_PORT = 32_767;
const foundPorts = new Set<number>();

/** A port that was free a moment ago, another one with each call. */
export function findFreePort(): number {
  for (;;) {
    const range = MAX_PORT - MIN_PORT + 1;
    const port = MIN_PORT + Math.floor(Math.random() * range);
    if (foundPorts.has(port) || !isPortFree(port)) continue;
    foundPorts.add(port);
    return port;
  }
}

function isPortFree(port: number): boolean {
  try {
    Deno.listen({ hostname: "127.0.0.1", port }).close();
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.AddrInUse) return false;
    throw error;
  }
}

/** A running server. */
export class ChildServer implements AsyncDisposable {
  #child: Deno.ChildProcess;
  #logLines: string[] = [];
  #output: Promise<unknown>;
  #ready = Promise.withResolvers<string>();
  #isStopped = false;
  readonly #env: Readonly<Record<string, string>>;

  private constructor(options: ChildServerOptions) {
    this.#env = options.env;
    this.#child = new Deno.Command(options.command, {
      args: [...options.args],
      cwd: options.folder ?? ROOT,
      env: { DENO_NO_UPDATE_CHECK: "1", NO_COLOR: "1", ...options.env },
      detached: true,
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    const read = async (stream: ReadableStream<Uint8Array>) => {
      for await (const line of readLines(stream)) {
        this.#logLines.push(line);
        if (options.isReady(line)) this.#ready.resolve(line);
      }
    };
    const { stdout, stderr } = this.#child;
    this.#output = Promise.all([read(stdout), read(stderr)]);
  }

  /** Starts a server in the project's folder and waits until it is ready. */
  static async start(options: ChildServerOptions): Promise<ChildServer> {
    const server = new ChildServer(options);
    const fail = (what: string) => {
      const log = server.#logLines.join("\n");
      server.#ready.reject(new Error(`Server ${what}: ${log}`));
    };
    server.#output.then(() => fail("ended"));
    const timer = setTimeout(() => fail("is not ready"), START_TIMEOUT_MS);
    try {
      await server.#ready.promise;
    } catch (error) {
      await server.stop("SIGKILL");
      throw error;
    } finally {
      clearTimeout(timer);
    }
    return server;
  }

  /** Process id. */
  get pid(): number {
    return this.#child.pid;
  }

  /** What the server has printed, line by line. */
  get logLines(): readonly string[] {
    return this.#logLines;
  }

  /**
   * Sends a signal and waits for the end; the exit code.
   *
   * @throws {Error} When a Maru has printed a secret.
   */
  async stop(signal: Deno.Signal): Promise<number> {
    if (!this.#isStopped) this.#sendSignal(signal);
    this.#isStopped = true;
    const timer = setTimeout(
      () => this.#sendSignal("SIGKILL"),
      STOP_TIMEOUT_MS,
    );
    const { code } = await this.#child.status;
    clearTimeout(timer);
    await this.#output;
    // Only Maru has one; the other programs log what they like.
    if (this.#env.DATA_DIR) await assertNoSecret(this.#logLines, this.#env);
    return code;
  }

  #sendSignal(signal: Deno.Signal): void {
    try {
      this.#child.kill(signal);
    } catch {
      // It has ended by itself.
    }
  }

  /** Kills it if it still runs. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop("SIGKILL");
  }
}

async function* readLines(
  stream: ReadableStream<Uint8Array>,
): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of stream) {
    const parts = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = parts.pop() ?? "";
    yield* parts;
  }
  if (rest) yield rest;
}
