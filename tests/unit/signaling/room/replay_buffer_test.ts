import { assertEquals } from "@std/assert";
import { costOfMessage } from "../../../../signaling/message/outgoing_message.ts";
import { ReplayBuffer } from "../../../../signaling/room/replay_buffer.ts";

function message(name: string, bytes = 10) {
  return { text: name, bytes, isCounted: true };
}

const COST = costOfMessage(message("x"));

Deno.test("ReplayBuffer returns the messages after a count, and null for a count out of range", () => {
  const replay = new ReplayBuffer(1000);
  for (const name of ["a", "b", "c"]) replay.push(message(name));
  assertEquals(replay.messagesAfter(1)?.map(({ text }) => text), ["b", "c"]);
  assertEquals(replay.messagesAfter(3), []);
  assertEquals(replay.messagesAfter(4), null);
  replay.acknowledge(2);
  assertEquals(replay.messagesAfter(1), null);
  assertEquals(replay.messagesAfter(2)?.map(({ text }) => text), ["c"]);
  assertEquals(replay.count, 3);
});

Deno.test("ReplayBuffer.acknowledge() ignores a count out of range", () => {
  const replay = new ReplayBuffer(1000);
  replay.push(message("a"));
  for (const received of [-1, 0, 2, NaN]) replay.acknowledge(received);
  assertEquals(replay.messagesAfter(0)?.length, 1);
});

Deno.test("ReplayBuffer never keeps more than its limit, and counts on", () => {
  const replay = new ReplayBuffer(10 * COST);
  for (let i = 0; i < 1000; i++) replay.push(message(`${i}`));
  const held = [...Array(1001).keys()].filter((n) =>
    replay.messagesAfter(n) !== null
  );
  const oldest = held[0] ?? 0;
  const kept = replay.messagesAfter(oldest) ?? [];
  assertEquals(kept.length <= 10 && kept.length >= 8, true);
  assertEquals(replay.bytes, kept.length * COST);
  assertEquals(replay.count, 1000);
});

Deno.test("ReplayBuffer drops a message larger than its limit", () => {
  const replay = new ReplayBuffer(300);
  replay.push(message("big", 301));
  assertEquals(replay.messagesAfter(0), null);
  assertEquals(replay.messagesAfter(1), []);
});

Deno.test("ReplayBuffer.clear() drops all messages and counts on", () => {
  const replay = new ReplayBuffer(1000);
  replay.push(message("a"));
  replay.clear();
  assertEquals([replay.bytes, replay.count], [0, 1]);
  assertEquals(replay.messagesAfter(0), null);
  assertEquals(replay.messagesAfter(1), []);
});
