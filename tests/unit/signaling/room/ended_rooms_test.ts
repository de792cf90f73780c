import { assertEquals } from "@std/assert";
import { EndedRooms } from "../../../../signaling/room/ended_rooms.ts";
import { RESUME_TOKEN_TTL_MS } from "../../../../signaling/room/resume_token.ts";

const mark = { generation: 5, epoch: 9 };

Deno.test("EndedRooms keeps a room as long as a token of it could be good", () => {
  const ended = new EndedRooms();
  ended.add("tea", mark, 0);
  assertEquals(ended.has("tea", mark, RESUME_TOKEN_TTL_MS - 1), true);
  assertEquals(ended.has("tea", mark, RESUME_TOKEN_TTL_MS), false);
});

Deno.test.each([
  { room: "tea", generation: 5, epoch: 8, want: true },
  { room: "tea", generation: 5, epoch: 10, want: false },
  { room: "tea", generation: 4, epoch: 9, want: false },
  { room: "tea", generation: 6, epoch: 9, want: false },
  { room: "pot", generation: 5, epoch: 9, want: false },
])(
  "EndedRooms of `tea`, rank 5 and epoch 9 says $want of $room, $generation, $epoch",
  ({ room, generation, epoch, want }) => {
    const ended = new EndedRooms();
    ended.add("tea", mark, 0);
    assertEquals(ended.has(room, { generation: generation, epoch }, 1), want);
  },
);

Deno.test("EndedRooms forgets the oldest beyond its bound", () => {
  const ended = new EndedRooms();
  for (let i = 0; i <= 10_000; i++) ended.add(`r${i}`, mark, 0);
  assertEquals(ended.has("r0", mark, 1), false);
  assertEquals(ended.has("r1", mark, 1), true);
  assertEquals(ended.has("r10000", mark, 1), true);
});
