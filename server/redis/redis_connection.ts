/**
 * A connection to Redis or Valkey. Nothing is queued while there is none: a
 * command fails at once.
 *
 * @module
 */
import type { Redis } from "ioredis";
import { StartupError } from "../startup_error.ts";

/** Time limit of the first connection. */
const START_TIMEOUT_MS = 5_000;

/** Time limit of the end of a connection. */
const END_TIMEOUT_MS = 2_000;

/** Longest pause between two attempts to connect again. */
const MAX_RECONNECT_DELAY_MS = 500;

/** What a connection that receives reports. */
export interface ChannelEvents {
  /** A message was published on the channel. */
  onMessage(text: string): void;
  /** The connection is lost: messages may be, until it is subscribed again. */
  onLost(): void;
}

/** A connection that opens again by itself when it is lost. */
export class RedisConnection {
  readonly #redis: Redis;
  #isClosing = false;

  private constructor(redis: Redis) {
    this.#redis = redis;
  }

  /**
   * Connects to the server of a URL.
   *
   * @throws {StartupError} With reason `redis`.
   */
  static async open(url: string): Promise<RedisConnection> {
    // Loaded here, since it reads the environment.
    const { Redis } = await import("ioredis");
    const redis: Redis = new Redis(url, {
      lazyConnect: true,
      enableOfflineQueue: false,
      autoResendUnfulfilledCommands: false,
      maxRetriesPerRequest: 0,
      connectTimeout: START_TIMEOUT_MS,
      retryStrategy: (attempt) =>
        connection.#isClosing
          ? null
          : Math.min(attempt * 50, MAX_RECONNECT_DELAY_MS),
    });
    const connection: RedisConnection = new RedisConnection(redis);
    let lastError = "";
    redis.on("error", (error: Error) => lastError = error.message);
    try {
      await withTimeout(redis.connect(), START_TIMEOUT_MS);
      return connection;
    } catch (error) {
      await connection.close();
      throw new StartupError(
        "redis",
        `REDIS_URL is set, but the server at ${
          describeUrl(url)
        } cannot be used: ${lastError || String(error)}`,
        { cause: error },
      );
    }
  }

  /** Runs a Lua script. */
  runScript(
    script: string,
    keys: readonly string[],
    parameters: readonly (string | number)[],
  ): Promise<unknown> {
    return this.#redis.eval(script, keys.length, ...keys, ...parameters);
  }

  /** Text of a key, or null. */
  get(key: string): Promise<string | null> {
    return this.#redis.get(key);
  }

  /** Texts of some keys. */
  async getAll(
    keys: readonly string[],
  ): Promise<readonly (string | null)[]> {
    return keys.length === 0 ? [] : await this.#redis.mget([...keys]);
  }

  /** Sets a key for a time. */
  async setFor(key: string, text: string, limitMs: number): Promise<void> {
    await this.#redis.set(key, text, "PX", limitMs);
  }

  /** Sets a key that is missing. */
  async setIfMissing(key: string, text: string): Promise<void> {
    await this.#redis.set(key, text, "NX");
  }

  /** Deletes a key. */
  async delete(key: string): Promise<void> {
    await this.#redis.del(key);
  }

  /** Publishes a message on a channel. */
  async publish(channel: string, text: string): Promise<void> {
    await this.#redis.publish(channel, text);
  }

  /** Receives from a channel. Afterwards the connection does nothing else. */
  async subscribe(channel: string, events: ChannelEvents): Promise<void> {
    this.#redis.on(
      "message",
      (_channel: string, text: string) => events.onMessage(text),
    );
    this.#redis.on("close", () => events.onLost());
    await this.#redis.subscribe(channel);
  }

  /** Ends the connection for good. */
  async close(): Promise<void> {
    const redis = this.#redis;
    this.#isClosing = true;
    if (redis.status === "end") return;
    const { promise, resolve } = Promise.withResolvers<void>();
    redis.once("end", resolve);
    // Between two attempts to connect the next one ends it.
    if (redis.status === "reconnecting") {
      redis.once("ready", () => redis.disconnect());
    } else redis.disconnect();
    await withTimeout(promise, END_TIMEOUT_MS).catch(() => {});
  }
}

/** The answer, or a rejection after a time limit. */
export async function withTimeout<T>(
  promise: Promise<T>,
  limitMs: number,
): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new Error(`no answer within ${limitMs} ms`)),
      limitMs,
    );
  });
  try {
    return await Promise.race([promise, limit]);
  } finally {
    clearTimeout(timer);
  }
}

/** Host and port of the URL, without its password. */
function describeUrl(url: string): string {
  const { hostname, port } = new URL(url);
  return `${hostname}:${port || "6379"}`;
}
