/**
 * A Redis server of Debian's package on a free loopback port, without a file.
 *
 * @module
 */
import type { Redis } from "ioredis";
import { findFreePort } from "../../tools/server_process.ts";
import { isProgramMissing } from "./debian_program.ts";

/** Whether tests that need a server are left out. */
export const IS_REDIS_MISSING: boolean = await isProgramMissing(
  "redis-server",
  ["--version"],
);

const START_TIMEOUT_MS = 20_000;

/** A running server, which can be stopped and started. */
export class RedisServer implements AsyncDisposable {
  readonly port: number = findFreePort();
  readonly #password: string;
  #child: Deno.ChildProcess | null = null;

  private constructor(password: string) {
    this.#password = password;
  }

  /** Starts a server, with a password unless it is empty. */
  static async open(password = ""): Promise<RedisServer> {
    const server = new RedisServer(password);
    await server.start();
    return server;
  }

  /** Database 0 in the form of `REDIS_URL`. */
  get url(): string {
    const user = this.#password === "" ? "" : `:${this.#password}@`;
    return `redis://${user}127.0.0.1:${this.port}/0`;
  }

  /** Starts it again, empty, and waits until it answers. */
  async start(): Promise<void> {
    this.#child = new Deno.Command("redis-server", {
      args: [
        ...["--port", String(this.port), "--bind", "127.0.0.1"],
        ...["--save", "", "--appendonly", "no"],
        ...["--requirepass", this.#password],
      ],
      stdin: "null",
      stdout: "null",
      stderr: "null",
    }).spawn();
    const endMs = Date.now() + START_TIMEOUT_MS;
    while (!await this.#answers()) {
      if (Date.now() > endMs) throw new Error("redis-server does not answer");
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** Ends it at once. */
  async stop(): Promise<void> {
    this.#child?.kill("SIGKILL");
    await this.#child?.status;
    this.#child = null;
  }

  /** Stops it from running, or lets it run on: SIGSTOP or SIGCONT. */
  signal(signal: "SIGSTOP" | "SIGCONT"): void {
    this.#child?.kill(signal);
  }

  /** Runs commands on a connection of their own. */
  async run<T>(use: (redis: Redis) => Promise<T>): Promise<T> {
    const { Redis } = await import("ioredis");
    const redis = new Redis(this.url, {
      lazyConnect: true,
      retryStrategy: () => null,
    });
    const { promise, resolve } = Promise.withResolvers<void>();
    redis.on("error", () => {});
    redis.once("end", resolve);
    try {
      await redis.connect();
      return await use(redis);
    } finally {
      if (redis.status !== "end") redis.disconnect();
      await promise;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  async #answers(): Promise<boolean> {
    try {
      return await this.run((redis) => redis.ping()) === "PONG";
    } catch {
      return false;
    }
  }
}
