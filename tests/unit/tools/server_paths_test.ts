import { assertEquals, assertThrows } from "@std/assert";
import { SETTINGS } from "../../../server/config/settings.ts";
import {
  DEFAULT_DATA_DIR,
  listServerPaths,
} from "../../../tools/server_paths.ts";

Deno.test("listServerPaths() names the page, the data and the certificate, and nothing else", () => {
  assertEquals(listServerPaths("read", {}), "dist,.maru");
  assertEquals(listServerPaths("write", {}), ".maru");
  const env = {
    DATA_DIR: "/srv/a b",
    TLS_CERT: "/etc/ssl/c.pem",
    TLS_KEY: "/etc/ssl/k.pem",
    HOME: "/root",
  };
  assertEquals(
    listServerPaths("read", env),
    "dist,/srv/a b,/etc/ssl/c.pem,/etc/ssl/k.pem",
  );
  assertEquals(listServerPaths("write", env), "/srv/a b");
  assertEquals(
    listServerPaths("read", { DATA_DIR: "", TLS_KEY: "" }),
    "dist,.maru",
  );
});

Deno.test("listServerPaths() refuses a path that no list can name", () => {
  assertThrows(() => listServerPaths("read", { DATA_DIR: "a,b" }), RangeError);
});

Deno.test("the default of DATA_DIR is that of the settings", () => {
  assertEquals(DEFAULT_DATA_DIR, SETTINGS.DATA_DIR.defaultText);
});
