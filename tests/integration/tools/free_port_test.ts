import { assert, assertEquals } from "@std/assert";
import { findFreePort } from "../../../tools/server_process.ts";

Deno.test({
  name:
    "findFreePort() gives each port once, none that an outgoing connection may take",
  ignore: (await Deno.permissions.query({ name: "net" })).state !== "granted",
  fn() {
    const ports = Array.from({ length: 100 }, findFreePort);
    assertEquals(new Set(ports).size, ports.length);
    for (const port of ports) {
      assert(port >= 20_000 && port < 32_768, `Port ${port}`);
    }
  },
});
