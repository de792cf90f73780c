import { assertEquals } from "@std/assert";
import { CLOSE } from "../../../../signaling/protocol.ts";
import { FakeProcess } from "../../../fakes/fake_process.ts";
import {
  MemoryBackplane,
  MemoryBackplaneStorage,
} from "../../../fakes/memory_backplane.ts";
import { type ProcessesFixture, testProcesses } from "./processes_suite.ts";

const STEP_MS = 100;

/** Processes over a storage in memory, with a clock that each step advances. */
class MemoryProcesses implements ProcessesFixture {
  nowMs = 1_000_000;
  readonly storage = new MemoryBackplaneStorage(() => this.nowMs);
  readonly #processes: FakeProcess[] = [];

  async create(): Promise<FakeProcess> {
    const id = String.fromCharCode(97 + this.#processes.length);
    const backplane = new MemoryBackplane(this.storage, id);
    const process = new FakeProcess({
      backplane,
      nowMs: () => this.nowMs,
      kill: () => backplane.kill(),
    });
    this.#processes.push(process);
    await process.scaleOut.start();
    return process;
  }

  async step(): Promise<void> {
    this.nowMs += STEP_MS;
    if (this.nowMs % 500 === 0) {
      for (const process of this.#processes) await process.renew();
    }
    for (let i = 0; i < 20; i++) await Promise.resolve();
  }

  setAway(isAway: boolean): Promise<void> {
    if (!isAway) this.storage.lose();
    this.storage.isAway = isAway;
    return Promise.resolve();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return Promise.resolve();
  }
}

testProcesses(
  "Processes over memory",
  () => Promise.resolve(new MemoryProcesses()),
);

Deno.test("a lost entry is noticed: the client comes again and misses nothing", async () => {
  const world = new MemoryProcesses();
  const a = await world.create();
  const b = await world.create();
  const steps = async () => {
    for (let i = 0; i < 5; i++) await world.step();
  };
  const ann = a.join();
  await steps();
  const ben = b.join();
  await steps();
  assertEquals(ben.count("welcome"), 1);
  world.storage.losesNextEntry = true;
  ann.send({ event: "first", to: ben.id });
  await steps();
  ann.send({ event: "second", to: ben.id });
  await steps();
  assertEquals(ben.count("first"), 0);
  assertEquals(ben.client.closed?.code, CLOSE.serviceRestart);
  ben.detach("timeout");
  const again = b.join({ resumeToken: ben.token, receivedCount: 0 });
  await steps();
  assertEquals(again.received.map(({ event }) => event), [
    "welcome",
    "first",
    "second",
  ]);
  assertEquals(ann.count("peer-left"), 0);
});
