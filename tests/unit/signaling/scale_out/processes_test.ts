import { assertEquals } from "@std/assert";
import * as CLOSE from "../../../../signaling/close_codes.ts";
import { MemoryProcesses } from "../../../fakes/memory_processes.ts";
import { testProcesses } from "./processes_suite.ts";

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
