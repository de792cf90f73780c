/**
 * The contract of {@linkcode Backplane}. Every implementation runs it.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import type { Backplane } from "../../../../signaling/scale_out/backplane.ts";

/** Backplanes of several processes over one storage. */
export interface BackplaneFixture extends AsyncDisposable {
  /** The backplane of another process. */
  connect(): Promise<Backplane>;
  /** Lets every lease and sign of life run out. */
  expireAll(): Promise<void>;
  /** Loses everything that is stored. */
  loseAll(): Promise<void>;
  /** Lets commands and entries on their way arrive. */
  settle(): Promise<void>;
}

/** Registers the tests. */
export function testBackplane(
  name: string,
  open: () => Promise<BackplaneFixture>,
  ignore = false,
): void {
  const test = (
    behavior: string,
    fn: (fixture: BackplaneFixture) => Promise<void>,
  ) =>
    Deno.test({
      name: `${name} ${behavior}`,
      ignore,
      fn: async () => {
        await using fixture = await open();
        await fn(fixture);
      },
    });

  test("gives a room to one process, by a growing fencing number", async (fixture) => {
    const a = await fixture.connect();
    const b = await fixture.connect();
    assertEquals(await b.claim("tea", false), { kind: "unowned" });
    const taken = { kind: "taken", fence: 1, stored: {} } as const;
    assertEquals(await a.claim("tea", true), taken);
    const owner = { process: a.processId, fence: 1 };
    assertEquals(await b.claim("tea", true), { kind: "held", owner });
    assertEquals(await a.claim("tea", true), { kind: "held", owner });
    assertEquals(await b.claim("찻집", true), taken);
    a.release({ room: "tea", fence: 1 });
    await fixture.settle();
    assertEquals(await b.claim("tea", true), { ...taken, fence: 2 });
  });

  test("says what became of leases, rooms and processes", async (fixture) => {
    const a = await fixture.connect();
    const b = await fixture.connect();
    const none = { held: [], watched: [], peers: [] };
    await a.claim("tea", true);
    await b.renew(none);
    const held = [{ room: "tea", fence: 1 }];
    const request = { held, watched: ["pot", "tea"], peers: [b.processId] };
    const owner = { process: a.processId, fence: 1 };
    assertEquals(await a.renew(request), {
      held: ["kept"],
      owners: [null, owner],
      alive: [true],
    });
    await fixture.expireAll();
    assertEquals((await a.renew({ ...request, held: [] })).owners, [
      null,
      null,
    ]);
    assertEquals((await a.renew(request)).alive, [false]);
  });

  test("restores a lease that ran out, unless another process had the room since", async (fixture) => {
    const a = await fixture.connect();
    const b = await fixture.connect();
    await a.claim("tea", true);
    const request = {
      held: [{ room: "tea", fence: 1 }],
      watched: [],
      peers: [],
    };
    await fixture.expireAll();
    assertEquals((await a.renew(request)).held, ["restored"]);
    assertEquals((await b.claim("tea", true)).kind, "held");
    await fixture.expireAll();
    await b.claim("tea", true);
    assertEquals((await a.renew(request)).held, ["lost"]);
    b.release({ room: "tea", fence: 2 });
    await fixture.settle();
    assertEquals((await a.renew(request)).held, ["lost"]);
  });

  test("restores a lease of which everything is lost, and the number grows on", async (fixture) => {
    const a = await fixture.connect();
    const b = await fixture.connect();
    await a.claim("tea", true);
    a.release({ room: "tea", fence: 1 });
    await fixture.settle();
    await a.claim("tea", true);
    await fixture.loseAll();
    const request = {
      held: [{ room: "tea", fence: 2 }],
      watched: [],
      peers: [],
    };
    assertEquals((await a.renew(request)).held, ["restored"]);
    await fixture.expireAll();
    const next = await b.claim("tea", true);
    assertEquals(next, { kind: "taken", fence: 3, stored: {} });
  });

  test("stores fields for the owner and hands them to the next", async (fixture) => {
    const a = await fixture.connect();
    const b = await fixture.connect();
    await a.claim("tea", true);
    const lease = { room: "tea", fence: 1 };
    a.store(lease, { set: { record: "1", "revoked:x": "2" }, remove: [] });
    a.store(lease, { set: { record: "3 마루" }, remove: ["revoked:x", "y"] });
    b.store(lease, { set: { record: "foreign" }, remove: [] });
    await fixture.settle();
    await fixture.expireAll();
    const next = await b.claim("tea", true);
    const stored = { record: "3 마루" };
    assertEquals(next, { kind: "taken", fence: 2, stored });
    a.store(lease, { set: { record: "late" }, remove: ["record"] });
    a.release(lease);
    await fixture.settle();
    b.release({ room: "tea", fence: 2 });
    await fixture.settle();
    assertEquals(await a.claim("tea", true), {
      kind: "taken",
      fence: 3,
      stored,
    });
  });

  test("carries entries to one process, in order", async (fixture) => {
    const a = await fixture.connect();
    const b = await fixture.connect();
    const received: string[][] = [[], []];
    for (const [i, backplane] of [a, b].entries()) {
      await backplane.start({
        receive: (entry) => received[i]?.push(entry),
        interrupted: () => received[i]?.push("interrupted"),
      });
    }
    const entries = Array.from({ length: 50 }, (_, i) => `마루 ${i}\n"`);
    for (const entry of entries) a.send(b.processId, entry);
    b.send(a.processId, "back");
    a.send("nobody", "lost");
    await fixture.settle();
    assertEquals(received, [["back"], entries]);
  });
}
