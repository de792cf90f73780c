import { assertEquals } from "@std/assert";
import type { FindingCode } from "../../../../../client/engine/check/check_result.ts";
import type { NoSeat } from "../../../../../client/engine/check/check_seat.ts";
import {
  checkSignaling,
  hasOwnAuthority,
} from "../../../../../client/engine/check/signaling_check.ts";

/** A server that answers well under these paths; out of reach without any. */
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
  NoSeat["reason"],
  readonly string[],
  FindingCode,
])[] = [
  ["closed", [], "unreachable"],
  ["closed", ["/livez"], "no-socket"],
  ["closed", ["/livez", "/ca.crt"], "certificate"],
  ["silent", [], "unreachable"],
  ["silent", ["/livez", "/ca.crt"], "no-answer"],
];

for (const [reason, paths, code] of CASES) {
  Deno.test(`checkSignaling() finds ${code} when the socket is ${reason} and http has [${paths}]`, async () => {
    const result = await checkSignaling(
      { reason, refusal: "" },
      asking(...paths),
    );
    assertEquals(result, { state: "done", code, figures: {} });
  });
}

Deno.test("checkSignaling() hands on the server's own code", async () => {
  const seat = { reason: "rejected", refusal: "room-full" } as const;
  assertEquals(await checkSignaling(seat, asking()), {
    state: "done",
    code: "rejected",
    figures: { refusal: "room-full" },
  });
});

Deno.test("hasOwnAuthority() is false when the server is out of reach", async () => {
  assertEquals(await hasOwnAuthority(asking()), false);
  assertEquals(await hasOwnAuthority(asking("/ca.crt")), true);
});
