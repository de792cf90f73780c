/**
 * What several processes promise together. The suite runs over the backplane in
 * memory and over a real Redis.
 *
 * @module
 */
import { assert, assertEquals, assertNotEquals } from "@std/assert";
import * as CLOSE from "../../../../signaling/close_codes.ts";
import type {
  FakeProcess,
  ProcessMember,
} from "../../../fakes/fake_process.ts";

/** Processes under test. */
export interface ProcessesFixture extends AsyncDisposable {
  /** Starts a process. */
  create(): Promise<FakeProcess>;
  /** Lets time pass: at most half a second, with a renewal of each process. */
  step(): Promise<void>;
  /** Takes the backplane away, and gives it back without its content. */
  setAway(isAway: boolean): Promise<void>;
}

/** Steps after which a test fails: more than a lease, twice. */
const MAX_STEPS = 400;

/** Registers the tests. */
export function testProcesses(
  name: string,
  open: () => Promise<ProcessesFixture>,
  ignore = false,
): void {
  const test = (
    behavior: string,
    fn: (world: World) => Promise<void>,
  ) =>
    Deno.test({
      name: `${name}: ${behavior}`,
      ignore,
      fn: async () => {
        await using fixture = await open();
        const world = new World(fixture);
        await fn(world);
        assertEquals(world.bugs, []);
      },
    });

  test("members of one room at different processes meet and exchange messages", async (world) => {
    const [a, b, c] = await world.start();
    const ann = await world.join(a);
    const ben = await world.join(b);
    const cid = await world.join(c);
    const peers = cid.last("welcome")?.peers;
    assertEquals(peers, [{ id: ann.id, info: {} }, { id: ben.id, info: {} }]);
    await world.until(() => ben.count("peer-joined") === 1);
    for (let i = 0; i < 20; i++) {
      ben.send({ event: "count", data: i });
      ben.send({ event: "direct", data: i, to: cid.id });
    }
    await world.until(() =>
      ann.count("count") === 20 && cid.count("direct") === 20
    );
    const numbers = (member: ProcessMember, event: string) =>
      member.received.filter((each) => each.event === event)
        .map(({ data }) => data);
    assertEquals(numbers(ann, "count"), [...Array(20).keys()]);
    assertEquals(numbers(cid, "direct"), [...Array(20).keys()]);
    assertEquals([ann.count("direct"), ben.count("count")], [0, 0]);
    ben.send({ event: "info", data: { name: "Ben" } });
    await world.until(() => ann.last("peer-info") !== null);
    assertEquals(ann.last("peer-info"), { id: ben.id, info: { name: "Ben" } });
  });

  test("the ICE servers of a seat are those of the owner's relay", async (world) => {
    const [a, b] = await world.start();
    const ann = await world.join(a);
    const ben = await world.join(b);
    assertEquals(
      ben.last("welcome")?.iceServers,
      ann.last("welcome")?.iceServers,
    );
  });

  test("a member resumes its seat at any process, without a gap", async (world) => {
    const [a, b, c] = await world.start();
    const ann = await world.join(a);
    const ben = await world.join(b);
    ben.detach("timeout");
    await world.settle();
    ann.send({ event: "missed", to: ben.id });
    await world.settle();
    const again = await world.join(c, { resumeToken: ben.token });
    assertEquals(again.id, ben.id);
    assertEquals(again.last("welcome")?.resumed, true);
    await world.until(() => again.count("missed") === 1);
    assertEquals(ann.count("peer-left"), 0);
  });

  test("an older socket of a page does not take the seat from a newer one, wherever they are", async (world) => {
    const [a, b, c] = await world.start();
    await world.join(a);
    const ben = await world.join(b);
    const resume = { resumeToken: ben.token, receivedCount: 0 };
    const newer = c.join(resume, "192.0.2.2", "page-of-b-8");
    await world.until(() => newer.count("welcome") === 1);
    const older = b.join(resume, "192.0.2.2", "page-of-b-7");
    await world.until(() => older.client.closed !== null);
    assertEquals(older.client.closed?.code, CLOSE.replaced);
    assertEquals(older.received, []);
    assertEquals(newer.client.closed, null);
  });

  test("a member leaves, wherever its socket is", async (world) => {
    const [a, b] = await world.start();
    const ann = await world.join(a);
    const ben = await world.join(b);
    ben.send({ event: "leave" });
    await world.until(() =>
      ann.count("peer-left") === 1 && ben.client.closed !== null
    );
    assertEquals(ben.client.closed?.code, CLOSE.normal);
    const late = b.join({ resumeToken: ben.token });
    await world.until(() => late.client.closed !== null);
    assertEquals(late.client.closed?.code, CLOSE.badResume);
  });

  test("a locked room admits a knock and removes a member across processes", async (world) => {
    const [a, b, c] = await world.start();
    const ann = await world.join(a);
    ann.send({ event: "lock", data: { locked: true } });
    const ben = b.join();
    await world.until(() => ben.count("locked") === 1);
    ben.send({ event: "knock", data: { name: "Ben" } });
    await world.until(() => ann.count("knock") === 1);
    ann.send({ event: "admit", data: { id: ann.last("knock")?.id } });
    await world.until(() => ben.id !== "");
    const cid = c.join();
    await world.until(() => cid.count("locked") === 1);
    cid.detach("left");
    ann.send({ event: "remove", data: { id: ben.id } });
    await world.until(() => ben.client.closed?.code === CLOSE.removed);
    const late = c.join({ resumeToken: ben.token });
    await world.until(() => late.client.closed !== null);
    assertEquals(late.client.closed?.code, CLOSE.removed);
  });

  test("the roster of a room is the same at each process", async (world) => {
    const [a, b] = await world.start();
    const ann = await world.join(a);
    ann.send({ event: "info", data: { name: "Ann" } });
    const roster = await world.answer(b.scaleOut.rosterOf("tea"));
    assertEquals(roster, { room: "tea", members: [{ name: "Ann" }] });
    const empty = await world.answer(b.scaleOut.rosterOf("pot"));
    assertEquals(empty, { room: null, members: [] });
  });

  test("another process takes the rooms of one that is killed, with lock, hosts and members", async (world) => {
    const [a, b, c] = await world.start();
    const ann = await world.join(a);
    const ben = await world.join(b);
    const cid = await world.join(c);
    ann.send({ event: "lock", data: { locked: true } });
    await world.until(() => cid.last("room")?.locked === true);
    a.kill();
    await world.until(() =>
      ben.count("welcome") >= 2 && cid.count("welcome") >= 2
    );
    const welcome = cid.last("welcome");
    assertEquals(welcome?.locked, true);
    assertEquals([ben.client.closed, cid.client.closed], [null, null]);
    ben.send({ event: "hello", to: cid.id });
    await world.until(() => cid.count("hello") === 1);
    // Its own members come again at any process, and the host is a host.
    const again = await world.join(c, { resumeToken: ann.token });
    assertEquals(again.id, ann.id);
    assertEquals(again.last("welcome")?.hosts, [ann.id]);
    const late = b.join();
    await world.until(() => late.count("locked") === 1);
  });

  test("what members elsewhere send to an owner that is killed arrives through the next one, once", async (world) => {
    const [a, b, c] = await world.start();
    await world.join(a);
    const ben = await world.join(b);
    const cid = await world.join(c);
    const send = (data: number) =>
      ben.send({ event: "direct", data, to: cid.id });
    for (let i = 0; i < 5; i++) send(i);
    await world.until(() => cid.count("direct") === 5);
    await world.settle();
    a.kill();
    for (let i = 5; i < 10; i++) {
      send(i);
      await world.fixture.step();
    }
    await world.until(() => cid.count("direct") >= 10);
    await world.settle();
    const numbers = cid.received.filter(({ event }) => event === "direct")
      .map(({ data }) => data);
    assertEquals(numbers, [...Array(10).keys()]);
  });

  test("members elsewhere go on at once when the owner shuts down", async (world) => {
    const [a, b, c] = await world.start();
    const ann = await world.join(a);
    const ben = await world.join(b);
    const cid = await world.join(c);
    ann.send({ event: "info", data: { name: "Ann" } });
    await world.until(() => cid.last("peer-info") !== null);
    await a.shutDown();
    assertEquals(ann.client.closed?.code, CLOSE.serviceRestart);
    await world.until(() =>
      ben.count("welcome") === 2 && cid.count("welcome") === 2
    );
    assertEquals(ben.last("welcome")?.resumed, true);
    cid.send({ event: "hello", to: ben.id });
    cid.send({ event: "missed", to: ann.id });
    await world.until(() => ben.count("hello") === 1);
    const again = await world.join(b, { resumeToken: ann.token });
    await world.until(() => again.count("missed") === 1);
    assertEquals(again.last("welcome")?.resumed, true);
    const events = ben.received.map(({ event }) => event);
    assertEquals(events.includes("peer-left"), false);
    const peers = [ann.id, cid.id];
    const roster = await world.answer(c.scaleOut.rosterOf("tea"));
    assertEquals(roster.members.length, peers.length + 1);
  });

  test("members at a process that is killed are away, and come again", async (world) => {
    const [a, b, c] = await world.start();
    const ann = await world.join(a);
    const ben = await world.join(b);
    b.kill();
    await world.until(() => a.scaleOut.stats.remoteClients === 0);
    ann.send({ event: "missed", to: ben.id });
    const again = await world.join(c, { resumeToken: ben.token });
    await world.until(() => again.count("missed") === 1);
    assertEquals(again.last("welcome")?.resumed, true);
    assertEquals(ann.count("peer-left"), 0);
  });

  test("a process that stalled ends its rooms before it handles a message, and its members resume at the next owner", async (world) => {
    const [a, b] = await world.start();
    const ann = await world.join(a);
    const amy = await world.join(a);
    const ben = await world.join(b);
    a.isStalled = true;
    await world.until(() => ben.count("welcome") === 2);
    amy.send({ event: "late" });
    a.isStalled = false;
    await world.settle();
    const closes = [ann, amy].map(({ client }) => client.closed?.code);
    assertEquals(closes, [CLOSE.serviceRestart, CLOSE.serviceRestart]);
    assertEquals([ann.count("late"), ben.count("late")], [0, 0]);
    const again = await world.join(a, { resumeToken: ann.token });
    await world.until(() => ben.last("peer-joined")?.id === ann.id);
    ben.send({ event: "hello", to: ann.id });
    await world.until(() => again.count("hello") === 1);
    assertEquals(ann.count("hello"), 0);
  });

  test("a room is free again after its last member left", async (world) => {
    const [a, b] = await world.start();
    const ann = await world.join(a);
    ann.send({ event: "leave" });
    await world.until(() => a.leases.size === 0);
    await world.join(b);
    assert(b.leases.has("tea"));
  });

  test("without the backplane rooms of one process go on, and new ones open; afterwards each has one owner", async (world) => {
    const [a, b] = await world.start();
    const ann = await world.join(a);
    const amy = await world.join(a);
    const ben = await world.join(b);
    ann.send({ event: "lock", data: { locked: true } });
    await world.settle();
    await world.fixture.setAway(true);
    await world.until(() => ben.client.closed !== null);
    assertEquals(ben.client.closed?.code, CLOSE.serviceRestart);
    await world.until(() => !a.scaleOut.stats.isAvailable);
    ann.send({ event: "hello" });
    await world.until(() => amy.count("hello") === 1);
    const pia = await world.join(b, { room: "pot" });
    const pam = await world.join(a, { room: "pot" });
    assertNotEquals(pia.id, pam.id);

    await world.fixture.setAway(false);
    await world.until(() =>
      a.scaleOut.stats.isAvailable && b.scaleOut.stats.isAvailable
    );
    assertEquals([ann.client.closed, amy.client.closed], [null, null]);
    // The other half of a room that two processes opened comes again.
    await world.until(() =>
      (pia.client.closed === null) !== (pam.client.closed === null)
    );
    const lost = pia.client.closed === null ? pam : pia;
    const kept = lost === pia ? pam : pia;
    assertEquals(lost.client.closed?.code, CLOSE.serviceRestart);
    const back = await world.join(b, { resumeToken: lost.token });
    await world.until(() => kept.last("peer-joined")?.id === back.id);
    // Lock and hosts are still those of the members, though Redis lost them.
    const benAgain = await world.join(b, { resumeToken: ben.token });
    assertEquals(benAgain.last("welcome")?.locked, true);
    assertEquals(benAgain.last("welcome")?.hosts, [ann.id]);
    assertEquals(a.availability, [false, true]);
  });
}

/** The processes of a test. */
class World {
  readonly fixture: ProcessesFixture;
  #processes: FakeProcess[] = [];

  constructor(fixture: ProcessesFixture) {
    this.fixture = fixture;
  }

  get bugs(): readonly unknown[] {
    return this.#processes.flatMap(({ bugs }) => bugs);
  }

  /** Starts three processes. */
  async start(): Promise<[FakeProcess, FakeProcess, FakeProcess]> {
    const a = await this.fixture.create();
    const b = await this.fixture.create();
    const c = await this.fixture.create();
    this.#processes = [a, b, c];
    return [a, b, c];
  }

  /** Joins a client and waits for its seat. */
  async join(
    process: FakeProcess,
    parameters: Parameters<FakeProcess["join"]>[0] = {},
  ): Promise<ProcessMember> {
    const member = process.join(parameters);
    await this.until(() => member.count("welcome") === 1);
    return member;
  }

  /** Lets time pass until the condition is true. */
  async until(condition: () => boolean): Promise<void> {
    for (let i = 0; i < MAX_STEPS; i++) {
      if (condition()) return;
      await this.fixture.step();
    }
    throw new Error(`Never true: ${condition}`);
  }

  /** Lets messages on their way arrive. */
  async settle(): Promise<void> {
    for (let i = 0; i < 5; i++) await this.fixture.step();
  }

  /** Lets time pass until the answer is there. */
  async answer<T>(promise: Promise<T>): Promise<T> {
    let isDone = false;
    promise.finally(() => isDone = true);
    await this.until(() => isDone);
    return await promise;
  }
}
