import { assertEquals } from "@std/assert";
import {
  computeEditDistance,
  findUnknownSettings,
} from "../../../../server/config/unknown_settings.ts";

Deno.test.each([
  { a: "PORT", b: "PORT", want: 0 },
  { a: "PROT", b: "PORT", want: 1 },
  { a: "PRT", b: "PORT", want: 1 },
  { a: "PORTS", b: "PORT", want: 1 },
  { a: "TURN_SECERT", b: "TURN_SECRET", want: 1 },
  { a: "", b: "TLS", want: 3 },
  { a: "HOME", b: "HOST", want: 2 },
])("computeEditDistance() between $a and $b is $want", ({ a, b, want }) => {
  assertEquals(computeEditDistance(a, b), want);
});

Deno.test("findUnknownSettings() leaves the rest of an environment alone", () => {
  const foreign = ["PATH", "HOME", "USER", "LANG", "TZ", "SHELL", "LOGNAME"];
  assertEquals(
    findUnknownSettings(foreign, ["HOST", "PORT", "TLS", "ICE"]),
    [],
  );
});

Deno.test("findUnknownSettings() names the nearest setting", () => {
  assertEquals(
    findUnknownSettings(["ICE_PROT", "port"], ["ICE_PORT", "PORT"]),
    [
      "ICE_PROT is not a setting: did you mean ICE_PORT",
      "port is not a setting: did you mean PORT",
    ],
  );
});

Deno.test("findUnknownSettings() says that an unknown name under our prefix has no effect", () => {
  assertEquals(findUnknownSettings(["TURN_REALM"], ["TURN_SECRET"]), [
    "TURN_REALM is not a setting and has no effect",
  ]);
});
