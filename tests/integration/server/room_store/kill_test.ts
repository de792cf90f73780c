/** Room control after SIGKILL of a whole server under load. @module */
import { fileURLToPath } from "node:url";
import { assert, assertEquals } from "@std/assert";
import { serverArguments } from "../../../../tools/server_permissions.ts";
import { RawWebSocket } from "../../../fakes/raw_websocket.ts";
import { HAS_SERVER_PERMISSIONS } from "../../../fakes/running_maru.ts";

const MAY_SPAWN = HAS_SERVER_PERMISSIONS &&
  (await Deno.permissions.query({ name: "run" })).state === "granted";
const ROOT = fileURLToPath(new URL("../../../../", import.meta.url));
const HEADERS = { "Sec-WebSocket-Protocol": "maru.v1" };
const ROUNDS = 3;
/** Confirmed changes after which the server is killed, at most. */
const MAX_CHANGES = 30;

type EventData = Readonly<Record<string, unknown>>;

/** The server was killed while a test waited for it. */
class Killed extends Error {}

/** A server in its own process. */
class ServerProcess {
  #isKilled = false;

  private constructor(
    readonly child: Deno.ChildProcess,
    readonly port: number,
  ) {}

  static async start(dataDir: string): Promise<ServerProcess> {
    const child = new Deno.Command(Deno.execPath(), {
      args: serverArguments({ DATA_DIR: dataDir }),
      cwd: ROOT,
      env: {
        DENO_NO_UPDATE_CHECK: "1",
        NO_COLOR: "1",
        ICE: "off",
        TLS: "off",
        PORT: "0",
        HOST: "127.0.0.1",
        DATA_DIR: dataDir,
      },
      stdin: "null",
      stdout: "piped",
      stderr: "inherit",
    }).spawn();
    const reader = child.stdout.pipeThrough(new TextDecoderStream())
      .getReader();
    let text = "";
    let port: string | undefined;
    while (port === undefined) {
      const { value, done } = await reader.read();
      if (done) throw new Error(`The server ended: ${text}`);
      text += value;
      [, port] = /On this machine +http:\S+?:(\d+)\s/.exec(text) ?? [];
    }
    await reader.cancel();
    return new ServerProcess(child, Number(port));
  }

  async kill(): Promise<void> {
    this.#isKilled = true;
    this.child.kill("SIGKILL");
    await this.child.status;
  }

  async open(query: string): Promise<RawWebSocket> {
    const target = `/socket?${query}`;
    try {
      const { port } = this;
      return await RawWebSocket.open({ port, target, headers: HEADERS });
    } catch (error) {
      throw this.#isKilled ? new Killed() : error;
    }
  }
}

/** The next message of one of these events, dropping others. */
async function next(
  socket: RawWebSocket,
  ...events: readonly string[]
): Promise<{ readonly event: string; readonly data: EventData }> {
  for (;;) {
    const hasMore = () => socket.messages.length > 0;
    await socket.waitUntil(
      () => hasMore() || socket.closeCode !== null,
      20_000,
    );
    if (!hasMore()) {
      if (socket.closeCode === 1006) throw new Killed();
      throw new Error(`Closed with ${socket.closeCode}`);
    }
    const message = JSON.parse(socket.messages.shift() ?? "");
    if (events.includes(message.event)) return message;
  }
}

/** Counts confirmed changes, to kill the server after some of them. */
class Progress {
  readonly #target = 1 + Math.floor(Math.random() * MAX_CHANGES);
  readonly #reached = Promise.withResolvers<void>();
  #count = 0;

  confirm(): void {
    if (++this.#count >= this.#target) this.#reached.resolve();
  }

  /** Resolves at a random number of changes; its part of a millisecond too. */
  async waitForTarget(): Promise<void> {
    await this.#reached.promise;
    const endMs = performance.now() + Math.random() * 3;
    while (performance.now() < endMs) await Promise.resolve();
  }
}

/** A room under load, and what its server has confirmed of it. */
class RoomUnderLoad {
  /** States of the lock of which one must be found. */
  locks = new Set([false]);
  readonly hostTokens: string[] = [];
  readonly removedTokens: string[] = [];
  readonly #name: string;
  #progress = new Progress();
  #host: RawWebSocket | null = null;
  #sockets: RawWebSocket[] = [];

  constructor(name: string) {
    this.#name = name;
  }

  /** The first member, or the same again by its token. */
  async connectHost(server: ServerProcess): Promise<void> {
    const [token] = this.hostTokens;
    this.#host = await server.open(
      token === undefined ? `room=${this.#name}` : `resume=${token}`,
    );
    this.#sockets.push(this.#host);
    const { data } = await next(this.#host, "welcome");
    this.hostTokens[0] = String(data.resume);
    assert(
      this.locks.has(data.locked === true),
      `${this.#name}: locked is ${data.locked}`,
    );
    assert(Array.isArray(data.hosts) && data.hosts.includes(data.id));
    this.locks = new Set([data.locked === true]);
  }

  /** Changes the room in all ways until the server is gone. */
  async change(server: ServerProcess, progress: Progress): Promise<void> {
    this.#progress = progress;
    try {
      for (let step = 0;; step++) {
        await this.#setLocked(step % 2 === 0 && step % 3 !== 0);
        await this.#setLocked(false);
        await this.#nameHost(server);
        await this.#removeGuest(server);
        await this.#setLocked(true);
        if (step >= 1) await this.#waitForKill();
      }
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
    }
  }

  /** Compares the room with what the server before had confirmed. */
  async check(server: ServerProcess): Promise<void> {
    if (!this.locks.has(false)) {
      const eve = await server.open(`room=${this.#name}`);
      this.#sockets.push(eve);
      assertEquals((await next(eve, "welcome", "locked")).event, "locked");
    }
    await this.connectHost(server);
    for (const token of this.removedTokens) {
      const bob = await server.open(`resume=${token}`);
      this.#sockets.push(bob);
      assertEquals(await bob.waitForClose(20_000), 4012);
    }
    for (const token of this.hostTokens.slice(1)) {
      const cho = await server.open(`resume=${token}`);
      this.#sockets.push(cho);
      const { data } = await next(cho, "welcome");
      assert(Array.isArray(data.hosts) && data.hosts.includes(data.id));
    }
    this.removedTokens.length = 0;
    this.hostTokens.length = 1;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) await socket.destroy();
    this.#sockets = [];
  }

  async #setLocked(locked: boolean): Promise<void> {
    if (this.locks.has(locked)) return;
    this.locks.add(locked);
    const { event } = await this.#ask({ event: "lock", data: { locked } });
    // Unlocking has a limit; the lock is as before then.
    this.locks = new Set([event === "error" ? !locked : locked]);
  }

  async #removeGuest(server: ServerProcess): Promise<void> {
    const guest = await this.#join(server);
    if (guest === null) return;
    await this.#ask({ event: "remove", data: { id: guest.id } });
    this.removedTokens.push(guest.token);
  }

  async #nameHost(server: ServerProcess): Promise<void> {
    const guest = await this.#join(server);
    if (guest === null) return;
    await this.#ask({ event: "host", data: { id: guest.id } });
    const { data } = await next(guest.socket, "room");
    this.hostTokens.push(String(data.resume));
  }

  async #join(server: ServerProcess) {
    if (this.locks.has(true)) return null;
    const socket = await server.open(`room=${this.#name}`);
    this.#sockets.push(socket);
    const { data } = await next(socket, "welcome");
    return { socket, id: String(data.id), token: String(data.resume) };
  }

  async #ask(message: object) {
    if (this.#host === null) throw new TypeError("There is no host");
    this.#host.messages.length = 0;
    this.#host.send(message);
    const answer = await next(this.#host, "room", "error");
    this.#progress.confirm();
    return answer;
  }

  async #waitForKill(): Promise<void> {
    if (this.#host !== null) await next(this.#host, "never");
  }
}

/** Opens and ends rooms until the server is gone; returns their void tokens. */
async function endRooms(
  server: ServerProcess,
  prefix: string,
  progress: Progress,
) {
  const tokens: string[] = [];
  const sockets: RawWebSocket[] = [];
  try {
    for (let i = 0; i < 40; i++) {
      const host = await server.open(`room=${prefix}-${i}`);
      sockets.push(host);
      const { data } = await next(host, "welcome");
      host.send({ event: "end" });
      if (await host.waitForClose(20_000) !== 4013) break;
      tokens.push(String(data.resume));
      progress.confirm();
    }
  } catch (error) {
    if (!(error instanceof Killed)) throw error;
  }
  for (const socket of sockets) await socket.destroy();
  return tokens;
}

Deno.test({
  name:
    `lock, hosts, removed members and ended rooms outlive SIGKILL at a random moment, ${ROUNDS} times`,
  ignore: !MAY_SPAWN,
  fn: async () => {
    const dataDir = await Deno.makeTempDir({ prefix: "maru-kill-" });
    const rooms = ["a", "b", "c"].map((name) => new RoomUnderLoad(name));
    let ended: readonly string[] = [];
    for (let round = 0; round <= ROUNDS; round++) {
      const server = await ServerProcess.start(dataDir);
      await Promise.all(rooms.map((room) => room.check(server)));
      for (const token of ended) {
        const socket = await server.open(`resume=${token}`);
        assertEquals(await socket.waitForClose(20_000), 4013);
        await socket.destroy();
      }
      const progress = new Progress();
      const load = Promise.all([
        endRooms(server, `ended-${round}`, progress),
        ...rooms.map((room) => room.change(server, progress)),
      ]);
      await progress.waitForTarget();
      await server.kill();
      [ended] = await load;
      for (const room of rooms) await room.close();
    }
    await Deno.remove(dataDir, { recursive: true });
  },
});
