import { assertEquals } from "@std/assert";
import {
  decodeEntry,
  encodeEntry,
  type ProcessMessage,
} from "../../../../signaling/scale_out/process_message.ts";
import { createClientInfo } from "../../../fakes/fake_hub.ts";

const MESSAGES: readonly ProcessMessage[] = [
  ["join", 1, "tea", {
    fence: 2,
    room: "Tea",
    resumeToken: null,
    receivedCount: "none",
    maxMembers: 8,
    countsReceived: true,
    client: createClientInfo("192.0.2.1"),
  }],
  ["message", 1, '{"event":"마루"}'],
  ["detach", 1, "timeout"],
  ["deliver", [1, 2], "{}"],
  ["close", 1, 4003, "room-full"],
  ["check", 1],
  ["closing", 1, 700],
  ["handled", 1, 12],
  ["lost", 1, 12],
  ["lost", 2, null],
  ["missing", 7],
  ["roster", 1, "tea"],
  ["roster-is", 1, { room: "Tea", members: [{ name: "Ann" }] }],
];

Deno.test("decodeEntry() reads each message that encodeEntry() wrote", () => {
  const entry = { from: "a", sequence: 7, messages: MESSAGES };
  assertEquals(decodeEntry(encodeEntry(entry)), entry);
});

for (
  const text of [
    "",
    "[",
    "null",
    '{"from":"a"}',
    '[2,"a",1,[]]',
    '[1,"",1,[]]',
    '[1,"a",0,[]]',
    '[1,"a",1.5,[]]',
    '[1,"a",1,[["unknown",1]]]',
    '[1,"a",1,[["constructor",1]]]',
    '[1,"a",1,[["message",1]]]',
    '[1,"a",1,[["message",-1,"x"]]]',
    '[1,"a",1,[["deliver",["1"],"x"]]]',
    '[1,"a",1,[["close",1,1234,"x"]]]',
    '[1,"a",1,[["detach",1,"bored"]]]',
    '[1,"a",1,[["join",1,"tea",{"fence":1}]]]',
    '[1,"a",1,[["lost",1],["lost"]]]',
  ]
) {
  Deno.test(`decodeEntry() refuses ${text || "an empty text"}`, () => {
    assertEquals(decodeEntry(text), null);
  });
}
