import { assert, assertEquals } from "@std/assert";
import type {
  FakeProcess,
  ProcessMember,
} from "../../../fakes/fake_process.ts";
import { MemoryProcesses } from "../../../fakes/memory_processes.ts";
import { createSeededRandom } from "../../../fakes/seeded_random.ts";

const SEEDS = 40;
const STOPS = 4;
const ROOMS = ["tea", "pot", "cup"];
const MEMBERS = 4;
const UNCOUNTED = new Set(["welcome", "error", "pong"]);

/** A page: it follows `server-closing`, or waits until its socket is closed. */
class RollingPage {
  id = "";
  sentCount = 0;
  /** Numbers of the directed messages, in the order of their arrival. */
  readonly got: unknown[] = [];
  isResumed = true;
  process: FakeProcess;
  member: ProcessMember;
  /** Steps until it comes again; null while it has a socket. */
  returnsIn: number | null = null;
  leftCount = 0;
  #readCount = 0;
  #received = 0;
  #token = "";

  constructor(
    process: FakeProcess,
    readonly room: string,
    readonly address: string,
    readonly followsNotice: boolean,
  ) {
    this.process = process;
    this.member = process.join({ room }, address);
  }

  get isJoined(): boolean {
    return this.returnsIn === null && !this.process.isKilled &&
      this.member.count("welcome") > 0;
  }

  sendTo(to: string): void {
    this.member.send({ event: "n", to, data: this.sentCount++ });
  }

  /** Reads what arrived; comes again when it has to. */
  step(process: FakeProcess): void {
    if (this.returnsIn !== null) {
      if (this.returnsIn-- > 0) return;
      this.returnsIn = null;
      this.process = process;
      this.#readCount = 0;
      this.member = process.join({
        room: this.room,
        resumeToken: this.#token,
        receivedCount: this.#received,
      }, this.address);
      return;
    }
    const { received } = this.member;
    while (this.#readCount < received.length) {
      const message = received[this.#readCount++];
      if (message !== undefined && this.#read(message)) return;
    }
    if (this.member.client.closed !== null) this.#leave(0);
  }

  /** True when the rest is not read. */
  #read({ event, from, data }: (typeof this.member.received)[number]): boolean {
    const fields: Record<string, unknown> = Object(data);
    if (from !== undefined || !UNCOUNTED.has(event)) this.#received++;
    if (event === "n") this.got.push(data);
    if (event === "peer-left") this.leftCount++;
    if (event === "welcome" || event === "room") {
      this.#token = String(fields.resume);
    }
    if (event === "welcome") {
      this.isResumed &&= this.id === "" || fields.resumed === true;
      this.id = String(fields.id);
    }
    const mustLeave = event === "server-closing" &&
      typeof fields.delayMs === "number" && this.followsNotice;
    if (mustLeave) this.#leave(Number(fields.delayMs));
    return mustLeave;
  }

  #leave(steps: number): void {
    this.member.detach("timeout");
    this.returnsIn = steps;
  }
}

class RollingWorld {
  readonly world = new MemoryProcesses();
  readonly processes: FakeProcess[] = [];
  readonly pages: RollingPage[] = [];
  readonly below: (bound: number) => number;

  constructor(seed: number) {
    this.below = createSeededRandom(seed);
  }

  async start(): Promise<void> {
    for (let i = 0; i < 3; i++) this.processes.push(await this.world.create());
    for (const room of ROOMS) {
      for (let i = 0; i < MEMBERS; i++) {
        const address = `192.0.2.${this.pages.length}`;
        const page = new RollingPage(this.pick(), room, address, i !== 1);
        this.pages.push(page);
        await this.steps(1, false);
      }
    }
    await this.steps(10, false);
  }

  pick(): FakeProcess {
    const process = this.processes[this.below(this.processes.length)];
    assert(process !== undefined);
    return process;
  }

  async steps(count: number, isTalking: boolean): Promise<void> {
    for (let i = 0; i < count; i++) {
      if (isTalking) this.talk();
      await this.world.step();
      for (const page of this.pages) page.step(this.pick());
    }
  }

  /** Every member sends the next one of its room a message. */
  talk(): void {
    for (const [page, next] of this.neighbours()) {
      if (page.isJoined) page.sendTo(next.id);
    }
  }

  *neighbours(): Generator<[RollingPage, RollingPage]> {
    for (const room of ROOMS) {
      const pages = this.pages.filter((page) => page.room === room);
      for (const [i, page] of pages.entries()) {
        const next = pages[(i + 1) % pages.length];
        if (next !== undefined) yield [page, next];
      }
    }
  }

  /** Stops one process as on SIGTERM and starts another one. */
  async rollOne(): Promise<void> {
    const process = this.pick();
    this.processes.splice(this.processes.indexOf(process), 1);
    process.startDraining(this.below(8));
    await this.steps(this.below(6), true);
    process.closeSockets();
    await this.steps(this.below(4), true);
    this.talk();
    process.handOver();
    this.talk();
    await this.steps(2, true);
    await process.shutDown();
    this.processes.push(await this.world.create());
    // Longer than a renewal: the next one does not stop in the same moment.
    await this.steps(6 + this.below(8), true);
  }
}

Deno.test("processes that stop one after the other lose no directed message and no seat", async () => {
  for (let seed = 1; seed <= SEEDS; seed++) {
    const rolling = new RollingWorld(seed);
    await rolling.start();
    const ids = rolling.pages.map(({ id }) => id);
    for (let i = 0; i < STOPS; i++) await rolling.rollOne();
    await rolling.steps(60, false);
    assertEquals(rolling.pages.map(({ id }) => id), ids, `seed ${seed}`);
    for (const [i, page] of rolling.pages.entries()) {
      const { isResumed, leftCount } = page;
      const expected = { isResumed: true, leftCount: 0 };
      assertEquals({ isResumed, leftCount }, expected, `seed ${seed}, ${i}`);
    }
    for (const [page, next] of rolling.neighbours()) {
      const numbers = [...Array(page.sentCount).keys()];
      assertEquals(next.got, numbers, `seed ${seed}, ${page.id}`);
    }
    for (const { bugs } of rolling.processes) assertEquals(bugs, []);
  }
});

Deno.test("a process that stops sends `server-closing` to the members of its sockets, and to no other", async () => {
  const world = new MemoryProcesses();
  const [a, b] = [await world.create(), await world.create()];
  const steps = async () => {
    for (let i = 0; i < 6; i++) await world.step();
  };
  const own = a.join({ room: "tea" });
  const elsewhere = b.join({ room: "tea" });
  const host = b.join({ room: "pot" });
  await steps();
  const forwarded = a.join({ room: "pot" });
  await steps();
  a.startDraining(300);
  await steps();
  const members = [own, forwarded, elsewhere, host];
  assertEquals(
    members.map((member) => member.last("server-closing")?.delayMs),
    [300, 300, undefined, undefined],
  );
  assertEquals(members.map(({ client }) => client.closed), [
    null,
    null,
    null,
    null,
  ]);
  await a.shutDown();
  await steps();
  assertEquals(members.map(({ client }) => client.closed?.code), [
    1012,
    1012,
    undefined,
    undefined,
  ]);
});

Deno.test("an owner that is killed costs the members at other processes no directed message, and none comes twice", async () => {
  for (let seed = 1; seed <= SEEDS; seed++) {
    const rolling = new RollingWorld(seed);
    const owner = await rolling.world.create();
    const opener = owner.join({ room: "tea" }, "198.51.100.1");
    await rolling.start();
    assert(owner.leases.has("tea"));
    await rolling.steps(rolling.below(8), true);
    rolling.talk();
    owner.kill();
    await rolling.steps(60, true);
    await rolling.steps(40, false);
    assertEquals(opener.count("welcome"), 1);
    for (const [page, next] of rolling.neighbours()) {
      const numbers = [...Array(page.sentCount).keys()];
      assertEquals(next.got, numbers, `seed ${seed}, ${page.room} ${page.id}`);
    }
    for (const { bugs } of rolling.processes) assertEquals(bugs, []);
  }
});
