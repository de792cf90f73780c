import { assertEquals } from "@std/assert";
import { parseClientData } from "../../../../signaling/message/client_messages.ts";
import {
  type ClientEvent,
  MAX_INFO_BYTES,
  MAX_KNOCK_NAME_LENGTH,
} from "../../../../signaling/protocol.ts";

const longestName = "x".repeat(MAX_KNOCK_NAME_LENGTH);
const largestInfo = { a: "x".repeat(MAX_INFO_BYTES - '{"a":""}'.length) };

Deno.test.each<{ event: ClientEvent; data: unknown; want?: unknown }>([
  { event: "info", data: {} },
  { event: "info", data: largestInfo },
  { event: "info", data: JSON.parse('{"__proto__":1,"b":{"c":[null]}}') },
  { event: "ping", data: { received: 3 } },
  { event: "ping", data: undefined, want: { received: null } },
  { event: "ping", data: { received: 0.5 }, want: { received: null } },
  { event: "ping", data: { received: 2 ** 60 }, want: { received: null } },
  { event: "ping", data: "3", want: { received: null } },
  { event: "leave", data: undefined },
  { event: "knock", data: { name: "" } },
  { event: "knock", data: { name: longestName } },
  { event: "lock", data: { locked: true } },
  { event: "lock", data: { locked: false, more: 1 }, want: { locked: false } },
  ...(["admit", "refuse", "host", "mute", "remove"] as const).map((event) => ({
    event,
    data: { id: "p1" },
  })),
  { event: "end", data: [] },
])("parseClientData() accepts $event with $data", ({ event, data, want }) => {
  assertEquals(parseClientData(event, data), { data: want ?? data });
});

Deno.test.each<{ event: ClientEvent; data: unknown }>([
  { event: "info", data: undefined },
  { event: "info", data: null },
  { event: "info", data: [] },
  { event: "info", data: "text" },
  { event: "info", data: { ...largestInfo, b: 1 } },
  { event: "info", data: { a: "€".repeat(700) } },
  { event: "knock", data: {} },
  { event: "knock", data: { name: `${longestName}x` } },
  { event: "knock", data: { name: null } },
  { event: "lock", data: { locked: "true" } },
  { event: "lock", data: null },
  ...(["admit", "refuse", "host", "mute", "remove"] as const).flatMap((event) =>
    [undefined, null, "p1", {}, { id: 1 }, { id: null }].map((data) => ({
      event,
      data,
    }))
  ),
])("parseClientData() refuses $event with $data", ({ event, data }) => {
  assertEquals(parseClientData(event, data), null);
});
