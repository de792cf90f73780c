import { assert, assertEquals } from "@std/assert";
import { PAGE_STYLE_PATH } from "../../../server/http/server_page.ts";
import { HTTP_ERRORS } from "../../../server/http/error_response.ts";
import { ATTRIBUTE, ERROR, METHOD } from "../../../ice/stun/iana_registry.ts";
import { CLOSE, ERRORS, SERVER_EVENTS } from "../../../signaling/protocol.ts";
import {
  bare,
  blocksOf,
  MAY_READ,
  readProject,
  tableBelow,
} from "../../fakes/document.ts";

const PROTOCOL = MAY_READ ? await readProject("PROTOCOL.md") : "";

function test(name: string, fn: () => void | Promise<void>): void {
  Deno.test({ name, ignore: !MAY_READ, fn });
}

/** Constant-case names of the RFCs become the camel case of the registry. */
function registryName(name: string): string {
  const [first = "", ...rest] = name.toLowerCase().split("-");
  return first +
    rest.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
}

test("PROTOCOL has each error code with the sentence that is sent", () => {
  const rows = tableBelow(PROTOCOL, "Error codes")
    .map(([code, ...cells]) => [bare(code), cells.join("|")] as const);
  const plain = (text: string) => text.replaceAll("`info`", "info");
  assertEquals(
    rows.map(([code, message]) => [code, plain(message)]),
    Object.entries(ERRORS).map(([code, text]) => [code, plain(text)]),
  );
});

test("PROTOCOL has each close code with its name", () => {
  const rows = tableBelow(PROTOCOL, "Close codes")
    .map(([code, name]) => [bare(name), Number(code)]);
  assertEquals(Object.fromEntries(rows), { ...CLOSE });
  assertEquals(rows.length, Object.keys(CLOSE).length);
});

test("PROTOCOL names under each close code only error codes that exist", () => {
  for (const [code, , when] of tableBelow(PROTOCOL, "Close codes")) {
    for (const [, named] of (when ?? "").matchAll(/`([a-z]+-[a-z-]+)`/g)) {
      assert(Object.hasOwn(ERRORS, named ?? ""), `${code}: ${named}`);
    }
  }
});

test("PROTOCOL has each event of the server, with an example", () => {
  const events = tableBelow(PROTOCOL, "From the server to a client")
    .map(([event]) => bare(event));
  assertEquals(events, [...SERVER_EVENTS]);
  const shown = blocksOf(PROTOCOL, "json").map((block) =>
    JSON.parse(block).event
  );
  for (const event of events) assert(shown.includes(event), event);
});

test("PROTOCOL has each event that a client sends to the server", async () => {
  const source = await readProject("signaling/protocol.ts");
  const [, union = ""] = /type ClientEvent =([^;]+);/.exec(source) ?? [];
  const events = tableBelow(PROTOCOL, "From a client to the server")
    .map(([event]) => bare(event));
  const names = union.split("|").filter((text) => text.trim() !== "");
  assertEquals(events, names.map((text) => JSON.parse(text)));
});

test("PROTOCOL has each HTTP error with status and sentence", () => {
  assertEquals(
    tableBelow(PROTOCOL, "HTTP errors")
      .map(([status, code, message]) => [Number(status), bare(code), message]),
    Object.entries(HTTP_ERRORS)
      .map(([code, { status, message }]) => [status, code, message]),
  );
});

test("PROTOCOL has each address that is served", async () => {
  const source = await readProject("server/http/routes.ts");
  const paths = [...source.matchAll(/\{ path: ("[^"]+"|\w+),/g)]
    .map(([, path = ""]) =>
      path === "PAGE_STYLE_PATH" ? PAGE_STYLE_PATH : JSON.parse(path)
    );
  assert(paths.length > 0);
  assertEquals(
    tableBelow(PROTOCOL, "HTTP").map(([path]) => bare(path)),
    paths,
  );
});

test("PROTOCOL has each STUN error code with its phrase", () => {
  assertEquals(
    tableBelow(PROTOCOL, "Error codes of STUN and TURN")
      .map(([code, phrase]) => [code, phrase]),
    Object.entries(ERROR),
  );
});

test("PROTOCOL has each STUN method and attribute with its number", () => {
  const methods = tableBelow(PROTOCOL, "Methods").map(([name = "", number]) => [
    name.replace(" (indication)", "").replace(
      /^[A-Z]/,
      (letter) => letter.toLowerCase(),
    ),
    Number(number),
  ]);
  assertEquals(Object.fromEntries(methods), { ...METHOD });
  const attributes = tableBelow(PROTOCOL, "Attributes")
    .map(([name = "", type]) => [registryName(name), Number(type)]);
  assertEquals(Object.fromEntries(attributes), { ...ATTRIBUTE });
});

test("Each example of PROTOCOL is JSON with an event, a kind or iceServers", () => {
  const blocks = blocksOf(PROTOCOL, "json");
  assert(blocks.length > 10);
  for (const block of blocks) {
    const value = JSON.parse(block);
    const isMessage = [value.event, value.kind].some((name) =>
      typeof name === "string"
    );
    assert(isMessage || Array.isArray(value.iceServers), block);
  }
});
