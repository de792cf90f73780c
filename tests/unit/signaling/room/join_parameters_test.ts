import { assertEquals } from "@std/assert";
import { parseClientData } from "../../../../signaling/message/client_messages.ts";
import {
  isJoinDeferred,
  readJoinData,
  readJoinQuery,
} from "../../../../signaling/room/join_parameters.ts";

const NOTHING = {
  room: null,
  resumeToken: null,
  receivedCount: null,
  maxMembers: null,
};

Deno.test.each([
  { query: "", data: {}, want: NOTHING },
  {
    query: "room=tea&max=8",
    data: { room: "tea", max: 8 },
    want: { ...NOTHING, room: "tea", maxMembers: 8 },
  },
  {
    query: "room=tea&resume=t.s&received=42",
    data: { room: "tea", resume: "t.s", received: 42 },
    want: { ...NOTHING, room: "tea", resumeToken: "t.s", receivedCount: 42 },
  },
  {
    query: "resume=t.s&received=none",
    data: { resume: "t.s", received: "none", max: null },
    want: { ...NOTHING, resumeToken: "t.s", receivedCount: Infinity },
  },
])(
  "A join means the same in the query $query and in a message",
  ({ query, data, want }) => {
    assertEquals(readJoinQuery(new URLSearchParams(query)), want);
    const parsed = parseClientData("join", data);
    assertEquals(parsed && readJoinData(parsed.data), want);
  },
);

Deno.test.each([
  { room: 1 },
  { resume: {} },
  { received: "all" },
  { received: -1 },
  { max: 1.5 },
  null,
])("The data $0 of a join is refused", (data) => {
  assertEquals(parseClientData("join", data), null);
});

Deno.test("isJoinDeferred() is true for join=later only", () => {
  const isDeferred = (query: string) =>
    isJoinDeferred(new URLSearchParams(query));
  assertEquals(isDeferred("join=later"), true);
  assertEquals(isDeferred("join=now"), false);
  assertEquals(isDeferred("room=tea"), false);
});
