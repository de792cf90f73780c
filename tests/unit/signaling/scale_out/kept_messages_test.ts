import { assertEquals } from "@std/assert";
import {
  type KeptBytes,
  KeptMessages,
  MAX_KEPT_BYTES,
} from "../../../../signaling/scale_out/kept_messages.ts";

function messagesOf(count: number, bytes = 10) {
  return Array.from({ length: count }, (_, i) => ({ text: `${i}`, bytes }));
}

function textsOf(messages: readonly { readonly text: string }[]): string[] {
  return messages.map(({ text }) => text);
}

Deno.test("KeptMessages returns what the last owner has not handled", () => {
  const all: KeptBytes = { total: 0 };
  const kept = new KeptMessages(all);
  for (const message of messagesOf(5)) kept.add(message);
  kept.acknowledge(2);
  kept.acknowledge(1);
  assertEquals(all.total, 30);
  assertEquals(textsOf(kept.end(3)), ["3", "4"]);
  assertEquals(all.total, 0);
  // The next session counts from the beginning.
  for (const message of messagesOf(2)) kept.add(message);
  assertEquals(textsOf(kept.end(1)), ["1"]);
});

Deno.test("KeptMessages returns what was not acknowledged when the owner is gone", () => {
  const all: KeptBytes = { total: 0 };
  const kept = new KeptMessages(all);
  for (const message of messagesOf(3)) kept.add(message);
  kept.acknowledge(2);
  assertEquals([textsOf(kept.end(null)), all.total], [["2"], 0]);
});

Deno.test("KeptMessages drops the oldest beyond the limit of a client, and counts them", () => {
  const all: KeptBytes = { total: 0 };
  const kept = new KeptMessages(all);
  for (const message of messagesOf(5, 200 * 1024)) kept.add(message);
  assertEquals(all.total, 2 * 200 * 1024);
  assertEquals(textsOf(kept.end(4)), ["4"]);
});

Deno.test("KeptMessages keeps nothing beyond the limit of all clients", () => {
  const all: KeptBytes = { total: MAX_KEPT_BYTES };
  const kept = new KeptMessages(all);
  for (const message of messagesOf(2)) kept.add(message);
  assertEquals([textsOf(kept.end(0)), all.total], [[], MAX_KEPT_BYTES]);
});
