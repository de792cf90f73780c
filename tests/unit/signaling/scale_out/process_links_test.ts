import { assertEquals } from "@std/assert";
import { ProcessLinks } from "../../../../signaling/scale_out/process_links.ts";
import {
  decodeEntry,
  type ProcessEntry,
} from "../../../../signaling/scale_out/process_message.ts";

function createLinks() {
  const sent: (readonly [process: string, entry: ProcessEntry | null])[] = [];
  const links = new ProcessLinks(
    "a",
    (process, entry) => sent.push([process, decodeEntry(entry)]),
  );
  return { links, sent };
}

function entryOf(sequence: number): ProcessEntry {
  return { from: "b", sequence, messages: [] };
}

Deno.test("ProcessLinks sends the messages of a tick to each process in one entry", () => {
  const { links, sent } = createLinks();
  const hello = { text: '"hello"', bytes: 7, isCounted: true };
  links.deliver("b", 1, hello);
  links.deliver("c", 5, hello);
  links.deliver("b", 2, hello);
  links.send("b", ["check", 1]);
  links.deliver("b", 3, hello);
  assertEquals(sent, []);
  links.flush();
  links.flush();
  links.send("b", ["lost", 1, 0]);
  links.flush();
  const deliver = (...to: number[]) => ["deliver", to, '"hello"'] as const;
  assertEquals(sent, [
    ["b", {
      from: "a",
      sequence: 1,
      messages: [deliver(1, 2), ["check", 1], deliver(3)],
    }],
    ["c", { from: "a", sequence: 1, messages: [deliver(5)] }],
    ["b", { from: "a", sequence: 2, messages: [["lost", 1, 0]] }],
  ]);
});

Deno.test("ProcessLinks sends a full entry before the end of the tick", () => {
  const { links, sent } = createLinks();
  const text = "x".repeat(200_000);
  links.send("b", ["message", 1, text], text.length);
  assertEquals(sent.length, 0);
  links.send("b", ["message", 1, text], text.length);
  assertEquals(sent.length, 1);
  links.flush();
  assertEquals(sent.length, 1);
});

Deno.test("ProcessLinks confirms the last messages once, by an entry without any", () => {
  const { links, sent } = createLinks();
  links.send("b", ["check", 1]);
  links.confirm();
  links.confirm();
  assertEquals(sent.map(([, entry]) => entry?.messages.length), [1, 0]);
  assertEquals(sent.map(([, entry]) => entry?.sequence), [1, 2]);
});

Deno.test("ProcessLinks notices missing entries, and goes on after them", () => {
  const { links } = createLinks();
  const results = [1, 2, 4, 5, 5].map((n) => links.accept(entryOf(n)));
  assertEquals(results, [true, true, false, true, false]);
  assertEquals(createLinks().links.accept(entryOf(2)), false);
  links.expectAny();
  assertEquals([9, 10, 12].map((n) => links.accept(entryOf(n))), [
    true,
    true,
    false,
  ]);
});
