import { MemoryRoomStore } from "../../../../signaling/room/memory_room_store.ts";
import { CONTRACT_LIMITS, testRoomStore } from "./room_store_contract.ts";

testRoomStore("MemoryRoomStore", () => {
  let store = new MemoryRoomStore(undefined, 0, CONTRACT_LIMITS);
  return Promise.resolve({
    store,
    restart: (nowMs) => {
      store = new MemoryRoomStore(store.content, nowMs, CONTRACT_LIMITS);
      return Promise.resolve(store);
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  });
});
