import { Buffer } from "node:buffer";
import { assertArrayIncludes, assertEquals, assertMatch } from "@std/assert";
import { HTTP_ERRORS } from "../../../../server/http/error_response.ts";
import { parseRequestHead } from "../../../../server/front/request_head.ts";
import {
  formatErrorResponse,
  formatHttpsRedirect,
} from "../../../../server/front/raw_response.ts";

Deno.test("formatErrorResponse() is a whole response with its code, and ends the connection", () => {
  const [head = "", body = ""] = formatErrorResponse("origin-not-allowed")
    .split("\r\n\r\n");
  assertMatch(head, /^HTTP\/1\.1 403 /);
  assertMatch(head, /^Connection: close$/m);
  const { length } = new TextEncoder().encode(body);
  assertMatch(head, new RegExp(`^Content-Length: ${length}$`, "m"));
  const { code, message } = JSON.parse(body).error;
  assertEquals(code, "origin-not-allowed");
  const { en, ko } = HTTP_ERRORS["origin-not-allowed"];
  assertEquals(message, `${en} / ${ko}`);
});

Deno.test("formatErrorResponse() names the WebSocket version that the server speaks", () => {
  assertMatch(
    formatErrorResponse("upgrade-required"),
    /^Sec-WebSocket-Version: 13$/m,
  );
});

Deno.test("formatErrorResponse() names the methods with 405, and adds fields", () => {
  const fields = (text: string) => text.split("\r\n");
  assertArrayIncludes(fields(formatErrorResponse("method-not-allowed")), [
    "Allow: GET, HEAD",
  ]);
  assertArrayIncludes(
    fields(formatErrorResponse("too-many-requests", ["Retry-After: 2"])),
    ["HTTP/1.1 429 Too Many Requests", "Retry-After: 2"],
  );
});

function redirect(requestLine: string, host = "maru.test:8443"): string | null {
  const head = parseRequestHead(
    Buffer.from(`${requestLine}\r\nHost: ${host}\r\n\r\n`),
  );
  if (head === null) throw new Error("The request is malformed");
  return formatHttpsRedirect(head);
}

Deno.test.each([
  [
    "GET /r/tea?x=1 HTTP/1.1",
    "maru.test:8443",
    "https://maru.test:8443/r/tea?x=1",
  ],
  ["HEAD / HTTP/1.0", "maru.test", "https://maru.test/"],
  ["GET / HTTP/1.1", "Maru.Test:443", "https://maru.test/"],
  ["GET / HTTP/1.1", "[2001:DB8::1]:8443", "https://[2001:db8::1]:8443/"],
  ["GET //elsewhere.test HTTP/1.1", "a", "https://a//elsewhere.test"],
])("formatHttpsRedirect() of $0 at $1 leads to $2", (line, host, location) => {
  const response = redirect(line, host) ?? "";
  assertMatch(response, /^HTTP\/1\.1 308 /);
  assertEquals(/^Location: (.*)\r$/m.exec(response)?.[1], location);
});

Deno.test.each([
  ["POST / HTTP/1.1", "maru.test"],
  ["GET http://elsewhere.test/ HTTP/1.1", "maru.test"],
  ["OPTIONS * HTTP/1.1", "maru.test"],
  ["GET / HTTP/1.1", "maru.test/path"],
  ["GET / HTTP/1.1", "user@maru.test"],
])("formatHttpsRedirect() refuses $0 at $1", (line, host) => {
  assertEquals(redirect(line, host), null);
});
