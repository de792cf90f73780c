import { assertEquals } from "@std/assert";
import { checkEn } from "../../../../../client/strings/check_en.ts";
import { en } from "../../../../../client/strings/en.ts";
import { makeResult } from "../../../../../client/engine/check/check_result.ts";
import { formatText } from "../../../../../client/strings/language.ts";
import {
  formatCheckName,
  formatCheckResult,
  formatMeasurements,
} from "../../../../../client/view/check/check_text.ts";
import type { TextFormatter } from "../../../../../client/view/context/i18n.ts";

const text: TextFormatter = (key, params) =>
  formatText({ language: "en", strings: { ...en, ...checkEn } }, key, params);

Deno.test("formatMeasurements() rounds the measurements of a result", () => {
  const result = makeResult("ok", {
    roundTripMs: 4.26,
    mbitPerSecond: 48.7,
    port: "443",
  });
  assertEquals(formatMeasurements(result, text), [
    "4.3 ms",
    "49 Mbit/s",
    "port 443",
  ]);
  assertEquals(
    formatMeasurements(makeResult("ok", { width: 640, height: 480 }), text),
    [
      "640 × 480",
    ],
  );
  assertEquals(
    formatMeasurements(makeResult("rejected", { refusal: "486" }), text),
    ["486"],
  );
  assertEquals(formatMeasurements({ state: "running" }, text), []);
});

Deno.test("formatCheckResult() distinguishes permission, running, failed and pending checks", () => {
  const runningText = (name: "camera" | "udp") =>
    formatCheckResult(name, { state: "running" }, text);
  assertEquals(runningText("camera"), "Waiting for permission…");
  assertEquals(runningText("udp"), "Checking…");
  assertEquals(
    formatCheckResult("udp", makeResult("no-path"), text),
    "No data gets through",
  );
  assertEquals(
    formatCheckResult("udp", { state: "waiting" }, text),
    "Not checked yet",
  );
});

Deno.test("formatCheckName() does not translate STUN", () => {
  assertEquals(formatCheckName("stun", text), "STUN");
  assertEquals(formatCheckName("tls", text), "Relay over TLS");
});
