import { assert, assertEquals } from "@std/assert";
import type { SinkOpener } from "../../../../../client/platform/file_worker/file_worker_client.ts";
import { pickDigest } from "../../../../../client/platform/file_worker/chained_hash.ts";
import { FileService } from "../../../../../client/platform/file_worker/file_service.ts";
import {
  MAX_MEMORY_BYTES,
  MemoryFileStore,
} from "../../../../../client/platform/save/memory_file_store.ts";

/** Opens files as the worker does, on this thread. */
function makeOpener(): SinkOpener {
  const service = new FileService(pickDigest(crypto.subtle));
  let files = 0;
  return {
    openSink: async (target, end) => {
      const file = ++files;
      await service.handle({ kind: "open", file, target });
      return {
        write: async (chunks) =>
          void await service.handle({ kind: "write", file, chunks }),
        sha256: async () =>
          String(await service.handle({ kind: "digest", file })),
        close: async () => {
          const content = await service.handle({ kind: "close", file });
          assert(content instanceof Blob);
          return await end.saved(content);
        },
        abort: () => end.discarded(),
      };
    },
  };
}

Deno.test("MemoryFileStore keeps the bytes of a file, with a neutral type", async () => {
  const store = new MemoryFileStore(makeOpener());
  const sink = await store.open(5);
  assert(sink);
  await sink.write([new Uint8Array([1, 2, 3])]);
  await sink.write([new Uint8Array([4]), new Uint8Array([5])]);
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
  const store = new MemoryFileStore(makeOpener());
  const first = await store.open(MAX_MEMORY_BYTES - 1);
  assertEquals(await store.open(2), null);
  const last = await store.open(1);
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

Deno.test("MemoryFileStore takes no room for a file that cannot be opened", async () => {
  const store = new MemoryFileStore({
    openSink: () => Promise.reject(new Error("The file worker failed")),
  });
  await store.open(7).catch(() => {});
  assertEquals(store.freeBytes, MAX_MEMORY_BYTES);
});
