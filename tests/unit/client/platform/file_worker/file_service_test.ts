import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  ChainedHash,
  pickDigest,
} from "../../../../../client/platform/file_worker/chained_hash.ts";
import type {
  FileRequest,
  FileResults,
} from "../../../../../client/platform/file_worker/file_requests.ts";
import { FileService } from "../../../../../client/platform/file_worker/file_service.ts";
import { makeBytes } from "../../fakes/fake_file_world.ts";

const SIZE = 3_000_001;
const BLOCK = 700_000;
const digest = pickDigest(crypto.subtle);

async function checksumOf(bytes: Uint8Array): Promise<string> {
  const hash = new ChainedHash(digest);
  await hash.update(bytes);
  return await hash.finish();
}

function isBlock(
  result: FileResults[keyof FileResults],
): result is FileResults["read"] {
  return typeof result === "object" && result !== null && "sha256" in result;
}

/** Reads a file to its end; resolves to its bytes and the checksum. */
async function readAll(service: FileService, file: number, content: Blob) {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let sha256: string | null = null;
  for (let start = 0; start < content.size; start += BLOCK) {
    const end = Math.min(start + BLOCK, content.size);
    const block = await service.handle({
      kind: "read",
      file,
      content,
      start,
      end,
    });
    assert(isBlock(block));
    assertEquals(block.sha256 === null, end < content.size);
    sha256 = block.sha256;
    parts.push(block.bytes);
  }
  return { bytes: await new Blob(parts).bytes(), sha256 };
}

Deno.test("FileService reads a file for two receivers and hashes it once", async () => {
  const service = new FileService(digest);
  const bytes = makeBytes(SIZE);
  const content = new Blob([bytes]);
  const [first, second] = await Promise.all([
    readAll(service, 1, content),
    readAll(service, 1, content),
  ]);
  assertEquals(first?.bytes, bytes);
  assertEquals(first?.sha256, await checksumOf(bytes));
  assertEquals(second, first);
});

Deno.test("FileService refuses to read beyond what it has hashed", async () => {
  const service = new FileService(digest);
  const content = new Blob([makeBytes(9)]);
  const request: FileRequest = {
    kind: "read",
    file: 1,
    content,
    start: 3,
    end: 9,
  };
  await assertRejects(() => service.handle(request), RangeError);
});

Deno.test("FileService keeps a file in memory with its checksum", async () => {
  const service = new FileService(digest);
  const bytes = makeBytes(SIZE);
  await service.handle({ kind: "open", file: 1, target: { kind: "memory" } });
  for (let at = 0; at < SIZE; at += BLOCK) {
    const chunks = [bytes.slice(at, at + 9), bytes.slice(at + 9, at + BLOCK)];
    await service.handle({ kind: "write", file: 1, chunks });
  }
  const sha256 = await service.handle({ kind: "digest", file: 1 });
  assertEquals(sha256, await checksumOf(bytes));
  const content = await service.handle({ kind: "close", file: 1 });
  assert(content instanceof Blob);
  assertEquals(await content.bytes(), bytes);
});

Deno.test("FileService writes nothing to a file that was discarded", async () => {
  const service = new FileService(digest);
  await service.handle({ kind: "open", file: 1, target: { kind: "memory" } });
  await service.handle({ kind: "abort", file: 1 });
  const chunks = [makeBytes(5)];
  await assertRejects(() => service.handle({ kind: "write", file: 1, chunks }));
});
