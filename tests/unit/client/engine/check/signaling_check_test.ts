import { assertEquals } from "@std/assert";
import type { CheckCode } from "../../../../../client/engine/check/check_result.ts";
import type { CheckSeatFailure } from "../../../../../client/engine/check/check_seat.ts";
import {
  checkSignaling,
  hasLocalCa,
} from "../../../../../client/engine/check/signaling_check.ts";

/** A server that answers under these paths; without any, it cannot be reached. */
function asking(...paths: string[]) {
  return (path: string) =>
    paths.length === 0
      ? Promise.reject(new TypeError("Failed to fetch"))
      : Promise.resolve({
        ok: paths.includes(path),
        json: () => Promise.resolve(null),
      });
}

const CASES: readonly (readonly [
  CheckSeatFailure["reason"],
  readonly string[],
  CheckCode,
])[] = [
  ["closed", [], "unreachable"],
  ["closed", ["/livez"], "no-socket"],
  ["closed", ["/livez", "/ca.crt"], "certificate"],
  ["silent", [], "unreachable"],
  ["silent", ["/livez", "/ca.crt"], "no-answer"],
];

for (const [reason, paths, code] of CASES) {
  Deno.test(`checkSignaling() reports ${code} when the socket is ${reason} and http has [${paths}]`, async () => {
    const result = await checkSignaling(
      { reason, refusal: "", failure: null },
      asking(...paths),
    );
    assertEquals(result, { state: "done", code, figures: {} });
  });
}

Deno.test("checkSignaling() returns the error code of the server", async () => {
  const seat = {
    reason: "rejected",
    refusal: "room-full",
    failure: null,
  } as const;
  assertEquals(await checkSignaling(seat, asking()), {
    state: "done",
    code: "rejected",
    figures: { refusal: "room-full" },
  });
});

Deno.test("hasLocalCa() is false when the server cannot be reached", async () => {
  assertEquals(await hasLocalCa(asking()), false);
  assertEquals(await hasLocalCa(asking("/ca.crt")), true);
});

Deno.test("checkSignaling() passes on what the server says about its set-up", async () => {
  const message = "The proxy loses the port.";
  const failure = { code: "proxy-port", message, isFinal: true };
  const seat = { reason: "closed", refusal: "", failure } as const;
  assertEquals(await checkSignaling(seat, asking()), {
    state: "done",
    code: "misconfigured",
    figures: { message },
  });
});

Deno.test.each([
  ["answer-lost", "no-socket"],
  ["socket-blocked", "certificate"],
])("checkSignaling() of a $0 failure reports $1", async (code, expected) => {
  const failure = { code, message: "Text.", isFinal: false };
  const seat = { reason: "closed", refusal: "", failure } as const;
  const result = await checkSignaling(seat, asking("/livez", "/ca.crt"));
  assertEquals(result, { state: "done", code: expected, figures: {} });
});
