import { assertEquals } from "@std/assert";
import {
  findAlertEvents,
  MAX_ALERT_AGE_MS,
} from "../../../../client/alerts/alert_events.ts";
import {
  type CallState,
  INITIAL_CALL_STATE,
} from "../../../../client/engine/call/call_state.ts";
import { OPERATOR } from "../../../../client/engine/chat/chat_log.ts";
import { makeRemoteMember } from "../../../../client/engine/call/remote_member.ts";
import { readMemberProfile } from "../../../../client/engine/call/member_profile.ts";
import { PUBLIC_LINE } from "../fixtures/chat_line.ts";

const NOW_MS = 1_000_000;
const IN_CALL: CallState = { ...INITIAL_CALL_STATE, phase: "joined" };
const ADA = makeRemoteMember("a", readMemberProfile({ name: "Ada" }));
const BOB = makeRemoteMember("b", readMemberProfile({ name: "Bob" }));

function alertsOf(part: Partial<CallState>, before = IN_CALL): string[] {
  return findAlertEvents(before, { ...before, ...part }, NOW_MS)
    .map(({ kind, name, text }) => [kind, name, text].join(" ").trim());
}

function line(from: string | null, agoMs = 0) {
  const atMs = NOW_MS - agoMs;
  const id = `${from} ${agoMs}`;
  return { ...PUBLIC_LINE, id, from, name: "Ada", text: "Hello", atMs };
}

Deno.test("findAlertEvents() has each knock once", () => {
  const room = { ...IN_CALL.room, knocks: [{ id: "k", name: "Cho" }] };
  assertEquals(alertsOf({ room }), ["knock Cho"]);
  assertEquals(alertsOf({ unread: 1 }, { ...IN_CALL, room }), []);
});

Deno.test("findAlertEvents() has a join only while nobody else is in the call", () => {
  const notices = [{ id: 1, kind: "joined", name: "Ada" }] as const;
  assertEquals(alertsOf({ notices, remoteMembers: [ADA] }), ["join Ada"]);
  assertEquals(alertsOf({ notices, remoteMembers: [BOB, ADA] }), []);
});

Deno.test("findAlertEvents() has messages of others, not own ones and no history", () => {
  assertEquals(alertsOf({ chat: [line("a")] }), ["chat Ada Hello"]);
  assertEquals(alertsOf({ chat: [line(null)] }), []);
  assertEquals(alertsOf({ chat: [line("a", MAX_ALERT_AGE_MS)] }).length, 1);
  assertEquals(alertsOf({ chat: [line("a", MAX_ALERT_AGE_MS + 1)] }), []);
});

Deno.test("findAlertEvents() names the operator of a message", () => {
  const chat = [{ ...line(OPERATOR), name: "" }];
  const [alert] = findAlertEvents(IN_CALL, { ...IN_CALL, chat }, NOW_MS);
  assertEquals(alert?.fallbackNameKey, "operator");
});

Deno.test("findAlertEvents() has an offered file", () => {
  const notices = [{ id: 2, kind: "file-offered", name: "Ada" }] as const;
  assertEquals(alertsOf({ notices }), ["file Ada"]);
});

Deno.test("findAlertEvents() has nothing outside a call, nor what was there on entering", () => {
  const chat = [line("a")];
  assertEquals(alertsOf({ chat }, INITIAL_CALL_STATE), []);
  assertEquals(
    alertsOf({ chat, phase: "joined" }, INITIAL_CALL_STATE),
    [],
  );
});
