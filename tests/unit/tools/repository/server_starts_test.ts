import { assertEquals } from "@std/assert";
import { findServerStarts } from "../../../../tools/repository/server_starts.ts";

const SET = ["-P", "server"].join("=");

Deno.test("findServerStarts() reports a test that names the permission set itself", () => {
  const text = `start({\n  args: ["run", "${SET}", "main.ts"],\n});\n`;
  const found = findServerStarts("tests/integration/x_test.ts", text);
  assertEquals(found.map(({ line }) => line), [2]);
  assertEquals(findServerStarts("bench/x/main.ts", text).length, 1);
});

Deno.test("findServerStarts() ignores the set of builds, and the tool that makes the arguments", () => {
  const text = `["run", "${SET}", "main.ts"]`;
  assertEquals(findServerStarts("tools/server_permissions.ts", text), []);
  assertEquals(findServerStarts("tests/x.ts", '["run", "-P=build"]'), []);
});
