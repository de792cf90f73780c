import { assert, assertEquals } from "@std/assert";
import * as CLOSE from "../../../../signaling/close_codes.ts";
import type {
  FakeProcess,
  ProcessMember,
} from "../../../fakes/fake_process.ts";
import { MemoryProcesses } from "../../../fakes/memory_processes.ts";
import { createSeededRandom } from "../../../fakes/seeded_random.ts";

const SEEDS = 200;
const OPERATIONS = 40;
const ROOMS = ["tea", "pot"];
/** More than a lease, and less than the grace time. */
const RECOVERY_STEPS = 80;

/** A page: it comes again with its token when its socket is lost. */
interface Page {
  readonly room: string;
  member: ProcessMember;
  process: FakeProcess;
}

class Model {
  readonly world = new MemoryProcesses();
  readonly processes: FakeProcess[] = [];
  readonly pages: Page[] = [];
  readonly #below: (bound: number) => number;
  #isAway = false;
  #wasAway = false;

  constructor(seed: number) {
    this.#below = createSeededRandom(seed);
  }

  async start(): Promise<void> {
    for (let i = 0; i < 3; i++) this.processes.push(await this.world.create());
  }

  pick<T>(list: readonly T[]): T {
    const found = list[this.#below(list.length)];
    if (found === undefined) throw new TypeError("Nothing to pick from");
    return found;
  }

  async operate(): Promise<void> {
    const dice = this.#below(100) / 100;
    if (dice < 0.3) this.#open();
    else if (dice < 0.4) this.#leave();
    else if (dice < 0.5) this.#loseSocket();
    else if (dice < 0.6) await this.#endProcess(dice < 0.55);
    else if (dice < 0.65) {
      this.#isAway = !this.#isAway;
      this.#wasAway = true;
      this.world.storage.losesNextEntry = false;
      this.world.storage.isAway = this.#isAway;
    } else if (dice < 0.7) {
      // After an outage a connection that works loses nothing.
      this.world.storage.losesNextEntry = !this.#wasAway;
    } else if (dice < 0.73) await this.#stall();
    await this.steps(this.#below(6));
  }

  /** Everything works again, and every page has come again. */
  async recover(): Promise<void> {
    this.world.storage.isAway = false;
    this.world.storage.losesNextEntry = false;
    await this.steps(RECOVERY_STEPS);
    // What was lost last is noticed by the next message on that link.
    for (const { member } of this.pages) member.send({ event: "ping" });
    await this.steps(RECOVERY_STEPS);
  }

  async steps(count: number): Promise<void> {
    for (let i = 0; i < count; i++) {
      await this.world.step();
      for (const page of this.pages) this.#comeAgain(page);
    }
  }

  #open(): void {
    const room = this.pick(ROOMS);
    if (this.pages.filter((page) => page.room === room).length >= 6) return;
    const process = this.pick(this.processes);
    this.pages.push({ room, process, member: process.join({ room }) });
  }

  #leave(): void {
    const page = this.pages.shift();
    if (page === undefined || page.member.id === "") return;
    page.member.send({ event: "leave" });
    page.member.detach("left");
  }

  #loseSocket(): void {
    if (this.pages.length === 0) return;
    const page = this.pick(this.pages);
    if (page.member.id === "") return;
    page.member.detach("timeout");
    this.#rejoin(page);
  }

  async #endProcess(inOrder: boolean): Promise<void> {
    const process = this.pick(this.processes);
    this.processes.splice(this.processes.indexOf(process), 1);
    if (inOrder) await process.shutDown();
    else process.kill();
    this.processes.push(await this.world.create());
    for (const page of this.pages) {
      if (page.process === process) this.#rejoin(page);
    }
  }

  async #stall(): Promise<void> {
    const process = this.pick(this.processes);
    process.isStalled = true;
    await this.steps(40);
    process.isStalled = false;
  }

  #comeAgain(page: Page): void {
    const { closed } = page.member.client;
    if (closed?.code !== CLOSE.serviceRestart) return;
    page.member.detach("timeout");
    this.#rejoin(page);
  }

  #rejoin(page: Page): void {
    const { room, member } = page;
    const resumeToken = member.id === "" ? null : member.token;
    page.process = this.pick(this.processes);
    page.member = page.process.join({ room, resumeToken });
  }
}

Deno.test("after any faults each room has one owner, and its members hear each other", async () => {
  for (let seed = 1; seed <= SEEDS; seed++) {
    const model = new Model(seed);
    await model.start();
    for (let i = 0; i < OPERATIONS; i++) await model.operate();
    await model.recover();
    for (const room of ROOMS) {
      const pages = model.pages.filter((page) => page.room === room);
      for (const [i, { member }] of pages.entries()) {
        assertEquals(member.client.closed, null, `seed ${seed}, ${room} ${i}`);
        assert(member.id !== "", `seed ${seed}, ${room} ${i} has no seat`);
        member.send({ event: `from-${i}` });
      }
      await model.steps(5);
      for (const [i, { member }] of pages.entries()) {
        for (const j of pages.keys()) {
          const expected = i === j ? 0 : 1;
          assertEquals(
            member.count(`from-${j}`),
            expected,
            `seed ${seed}, ${room}: ${i} hears ${j}`,
          );
        }
      }
      const owners = model.processes.filter(({ leases }) => leases.has(room));
      // A seat whose member left unheard outlives it for the grace time.
      const counts = pages.length > 0 ? [1] : [0, 1];
      assert(counts.includes(owners.length), `seed ${seed}: ${owners.length}`);
    }
    for (const { bugs } of model.processes) assertEquals(bugs, []);
  }
});
