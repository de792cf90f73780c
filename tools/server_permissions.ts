/**
 * Permissions of the server that depend on its settings: folders, files and
 * environment variables. `deno task start` asks for each of them:
 * `deno run tools/server_permissions.ts read`, `write` or `env`.
 *
 * @module
 */
// deno-lint-ignore-file no-console
import type { Env } from "../server/config/config.ts";
import { SETTINGS } from "../server/config/settings.ts";
import { findUnknownSettings } from "../server/config/unknown_settings.ts";

/** Kind of a permission with a list. */
export type ListedPermission = "env" | "read" | "write";

/** Variables that are no settings, and read by the server. */
const OTHER_VARIABLES = ["NO_COLOR"];

/**
 * Value of `--allow-env`, `--allow-read` or `--allow-write` with these settings.
 *
 * @throws {RangeError} For a path with a comma, which no list of Deno can name.
 */
export function listServerPermissions(
  permission: ListedPermission,
  env: Env,
): string {
  if (permission === "env") return listVariables(env).join(",");
  const dataDir = env.DATA_DIR || SETTINGS.DATA_DIR.defaultText;
  const paths = permission === "write" ? [dataDir] : [
    "dist",
    dataDir,
    env.TLS_CERT,
    env.TLS_KEY,
    env.STATIC_DIR,
    keyFileOf(env),
  ];
  const named = paths.filter((path) => path !== undefined && path !== "");
  const bad = named.find((path) => path?.includes(","));
  if (bad !== undefined) {
    throw new RangeError(`A path must not contain a comma: ${bad}`);
  }
  return named.join(",");
}

/** The file of `JWT_JWKS`, which can be a URL. */
function keyFileOf({ JWT_JWKS = "" }: Env): string | undefined {
  const result = SETTINGS.JWT_JWKS.parser.parse(JWT_JWKS);
  return "value" in result && result.value.kind === "file"
    ? result.value.path
    : undefined;
}

/** The settings, and variables that resemble one, of which the server warns. */
function listVariables(env: Env): string[] {
  const known = [...Object.keys(SETTINGS), ...OTHER_VARIABLES];
  const similar = Object.keys(env).filter((name) =>
    /^\w+$/.test(name) && findUnknownSettings([name], known).length > 0
  );
  return [...known, ...similar];
}

/**
 * Environment of the server beside its settings: glibc gives blocks of 64 KiB
 * and more back to the system when they are freed. By default it raises the
 * size as blocks are freed, up to 32 MiB, and keeps all smaller ones.
 */
export const SERVER_ENVIRONMENT: Readonly<Record<string, string>> = {
  MALLOC_MMAP_THRESHOLD_: "65536",
};

/**
 * Arguments of `deno` with which `deno task start` starts the server.
 *
 * @param env Settings, of which some change the permissions.
 * @param script Program to run with them; default: the server.
 */
export function serverArguments(env: Env, script = "main.ts"): string[] {
  const list = (permission: ListedPermission) =>
    `--allow-${permission}=${listServerPermissions(permission, env)}`;
  return [
    "run",
    "--frozen",
    "--cached-only",
    "--no-prompt",
    // Smaller heap: V8 keeps what it has grown to.
    "--v8-flags=--optimize-for-size",
    "-P=server",
    list("env"),
    list("read"),
    list("write"),
    script,
  ];
}

function isListedPermission(text: string): text is ListedPermission {
  return ["env", "read", "write"].includes(text);
}

if (import.meta.main) {
  const [permission = ""] = Deno.args;
  if (!isListedPermission(permission)) {
    throw new TypeError("The argument is env, read or write");
  }
  console.log(listServerPermissions(permission, Deno.env.toObject()));
}
