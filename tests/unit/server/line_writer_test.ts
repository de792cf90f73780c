import { assert, assertEquals, assertMatch } from "@std/assert";
import {
  type LineSink,
  LineWriter,
  MAX_WAITING_BYTES,
} from "../../../server/line_writer.ts";

const NO_LIMIT_MS = 1_000_000;

/** A stream whose state a test sets. */
class FakeSink implements LineSink {
  text = "";
  failure: Error | null = null;
  maxBytes = Infinity;
  #gate = Promise.resolve();
  #open: () => void = () => {};

  async write(bytes: Uint8Array): Promise<number> {
    await this.#gate;
    if (this.failure) throw this.failure;
    const part = bytes.subarray(0, this.maxBytes);
    this.text += new TextDecoder().decode(part);
    return part.length;
  }

  stall(): void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#gate = promise;
    this.#open = resolve;
  }

  goOn(): void {
    this.#open();
  }
}

Deno.test("LineWriter writes lines in order, also to a stream that takes a few bytes at a time", async () => {
  const sink = new FakeSink();
  sink.maxBytes = 3;
  const writer = new LineWriter(sink);
  for (const line of ["first line", "second", ""]) writer.writeLine(line);
  await writer.flush(NO_LIMIT_MS);
  assertEquals(sink.text, "first line\nsecond\n\n");
});

Deno.test("LineWriter drops lines that cannot be written, and says how many once it can", async () => {
  const sink = new FakeSink();
  sink.failure = new Error("No space left on device (os error 28)");
  const writer = new LineWriter(sink);
  writer.writeLine("a");
  writer.writeLine("b");
  await writer.flush(NO_LIMIT_MS);
  sink.failure = null;
  writer.writeLine("c");
  await writer.flush(NO_LIMIT_MS);
  assertEquals(
    sink.text,
    "c\n2 earlier lines could not be written: No space left on device (os error 28)\n",
  );
});

Deno.test("LineWriter keeps a bounded number of bytes for a stream that is not read, and returns from flush()", async () => {
  const sink = new FakeSink();
  sink.stall();
  const writer = new LineWriter(sink);
  const line = "x".repeat(1023);
  for (let i = 0; i < 1_000; i++) writer.writeLine(line);
  await writer.flush(1);
  assertEquals(sink.text, "");
  sink.goOn();
  await writer.flush(NO_LIMIT_MS);
  const kept = MAX_WAITING_BYTES / 1024;
  assertMatch(
    sink.text,
    new RegExp(`^(x{1023}\n)\\d+ earlier lines`),
  );
  assertEquals(sink.text.split(line).length - 1, kept);
  assert(sink.text.includes(`${1_000 - kept} earlier lines could not`));
});
