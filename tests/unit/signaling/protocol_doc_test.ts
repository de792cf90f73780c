import { assert, assertEquals } from "@std/assert";
import { HTTP_ERRORS } from "../../../server/http/error_response.ts";
import {
  ATTRIBUTE,
  ERROR_REASON,
  METHOD,
} from "../../../ice/stun/iana_registry.ts";
import {
  CLIENT_EVENTS,
  parseClientData,
} from "../../../signaling/message/client_messages.ts";
import * as CLOSE from "../../../signaling/close_codes.ts";
import {
  type ClientEvent,
  ERROR_MESSAGES,
  SERVER_EVENTS,
} from "../../../signaling/protocol.ts";
import {
  extractCodeBlocks,
  HAS_READ_PERMISSION,
  parseTableBelow,
  readProjectFile,
  stripBackticks,
} from "../../fakes/document.ts";

const PROTOCOL = HAS_READ_PERMISSION
  ? await readProjectFile("PROTOCOL.md")
  : "";

function test(name: string, fn: () => void | Promise<void>): void {
  Deno.test({ name, ignore: !HAS_READ_PERMISSION, fn });
}

/** Name of the registry (camel case) for a name of the RFCs. */
function registryName(name: string): string {
  const [first = "", ...rest] = name.toLowerCase().split("-");
  return first +
    rest.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
}

test("PROTOCOL has each error code with its message", () => {
  const rows = parseTableBelow(PROTOCOL, "Error codes")
    .map(([code, ...cells]) =>
      [stripBackticks(code), cells.join("|")] as const
    );
  const plain = (text: string) => text.replaceAll("`info`", "info");
  assertEquals(
    rows.map(([code, message]) => [code, plain(message)]),
    Object.entries(ERROR_MESSAGES).map(([code, text]) => [code, plain(text)]),
  );
});

test("PROTOCOL has each close code with its name", () => {
  const rows = parseTableBelow(PROTOCOL, "Close codes")
    .map(([code, name]) => [stripBackticks(name), Number(code)]);
  assertEquals(Object.fromEntries(rows), { ...CLOSE });
  assertEquals(rows.length, Object.keys(CLOSE).length);
});

test("PROTOCOL names under each close code only error codes and events that exist", () => {
  for (const [code, , when] of parseTableBelow(PROTOCOL, "Close codes")) {
    for (const [, named] of (when ?? "").matchAll(/`([a-z]+-[a-z-]+)`/g)) {
      const isKnown = Object.hasOwn(ERROR_MESSAGES, named ?? "") ||
        SERVER_EVENTS.has(named ?? "");
      assert(isKnown, `${code}: ${named}`);
    }
  }
});

test("PROTOCOL has each event of the server, with an example", () => {
  const events = parseTableBelow(PROTOCOL, "From the server to a client")
    .map(([event]) => stripBackticks(event));
  assertEquals(events, [...SERVER_EVENTS]);
  const shown = extractCodeBlocks(PROTOCOL, "json").map((block) =>
    JSON.parse(block).event
  );
  for (const event of events) assert(shown.includes(event), event);
});

test("PROTOCOL has each event that a client sends to the server", () => {
  const events = parseTableBelow(PROTOCOL, "From a client to the server")
    .map(([event]) => stripBackticks(event));
  assertEquals(events, CLIENT_EVENTS);
});

function isClientEvent(event: unknown): event is ClientEvent {
  return typeof event === "string" && CLIENT_EVENTS.includes(event);
}

test("PROTOCOL has an example of each event of a client with data, and each matches its schema", () => {
  const [, section = ""] =
    /### From a client to the server\n([\s\S]*?)\n### /.exec(PROTOCOL) ?? [];
  const shown = new Set<string>();
  for (const block of extractCodeBlocks(section, "json")) {
    const { event, data } = JSON.parse(block);
    assert(isClientEvent(event), block);
    const parsed = parseClientData(event, data);
    // With other data, such as the null of a bad `ping`, it would differ.
    assertEquals(parsed?.data, data, block);
    shown.add(event);
  }
  for (const event of CLIENT_EVENTS.filter(isClientEvent)) {
    const needsData = parseClientData(event, undefined) === null;
    assert(!needsData || shown.has(event), event);
  }
});

test("PROTOCOL has each HTTP error with status and sentence", () => {
  assertEquals(
    parseTableBelow(PROTOCOL, "HTTP errors")
      .map((
        [status, code, message],
      ) => [Number(status), stripBackticks(code), message]),
    Object.entries(HTTP_ERRORS)
      .map(([code, { status, en }]) => [status, code, en]),
  );
});

test("PROTOCOL has each address that is served", async () => {
  const sources = await Promise.all([
    "server/http/routes.ts",
    "server/http/learn_pages.ts",
    "server/operator_api/api_routes.ts",
    "server/operator_api/room_routes.ts",
  ].map(readProjectFile));
  const paths = [...sources.join().matchAll(/\{\s*path: ("[^"]+"),/g)]
    .map(([, path = ""]) => JSON.parse(path));
  assert(paths.length > 0);
  assertEquals(
    parseTableBelow(PROTOCOL, "HTTP").map(([path]) => stripBackticks(path))
      .toSorted(),
    paths.toSorted(),
  );
});

test("PROTOCOL has each STUN error code with its phrase", () => {
  assertEquals(
    parseTableBelow(PROTOCOL, "Error codes of STUN and TURN")
      .map(([code, phrase]) => [code, phrase]),
    Object.entries(ERROR_REASON),
  );
});

test("PROTOCOL has each STUN method and attribute with its number", () => {
  const methods = parseTableBelow(PROTOCOL, "Methods").map((
    [name = "", number],
  ) => [
    name.replace(" (indication)", "").replace(
      /^[A-Z]/,
      (letter) => letter.toLowerCase(),
    ),
    Number(number),
  ]);
  assertEquals(Object.fromEntries(methods), { ...METHOD });
  const attributes = parseTableBelow(PROTOCOL, "Attributes")
    .map(([name = "", type]) => [registryName(name), Number(type)]);
  assertEquals(Object.fromEntries(attributes), { ...ATTRIBUTE });
});

test("Each example of PROTOCOL is JSON with an event, a kind or iceServers", () => {
  const blocks = extractCodeBlocks(PROTOCOL, "json");
  assert(blocks.length > 10);
  for (const block of blocks) {
    const value = JSON.parse(block);
    const isMessage = [value.event, value.kind].some((name) =>
      typeof name === "string"
    );
    assert(isMessage || Array.isArray(value.iceServers), block);
  }
});
