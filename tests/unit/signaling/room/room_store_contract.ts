/**
 * The contract of {@linkcode RoomStore}. Every implementation runs it.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import {
  EMPTY_ROOM_TTL_MS,
  REVOCATION_TTL_MS,
  type RoomRecord,
  type RoomStore,
  type RoomStoreLimits,
} from "../../../../signaling/room/room_store.ts";

/** A store under test. */
export interface StoreFixture extends AsyncDisposable {
  readonly store: RoomStore;
  /** Opens the same data as another process, after the first was killed. */
  restart(nowMs: number): Promise<RoomStore>;
}

/** Limits of the store under test. */
export const CONTRACT_LIMITS: RoomStoreLimits = {
  maxEmptyRooms: 20,
  maxRevokedIds: 30,
  maxUses: 40,
};

/**
 * Every room that the tests use, for stores that load rooms one by one: the one
 * with members last, since it expires last.
 */
export const CONTRACT_ROOMS: readonly string[] = [
  ...["tea", "pot", "cup", "찻집"],
  ...Array.from(
    { length: CONTRACT_LIMITS.maxEmptyRooms + 1 },
    (_, i) => `r${i}`,
  ),
  "occupied",
];

/** A time such that no expiry is near 0. */
export const CONTRACT_START_MS = 1_000_000_000_000;
const START = CONTRACT_START_MS;

const OCCUPIED: RoomRecord = {
  isLocked: true,
  hosts: ["host-1", "host_2"],
  membersSinceMs: START - 5,
  keptMembers: ["member-1"],
  endedUntilMs: 7,
  emptyAtMs: null,
};
const EMPTY: RoomRecord = {
  ...OCCUPIED,
  hosts: [],
  keptMembers: ["member-1", "member_2"],
  emptyAtMs: START,
};

/** Registers the tests; `open` creates an empty store with {@linkcode CONTRACT_LIMITS}. */
export function testRoomStore(
  name: string,
  open: () => Promise<StoreFixture>,
  ignore = false,
): void {
  const test = (
    behavior: string,
    fn: (fixture: StoreFixture) => Promise<void> | void,
  ) =>
    Deno.test({
      name: `${name} ${behavior}`,
      ignore,
      fn: async () => {
        await using fixture = await open();
        await fn(fixture);
      },
    });

  test("knows nothing of a room that was not saved", ({ store }) => {
    assertEquals(store.load("tea", START), null);
    assertEquals(store.findRevocation("tea", "a", START), null);
  });

  test("replaces a record, for each room its own", ({ store }) => {
    store.save("tea", EMPTY, START);
    store.save("찻집", OCCUPIED, START);
    store.save("tea", OCCUPIED, START);
    store.save("찻집", EMPTY, START);
    assertEquals(store.load("tea", START), OCCUPIED);
    assertEquals(store.load("찻집", START), EMPTY);
  });

  test("keeps an empty room for its time and no longer", ({ store }) => {
    store.save("tea", EMPTY, START);
    assertEquals(store.load("tea", START + EMPTY_ROOM_TTL_MS - 1), EMPTY);
    assertEquals(store.load("tea", START + EMPTY_ROOM_TTL_MS), null);
  });

  test("keeps a room with members for as long as it has them", ({ store }) => {
    store.save("tea", OCCUPIED, START);
    assertEquals(store.load("tea", START + 9 * EMPTY_ROOM_TTL_MS), OCCUPIED);
  });

  test("keeps a revoked id for its time and no longer", ({ store }) => {
    store.revoke("tea", "a", "removed", START);
    const find = (nowMs: number) => store.findRevocation("tea", "a", nowMs);
    assertEquals(find(START + REVOCATION_TTL_MS - 1), "removed");
    assertEquals(find(START + REVOCATION_TTL_MS), null);
  });

  test("keeps the reason of a revoked id, for each room its own", ({ store }) => {
    store.revoke("tea", "a", "left", START);
    store.revoke("tea", "b", "ended", START);
    store.revoke("pot", "a", "left", START);
    store.revoke("pot", "a", "removed", START);
    assertEquals(store.findRevocation("tea", "a", START), "left");
    assertEquals(store.findRevocation("tea", "b", START), "ended");
    assertEquals(store.findRevocation("pot", "a", START), "removed");
    assertEquals(store.findRevocation("pot", "b", START), null);
  });

  test("keeps the use of an invitation until its own expiry, over a restart and a flood of leaving members", async ({ store, restart }) => {
    const endMs = START + 9 * REVOCATION_TTL_MS;
    store.revoke("tea", "once:1", "used", START, endMs);
    for (let i = 0; i <= CONTRACT_LIMITS.maxRevokedIds; i++) {
      store.revoke("tea", `${i}`, "left", START);
    }
    for (const each of [store, await restart(endMs - 1)]) {
      assertEquals(each.findRevocation("tea", "once:1", endMs - 1), "used");
      assertEquals(each.findRevocation("tea", "once:1", endMs), null);
    }
  });

  test("keeps everything over a restart", async ({ store, restart }) => {
    store.save("tea", OCCUPIED, START);
    store.save("pot", EMPTY, START);
    store.save("cup", OCCUPIED, START);
    store.save("cup", { ...EMPTY, isLocked: false }, START);
    for (const reason of ["left", "removed", "ended"] as const) {
      store.revoke("tea", reason, reason, START);
    }
    const next = await restart(START + 1);
    assertEquals(next.load("tea", START + 1), OCCUPIED);
    assertEquals(next.load("pot", START + 1), EMPTY);
    assertEquals(next.load("cup", START + 1)?.isLocked, false);
    for (const reason of ["left", "removed", "ended"] as const) {
      assertEquals(next.findRevocation("tea", reason, START + 1), reason);
    }
  });

  test("expires rows of an earlier process at the same time", async (fixture) => {
    fixture.store.save("tea", EMPTY, START);
    fixture.store.revoke("tea", "a", "left", START);
    const next = await fixture.restart(START + 9);
    const endMs = START + EMPTY_ROOM_TTL_MS;
    assertEquals(next.load("tea", endMs - 1), EMPTY);
    assertEquals(next.load("tea", endMs), null);
    assertEquals(next.findRevocation("tea", "a", endMs), null);
  });

  test("keeps a room whose process was killed for a day, over any number of restarts", async (fixture) => {
    fixture.store.save("tea", OCCUPIED, START);
    await fixture.restart(START + 1_000);
    const next = await fixture.restart(START + 5_000);
    const endMs = START + 1_000 + EMPTY_ROOM_TTL_MS;
    assertEquals(next.load("tea", endMs - 1), OCCUPIED);
    next.save("tea", OCCUPIED, START + 6_000);
    assertEquals(next.load("tea", endMs), OCCUPIED);
  });

  test("drops the room that has been empty for longest beyond its limit, and none with members", async ({ store, restart }) => {
    store.save("occupied", OCCUPIED, START);
    for (let i = 0; i <= CONTRACT_LIMITS.maxEmptyRooms; i++) {
      store.save(`r${i}`, EMPTY, START);
    }
    for (const each of [store, await restart(START)]) {
      assertEquals(each.load("occupied", START), OCCUPIED);
      assertEquals(each.load("r0", START), null);
      assertEquals(each.load("r2", START), EMPTY);
      assertEquals(
        each.load(`r${CONTRACT_LIMITS.maxEmptyRooms}`, START),
        EMPTY,
      );
    }
  });

  test("drops the oldest revoked id beyond its limit", async ({ store, restart }) => {
    for (let i = 0; i <= CONTRACT_LIMITS.maxRevokedIds; i++) {
      store.revoke("tea", `${i}`, "left", START + i);
    }
    const endMs = START + CONTRACT_LIMITS.maxRevokedIds;
    for (const each of [store, await restart(endMs)]) {
      assertEquals(each.findRevocation("tea", "0", endMs), null);
      assertEquals(each.findRevocation("tea", "1", endMs), "left");
      const newest = each.findRevocation(
        "tea",
        `${CONTRACT_LIMITS.maxRevokedIds}`,
        endMs,
      );
      assertEquals(newest, "left");
    }
  });
}
