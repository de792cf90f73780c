/** Every example of PROTOCOL.md passes the schema of its message. @module */
import { assert, assertEquals } from "@std/assert";
import * as v from "valibot";
import {
  readAnnotation,
  writeAnnotation,
} from "../../../../../client/engine/annotation/annotation_messages.ts";
import { Chat } from "../../../../../client/engine/chat/chat.ts";
import { readPeerSignal } from "../../../../../client/engine/peer/peer_signal.ts";
import { VIEW_MESSAGE_SCHEMA } from "../../../../../client/engine/quality/requested_resolution.ts";
import { REACTION_MESSAGE_SCHEMA } from "../../../../../client/engine/reactions/reactions.ts";
import { parseFrame } from "../../../../../client/engine/signaling/decode_server_message.ts";
import { readIceServerList } from "../../../../../client/engine/signaling/server_message_schema.ts";
import { SERVER_EVENTS } from "../../../../../signaling/protocol.ts";
import {
  extractCodeBlocks,
  HAS_READ_PERMISSION,
  readProjectFile,
} from "../../../../fakes/document.ts";

type Example = Readonly<Record<string, unknown>>;

const EXAMPLES: readonly Example[] = HAS_READ_PERMISSION
  ? extractCodeBlocks(await readProjectFile("PROTOCOL.md"), "json")
    .map((block) => JSON.parse(block))
  : [];

function test(name: string, fn: () => void): void {
  Deno.test({ name, ignore: !HAS_READ_PERMISSION, fn });
}

/** Whether the server sends it; a client's `knock` has no id. */
const isServerEvent = ({ event, data }: Example) =>
  typeof event === "string" && SERVER_EVENTS.has(event) &&
  !(event === "knock" && !Object.hasOwn(Object(data), "id"));

test("Each server message of PROTOCOL is decoded to what the example has", () => {
  const examples = EXAMPLES.filter(isServerEvent);
  assertEquals(
    new Set(examples.map(({ event }) => event)),
    new Set<unknown>(SERVER_EVENTS),
  );
  for (const example of examples) {
    assertEquals<unknown>(parseFrame(JSON.stringify(example)), [example]);
  }
});

test("Each message between pages of PROTOCOL is decoded to what the example has", () => {
  const events: unknown[] = ["description", "candidate", "restart-ice"];
  const examples = EXAMPLES.filter(({ event }) => events.includes(event));
  assertEquals(examples.length, events.length);
  for (const { event, data } of examples) {
    const { event: _, ...signal } = readPeerSignal(String(event), data) ?? {};
    assertEquals<unknown>(signal, data);
  }
});

test("The chat message of PROTOCOL is shown", () => {
  const shown: string[] = [];
  const chat = new Chat({
    nowMs: () => 0,
    makeId: () => "",
    selfId: () => "me",
    send: () => true,
    onMessage: ({ text }) => shown.push(text),
  });
  const example = EXAMPLES.find(({ kind }) => kind === "text");
  chat.receive("a", example);
  assertEquals(shown, [example?.text]);
});

test("The size message of PROTOCOL passes its schema", () => {
  const example = EXAMPLES.find(({ kind }) => kind === "view");
  assert(v.is(VIEW_MESSAGE_SCHEMA, example));
});

test("The private message, the reply and the mark of PROTOCOL are read", () => {
  const shown: unknown[] = [];
  const chat = new Chat({
    nowMs: () => 0,
    makeId: () => "",
    selfId: () => "me",
    send: () => true,
    onMessage: ({ privateWith, replyTo }) => shown.push(privateWith, replyTo),
  });
  const example = EXAMPLES.find(({ kind }) => kind === "private");
  chat.privateHandler.receive("a", example);
  const { by, id } = Object(example?.replyTo);
  assertEquals(shown, ["a", `${by} ${id}`]);
  const mark = EXAMPLES.find(({ kind }) => kind === "annotation");
  assertEquals<unknown>({ ...writeAnnotationOf(mark) }, mark);
});

function writeAnnotationOf(example: unknown): object {
  const annotation = readAnnotation(example);
  assert(annotation);
  return writeAnnotation(annotation);
}

test("The reaction of PROTOCOL passes its schema", () => {
  const example = EXAMPLES.find(({ kind }) => kind === "reaction");
  assert(v.is(REACTION_MESSAGE_SCHEMA, example));
});

test("The answer of /ice in PROTOCOL is decoded to what the example has", () => {
  const example = EXAMPLES.find(({ iceServers }) => Array.isArray(iceServers));
  assertEquals<unknown>(readIceServerList(example), example);
});
