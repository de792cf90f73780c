import { Buffer } from "node:buffer";
import { assertEquals } from "@std/assert";
import {
  findHeadEnd,
  hasRequestBody,
  isPersistent,
  MAX_HEAD_BYTES,
  parseRequestHead,
} from "../../../../server/front/request_head.ts";

const read = (text: string) => parseRequestHead(Buffer.from(text, "latin1"));

Deno.test("parseRequestHead() reads the request line, the fields and where they end", () => {
  const text =
    "GET /socket?room=a HTTP/1.1\r\nHost: a:1\r\nX-Tab:\t b \r\n\r\n";
  const head = read(`${text}rest`);
  assertEquals(head?.method, "GET");
  assertEquals(head?.target, "/socket?room=a");
  assertEquals(head?.version, "HTTP/1.1");
  assertEquals([...head?.headers ?? []], [["host", "a:1"], ["x-tab", "b"]]);
  assertEquals(head?.byteLength, text.length);
});

Deno.test("parseRequestHead() joins fields of one name, whatever their case", () => {
  const head = read("GET / HTTP/1.1\r\nHost: a\r\nVIA: 1\r\nvia: 2\r\n\r\n");
  assertEquals(head?.headers.get("via"), "1, 2");
});

Deno.test("parseRequestHead() keeps a field named __proto__ a field", () => {
  const head = read("GET / HTTP/1.1\r\nHost: a\r\n__proto__: x\r\n\r\n");
  assertEquals(head?.headers.get("__proto__"), "x");
});

Deno.test.each([
  ["another version", "GET / HTTP/1.2\r\nHost: a\r\n\r\n"],
  ["version 0.9", "GET / HTTP/0.9\r\nHost: a\r\n\r\n"],
  ["no Host in HTTP/1.1", "GET / HTTP/1.1\r\nX: a\r\n\r\n"],
  ["two Hosts", "GET / HTTP/1.1\r\nHost: a\r\nhost: a\r\n\r\n"],
  ["two Hosts in HTTP/1.0", "GET / HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n"],
  ["a body for GET", "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\n"],
  [
    "a body for HEAD",
    "HEAD / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\n",
  ],
  [
    "a chunked body for GET",
    "GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n",
  ],
  [
    "both lengths",
    "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n",
  ],
  [
    "two lengths",
    "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n",
  ],
  [
    "a signed length",
    "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +1\r\n\r\n",
  ],
  [
    "chunks in HTTP/1.0",
    "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n",
  ],
  ["the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\n"],
  ["no version", "GET /\r\n\r\n"],
  ["a fourth word", "GET / HTTP/1.1 x\r\n\r\n"],
  ["an empty target", "GET  HTTP/1.1\r\nHost: a\r\n\r\n"],
  [
    "a target with a control character",
    "GET /\x01 HTTP/1.1\r\nHost: a\r\n\r\n",
  ],
  ["a target outside of ASCII", "GET /\xe9 HTTP/1.1\r\nHost: a\r\n\r\n"],
  ["a method that is no token", "G(T / HTTP/1.1\r\nHost: a\r\n\r\n"],
  ["a line that is no field", "GET / HTTP/1.1\r\nHost: a\r\nHost\r\n\r\n"],
  ["space before the colon", "GET / HTTP/1.1\r\nHost: a\r\nHost : a\r\n\r\n"],
  ["an empty name", "GET / HTTP/1.1\r\nHost: a\r\n: a\r\n\r\n"],
  ["a folded line", "GET / HTTP/1.1\r\nHost: a\r\nX: a\r\n b: c\r\n\r\n"],
  [
    "a bare line feed in a value",
    "GET / HTTP/1.1\r\nHost: a\r\nX: a\nY: b\r\n\r\n",
  ],
  [
    "a bare carriage return in a value",
    "GET / HTTP/1.1\r\nHost: a\r\nX: a\rb\r\n\r\n",
  ],
  ["NUL in a value", "GET / HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n\r\n"],
])("parseRequestHead() refuses $0", (_name: string, text: string) => {
  assertEquals(read(text), null);
});

Deno.test("parseRequestHead() accepts HTTP/1.0 without a Host", () => {
  assertEquals(read("GET / HTTP/1.0\r\n\r\n")?.version, "HTTP/1.0");
});

Deno.test.each([
  ["GET / HTTP/1.1\r\nHost: a\r\n\r\n", false],
  ["GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n", false],
  ["POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n", true],
  ["POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n", true],
])("hasRequestBody() of $0 is $1", (text, expected) => {
  const head = read(text);
  assertEquals(head && hasRequestBody(head), expected);
});

Deno.test.each([
  ["HTTP/1.1\r\nHost: a", true],
  ["HTTP/1.1\r\nHost: a\r\nConnection: keep-alive, Upgrade", true],
  ["HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nConnection: Close", false],
  ["HTTP/1.0\r\nHost: a\r\nConnection: keep-alive", false],
])("isPersistent() of $0 is $1", (text, expected) => {
  const head = read(`GET / ${text}\r\n\r\n`);
  assertEquals(head && isPersistent(head), expected);
});

Deno.test("parseRequestHead() accepts no field value that Headers refuses", () => {
  for (let code = 0; code < 256; code++) {
    const head = read(
      `GET / HTTP/1.1\r\nHost: a\r\nX: a${String.fromCharCode(code)}b\r\n\r\n`,
    );
    if (head !== null) new Headers([...head.headers]);
  }
});

Deno.test("parseRequestHead() accepts a hundred fields and not one more", () => {
  const of = (count: number) =>
    read(`GET / HTTP/1.1\r\nHost: a\r\n${"a: b\r\n".repeat(count)}\r\n`);
  assertEquals(of(99)?.headers.size, 2);
  assertEquals(of(100), null);
});

Deno.test("parseRequestHead() accepts a head of the largest size and not one byte more", () => {
  const of = (size: number) => {
    const start = "GET / HTTP/1.1\r\nHost: a\r\nX: ";
    return read(`${start}${"x".repeat(size - start.length)}\r\n\r\n`);
  };
  assertEquals(of(MAX_HEAD_BYTES)?.byteLength, MAX_HEAD_BYTES + 4);
  assertEquals(of(MAX_HEAD_BYTES + 1), null);
});

Deno.test("findHeadEnd() finds an end that came in two pieces", () => {
  const text = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
  const bytes = Buffer.from(text);
  for (let from = text.length - 4; from <= text.length; from++) {
    assertEquals(
      findHeadEnd(bytes.subarray(0, from), 0),
      from === text.length ? text.length - 4 : -1,
    );
    if (from < text.length) {
      assertEquals(findHeadEnd(bytes, from), text.length - 4);
    }
  }
});
