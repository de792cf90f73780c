import { assertEquals } from "@std/assert";
import type { RoomRecord } from "../../../../signaling/room/room_store.ts";
import {
  LEASE_MS,
  type StoredFields,
} from "../../../../signaling/scale_out/backplane.ts";
import { RoomLeases } from "../../../../signaling/scale_out/room_leases.ts";
import { SharedRoomStore } from "../../../../signaling/scale_out/shared_room_store.ts";
import {
  MemoryBackplane,
  MemoryBackplaneStorage,
} from "../../../fakes/memory_backplane.ts";
import {
  CONTRACT_LIMITS,
  CONTRACT_ROOMS,
  CONTRACT_START_MS,
  testRoomStore,
} from "../room/room_store_contract.ts";

/** Stores over one storage, each of a process that takes every room. */
class SharedStores {
  nowMs = 0;
  readonly storage = new MemoryBackplaneStorage(() => this.nowMs);
  readonly leases: RoomLeases[] = [];

  async next(storeMs: number): Promise<SharedRoomStore> {
    // The lease of an earlier process has run out.
    this.nowMs += LEASE_MS;
    const id = `p${this.leases.length}`;
    const backplane = new MemoryBackplane(this.storage, id);
    const leases = new RoomLeases();
    this.leases.push(leases);
    const store = new SharedRoomStore({
      leaseOf: (room) => leases.leaseOf(room),
      store: (lease, change) => backplane.store(lease, change),
    }, CONTRACT_LIMITS);
    for (const room of CONTRACT_ROOMS) {
      const claim = await backplane.claim(room, true);
      if (claim.kind !== "taken") throw new Error("The lease is not free");
      leases.add(room, claim.fence, storeMs);
      store.adopt(room, claim.stored, storeMs);
    }
    return store;
  }
}

testRoomStore("SharedRoomStore", async () => {
  const stores = new SharedStores();
  return {
    store: await stores.next(CONTRACT_START_MS),
    restart: (nowMs) => stores.next(nowMs),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
});

const RECORD: RoomRecord = {
  isLocked: true,
  hosts: ["a"],
  membersSinceMs: 1,
  keptMembers: [],
  endedUntilMs: 0,
  emptyAtMs: null,
};

Deno.test("SharedRoomStore keeps what a room without a lease got, and writes it later", async () => {
  const stores = new SharedStores();
  const store = await stores.next(0);
  const leases = stores.leases[0] ?? new RoomLeases();
  const fence = leases.leaseOf("tea")?.fence ?? 0;
  leases.remove("tea");
  leases.add("tea", null, 0);
  store.save("tea", RECORD, 1);
  store.revoke("tea", "b", "removed", 1);
  assertEquals(stores.storage.fields.get("tea"), undefined);
  leases.add("tea", fence, 1);
  const foreign: StoredFields = {
    record: JSON.stringify({ ...RECORD, isLocked: false }),
    "revoked:c": JSON.stringify({ reason: "left", expiresMs: 10_000 }),
  };
  store.adopt("tea", foreign, 2);
  store.rewrite("tea", 2);
  assertEquals(store.load("tea", 2)?.isLocked, true);
  assertEquals(store.findRevocation("tea", "c", 2), "left");
  const written = [...stores.storage.fields.get("tea")?.keys() ?? []];
  assertEquals(written.sort(), ["record", "revoked:b", "revoked:c"]);
});

Deno.test("SharedRoomStore forgets a room and ignores what it cannot read", async () => {
  const store = await new SharedStores().next(0);
  store.save("tea", RECORD, 0);
  store.revoke("tea", "b", "left", 0);
  store.forget("tea");
  assertEquals(store.load("tea", 0), null);
  assertEquals(store.findRevocation("tea", "b", 0), null);
  const broken = { record: "{", "revoked:x": "{}", "revoked:y": "[", z: "1" };
  store.adopt("tea", broken, 0);
  assertEquals(store.load("tea", 0), null);
  assertEquals(store.findRevocation("tea", "x", 0), null);
});
