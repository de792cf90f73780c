import { assert, assertEquals, assertThrows } from "@std/assert";
import { SETTINGS } from "../../../server/config/settings.ts";
import {
  listServerPermissions,
  SERVER_ENVIRONMENT,
  serverArguments,
} from "../../../tools/server_permissions.ts";
import denoJson from "../../../deno.json" with { type: "json" };

const SETTING_NAMES = Object.keys(SETTINGS);

Deno.test("listServerPermissions() names the page, the data and the certificate, and nothing else", () => {
  assertEquals(listServerPermissions("read", {}), "dist,.maru");
  assertEquals(listServerPermissions("write", {}), ".maru");
  const env = {
    DATA_DIR: "/srv/a b",
    TLS_CERT: "/etc/ssl/c.pem",
    TLS_KEY: "/etc/ssl/k.pem",
    HOME: "/root",
  };
  assertEquals(
    listServerPermissions("read", env),
    "dist,/srv/a b,/etc/ssl/c.pem,/etc/ssl/k.pem",
  );
  assertEquals(listServerPermissions("write", env), "/srv/a b");
  assertEquals(
    listServerPermissions("read", { DATA_DIR: "", TLS_KEY: "" }),
    "dist,.maru",
  );
});

Deno.test("listServerPermissions() names each setting, and variables that resemble one", () => {
  const names = listServerPermissions("env", {}).split(",");
  assertEquals(SETTING_NAMES.filter((name) => !names.includes(name)), []);
  const env = { HOTS: "::1", MAX_FUN: "1", HOME: "/root", "MAX_A,HOME": "" };
  assertEquals(
    listServerPermissions("env", env).split(","),
    [...names, "HOTS", "MAX_FUN"],
  );
});

Deno.test("listServerPermissions() refuses a path that no list can name", () => {
  assertThrows(
    () => listServerPermissions("read", { DATA_DIR: "a,b" }),
    RangeError,
  );
});

Deno.test("The permission sets of deno.json name what the default settings need: `deno run --allow-env tools/server_permissions.ts env` prints the variables", () => {
  const { ffi, ...withoutFfi } = denoJson.permissions["server-ffi"];
  const { server } = denoJson.permissions;
  assertEquals(withoutFfi, server);
  assert(ffi);
  const { allow, ignore } = server.env;
  assertEquals(allow.join(","), listServerPermissions("env", {}));
  assert(ignore, "other variables are undefined, not an error");
  assertEquals(server.read.join(","), listServerPermissions("read", {}));
  assertEquals(server.write.join(","), listServerPermissions("write", {}));
});

for (const name of ["start", "serve", "start-ffi"] as const) {
  Deno.test(`deno task ${name} limits the memory that the runtime keeps`, () => {
    const { command } = denoJson.tasks[name];
    const variables = Object.entries(SERVER_ENVIRONMENT).map((pair) =>
      pair.join("=")
    );
    for (const part of [...variables, "--v8-flags=--optimize-for-size"]) {
      assert(command.includes(` ${part} `), part);
    }
  });
}

const STARTING_TASKS = ["start", "start-ffi", "dev"] as const;

for (const name of STARTING_TASKS) {
  Deno.test(`deno task ${name} grants the server what its settings need`, () => {
    const env = { DATA_DIR: "/srv/a b", HOTS: "" };
    const [last = ""] = denoJson.tasks[name].command.split(" & ").slice(-1);
    const words = last.slice(last.indexOf("deno run")).match(/"[^"]*"|\S+/g) ??
      [];
    const args = words.slice(1).map((word) =>
      word.replace(/^"|"$/g, "").replace(
        /\$\(.* tools\/server_permissions\.ts (env|read|write)\)/,
        (_, permission) => listServerPermissions(permission, env),
      )
    );
    const wanted = serverArguments(env);
    if (name === "start") assertEquals(args, wanted);
    const grants = wanted.filter((word) => word.startsWith("--allow-"));
    assertEquals(args.filter((word) => word.startsWith("--allow-")), grants);
  });
}
