import { Buffer } from "node:buffer";
import { assertEquals } from "@std/assert";
import {
  hasCompleteHead,
  MAX_HEAD_BYTES,
  parseRequestHead,
} from "../../../../server/front/request_head.ts";

const read = (text: string) => parseRequestHead(Buffer.from(text, "latin1"));

Deno.test("readHead() reads the request line, the fields and where they end", () => {
  const text =
    "GET /socket?room=a HTTP/1.1\r\nHost: a:1\r\nX-Tab:\t b \r\n\r\n";
  const head = read(`${text}rest`);
  assertEquals(head?.method, "GET");
  assertEquals(head?.target, "/socket?room=a");
  assertEquals([...head?.headers ?? []], [["host", "a:1"], ["x-tab", "b"]]);
  assertEquals(head?.byteLength, text.length);
});

Deno.test("readHead() joins fields of one name, whatever their case", () => {
  const head = read("GET / HTTP/1.1\r\nHost: a\r\nVIA: 1\r\nvia: 2\r\n\r\n");
  assertEquals(head?.headers.get("via"), "1, 2");
});

Deno.test("readHead() keeps a field named __proto__ a field", () => {
  const head = read("GET / HTTP/1.1\r\n__proto__: x\r\n\r\n");
  assertEquals(head?.headers.get("__proto__"), "x");
});

Deno.test.each([
  ["another version", "GET / HTTP/1.0\r\n\r\n"],
  ["the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\n"],
  ["no version", "GET /\r\n\r\n"],
  ["a fourth word", "GET / HTTP/1.1 x\r\n\r\n"],
  ["an empty target", "GET  HTTP/1.1\r\n\r\n"],
  ["a target with a control character", "GET /\x01 HTTP/1.1\r\n\r\n"],
  ["a target outside of ASCII", "GET /\xe9 HTTP/1.1\r\n\r\n"],
  ["a method that is no token", "G(T / HTTP/1.1\r\n\r\n"],
  ["a line that is no field", "GET / HTTP/1.1\r\nHost\r\n\r\n"],
  ["space before the colon", "GET / HTTP/1.1\r\nHost : a\r\n\r\n"],
  ["an empty name", "GET / HTTP/1.1\r\n: a\r\n\r\n"],
  ["a folded line", "GET / HTTP/1.1\r\nX: a\r\n b: c\r\n\r\n"],
  ["a bare line feed in a value", "GET / HTTP/1.1\r\nX: a\nY: b\r\n\r\n"],
  ["a bare carriage return in a value", "GET / HTTP/1.1\r\nX: a\rb\r\n\r\n"],
  ["NUL in a value", "GET / HTTP/1.1\r\nX: a\0b\r\n\r\n"],
])("readHead() takes no head with $0", (_what: string, text: string) => {
  assertEquals(read(text), null);
});

Deno.test("readHead() takes what Headers takes: no value that it passes throws there", () => {
  for (let code = 0; code < 256; code++) {
    const head = read(
      `GET / HTTP/1.1\r\nX: a${String.fromCharCode(code)}b\r\n\r\n`,
    );
    if (head !== null) new Headers([...head.headers]);
  }
});

Deno.test("readHead() takes a hundred fields and not one more", () => {
  const of = (count: number) =>
    read(`GET / HTTP/1.1\r\n${"a: b\r\n".repeat(count)}\r\n`);
  assertEquals(of(100)?.headers.size, 1);
  assertEquals(of(101), null);
});

Deno.test("readHead() takes a head of the largest size and not one byte more", () => {
  const of = (size: number) => {
    const start = "GET / HTTP/1.1\r\nX: ";
    return read(`${start}${"x".repeat(size - start.length)}\r\n\r\n`);
  };
  assertEquals(of(MAX_HEAD_BYTES)?.byteLength, MAX_HEAD_BYTES + 4);
  assertEquals(of(MAX_HEAD_BYTES + 1), null);
});

Deno.test("hasCompleteHead() finds an end that came in two pieces", () => {
  const text = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
  const bytes = Buffer.from(text);
  for (let from = text.length - 4; from <= text.length; from++) {
    assertEquals(
      hasCompleteHead(bytes.subarray(0, from), 0),
      from === text.length,
    );
    if (from < text.length) assertEquals(hasCompleteHead(bytes, from), true);
  }
});
