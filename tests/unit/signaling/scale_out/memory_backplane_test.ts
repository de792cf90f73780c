import { LEASE_MS } from "../../../../signaling/scale_out/backplane.ts";
import {
  MemoryBackplane,
  MemoryBackplaneStorage,
} from "../../../fakes/memory_backplane.ts";
import { testBackplane } from "./backplane_contract.ts";

testBackplane("MemoryBackplane", () => {
  let nowMs = 1_000;
  let count = 0;
  const storage = new MemoryBackplaneStorage(() => nowMs);
  return Promise.resolve({
    connect: () =>
      Promise.resolve(new MemoryBackplane(storage, `process-${++count}`)),
    expireAll: () => {
      nowMs += LEASE_MS;
      return Promise.resolve();
    },
    loseAll: () => {
      storage.lose();
      return Promise.resolve();
    },
    settle: async () => {
      for (let i = 0; i < 20; i++) await Promise.resolve();
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  });
});
