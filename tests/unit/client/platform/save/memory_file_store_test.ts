import { assert, assertEquals } from "@std/assert";
import {
  MAX_MEMORY_BYTES,
  MemoryFileStore,
} from "../../../../../client/platform/save/memory_file_store.ts";

Deno.test("MemoryFileStore keeps the bytes of a file, with a neutral type", async () => {
  const store = new MemoryFileStore();
  const sink = store.open(5);
  assert(sink);
  await sink.write(new Uint8Array([1, 2, 3]));
  await sink.write(new Uint8Array([4, 5]));
  const saved = await sink.close();
  const response = await fetch(saved.url ?? "");
  assertEquals(
    response.headers.get("content-type"),
    "application/octet-stream",
  );
  assertEquals([...await response.bytes()], [1, 2, 3, 4, 5]);
  saved.dispose();
});

Deno.test("MemoryFileStore has no room beyond its cap until a file is disposed", async () => {
  const store = new MemoryFileStore();
  const first = store.open(MAX_MEMORY_BYTES - 1);
  assertEquals(store.open(2), null);
  const last = store.open(1);
  assert(first && last);
  await first.abort();
  await first.abort();
  assertEquals(store.freeBytes, MAX_MEMORY_BYTES - 1);
  const saved = await last.close();
  assertEquals(store.freeBytes, MAX_MEMORY_BYTES - 1);
  saved.dispose();
  saved.dispose();
  assertEquals(store.freeBytes, MAX_MEMORY_BYTES);
});
