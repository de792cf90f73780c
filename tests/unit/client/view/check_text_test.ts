import { assertEquals } from "@std/assert";
import { en } from "../../../../client/strings/en.ts";
import { done } from "../../../../client/engine/check/result.ts";
import { textOf } from "../../../../client/strings/language.ts";
import {
  figuresOf,
  findingOf,
  nameOf,
} from "../../../../client/view/check_text.ts";
import type { Text } from "../../../../client/view/text.ts";

const text: Text = (key, fill) =>
  textOf({ language: "en", strings: en }, key, fill);

Deno.test("figuresOf() shows what was measured, with the digits that matter", () => {
  const result = done("ok", {
    roundTripMs: 4.26,
    mbitPerSecond: 48.7,
    port: "443",
  });
  assertEquals(figuresOf(result, text), ["4.3 ms", "49 Mbit/s", "port 443"]);
  assertEquals(figuresOf(done("ok", { width: 640, height: 480 }), text), [
    "640 × 480",
  ]);
  assertEquals(figuresOf(done("rejected", { refusal: "486" }), text), ["486"]);
  assertEquals(figuresOf({ state: "running" }, text), []);
});

Deno.test("findingOf() says that a device waits for leave, and a path is tried", () => {
  const words = (name: "camera" | "udp") =>
    findingOf(name, { state: "running" }, text);
  assertEquals(words("camera"), "Waiting for permission…");
  assertEquals(words("udp"), "Checking…");
  assertEquals(findingOf("udp", done("no-path"), text), "No data gets through");
  assertEquals(findingOf("udp", { state: "waiting" }, text), "Not checked yet");
});

Deno.test("nameOf() leaves STUN as it is in every language", () => {
  assertEquals(nameOf("stun", text), "STUN");
  assertEquals(nameOf("tls", text), "Relay over TLS");
});
