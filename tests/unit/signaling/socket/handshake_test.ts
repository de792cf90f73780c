import { assertEquals, assertStringIncludes } from "@std/assert";
import {
  acceptance,
  asksForWebSocket,
  readOffer,
} from "../../../../signaling/socket/handshake.ts";

const HEADERS: Record<string, string> = {
  "upgrade": "WebSocket",
  "connection": "keep-alive, Upgrade",
  "sec-websocket-version": "13",
  "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
};

function headers(changes: Record<string, string | undefined> = {}) {
  return (name: string) => ({ ...HEADERS, ...changes })[name];
}

Deno.test("acceptance() answers the key of RFC 6455 §1.3 as it says", () => {
  const head = acceptance("dGhlIHNhbXBsZSBub25jZQ==", "maru.v1");
  assertStringIncludes(
    head,
    "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n",
  );
  assertStringIncludes(head, "Sec-WebSocket-Protocol: maru.v1\r\n");
  assertEquals(head.endsWith("\r\n\r\n"), true);
  assertEquals(acceptance("k", null).includes("Protocol:"), false);
});

Deno.test("asksForWebSocket() ignores case and finds the token in a list", () => {
  assertEquals(asksForWebSocket(headers()), true);
  assertEquals(asksForWebSocket(headers({ upgrade: undefined })), false);
  assertEquals(asksForWebSocket(headers({ connection: "close" })), false);
  assertEquals(asksForWebSocket(headers({ upgrade: "h2c" })), false);
});

Deno.test("readOffer() gives the key and the subprotocols in order", () => {
  const lookup = headers({ "sec-websocket-protocol": "a, maru.v1 ,,b" });
  assertEquals(readOffer("GET", lookup), {
    key: "dGhlIHNhbXBsZSBub25jZQ==",
    subprotocols: ["a", "maru.v1", "b"],
  });
});

Deno.test.each([
  { method: "POST", changes: {}, refused: 405 },
  { method: "GET", changes: { "sec-websocket-version": "8" }, refused: 426 },
  { method: "GET", changes: { "sec-websocket-key": "short" }, refused: 400 },
  { method: "GET", changes: { "sec-websocket-key": undefined }, refused: 400 },
])("readOffer() refuses $method $changes with $refused", (c) => {
  assertEquals(readOffer(c.method, headers(c.changes)), { refused: c.refused });
});
