import { assertEquals } from "@std/assert";
import { selectSlice, Store } from "../../../../client/engine/store.ts";
import { settlePromises } from "../fakes/fake_clock.ts";

Deno.test("Store notifies once of several changes, and not after unsubscribing", async () => {
  const store = new Store({ a: 1, b: 1 });
  const heard: unknown[] = [];
  const stop = store.subscribe((state) => heard.push(state));
  store.set({ a: 2 });
  store.set({ b: 3 });
  assertEquals(store.get(), { a: 2, b: 3 });
  assertEquals(heard, []);
  await settlePromises();
  assertEquals(heard, [{ a: 2, b: 3 }]);
  stop();
  store.set({ a: 9 });
  await settlePromises();
  assertEquals(heard.length, 1);
});

Deno.test("Store makes a new state for each change", () => {
  const store = new Store({ a: 1 });
  const before = store.get();
  store.set({ a: 2 });
  assertEquals(before, { a: 1 });
});

Deno.test("selectSlice() reads and replaces one key of a state", () => {
  const store = new Store({ media: { isOn: false, id: "m" }, other: 1 });
  const media = selectSlice(store, "media");
  const before = store.get();
  media.set({ isOn: true });
  assertEquals(store.get(), { media: { isOn: true, id: "m" }, other: 1 });
  assertEquals(media.get(), store.get().media);
  assertEquals(before.media.isOn, false);
});
