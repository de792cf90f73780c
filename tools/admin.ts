/**
 * What an operator does to a running Maru: `deno task admin rooms`, `end NAME`,
 * `end @NUMBER`, `drain`. Reads `ADMIN_TOKEN` and the settings of the server;
 * `--url=` names a server elsewhere. Exit code 1 when the server refuses, 2 for
 * a command that it does not know.
 *
 * @module
 */
// deno-lint-ignore-file no-console
import * as v from "valibot";

const USAGE = `Usage: deno task admin COMMAND [--url=https://maru.example]
  rooms          rooms with their numbers and members, without names
  end NAME       ends a room for everyone, by its name
  end @NUMBER    the same by its number
  drain          lets the members move to the next process and ends this one`;

const ROOMS = v.object({
  rooms: v.array(v.object({
    room: v.number(),
    connected: v.number(),
    away: v.number(),
    waiting: v.number(),
    locked: v.boolean(),
  })),
});
const REFUSAL = v.object({ error: v.object({ message: v.string() }) });

type Env = Readonly<Record<string, string | undefined>>;

interface AdminRequest {
  readonly method: "GET" | "DELETE" | "POST";
  readonly path: string;
}

/** Request of a command line; null for one that is not known. */
export function requestOf(args: readonly string[]): AdminRequest | null {
  const [command, name, ...more] = args;
  if (more.length > 0 || (name === undefined) === (command === "end")) {
    return null;
  }
  switch (command) {
    case "rooms":
      return { method: "GET", path: "admin/rooms" };
    case "drain":
      return { method: "POST", path: "admin/drain" };
    case "end":
      return {
        method: "DELETE",
        path: `admin/rooms/${encodeURIComponent(name ?? "")}`,
      };
    default:
      return null;
  }
}

/** Address of the server with these settings, with a slash at the end. */
export function urlOf(args: readonly string[], env: Env): string {
  const given = args.find((arg) => arg.startsWith("--url="))?.slice(6);
  const scheme = env.TLS === "off" ? "http" : "https";
  const url = given ?? `${scheme}://localhost:${env.PORT || 8443}`;
  return url.endsWith("/") ? url : `${url}/`;
}

/** The authority that Maru made on this machine, if there is one. */
async function readAuthority(env: Env): Promise<string[]> {
  const path = `${env.DATA_DIR || ".maru"}/authority.pem`;
  const text = await Deno.readTextFile(path).catch(() => "");
  return text.match(
    /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g,
  ) ?? [];
}

async function send(args: readonly string[], env: Env): Promise<number> {
  const request = requestOf(args.filter((arg) => !arg.startsWith("--url=")));
  if (request === null) {
    console.error(USAGE);
    return 2;
  }
  if (!env.ADMIN_TOKEN) {
    console.error("ADMIN_TOKEN is not set: give the one of the server");
    return 2;
  }
  using client = Deno.createHttpClient({ caCerts: await readAuthority(env) });
  const response = await fetch(new URL(request.path, urlOf(args, env)), {
    method: request.method,
    headers: { authorization: `Bearer ${env.ADMIN_TOKEN}` },
    client,
  });
  const body: unknown = await response.json().catch(() => null);
  if (!response.ok) {
    const { success, output } = v.safeParse(REFUSAL, body);
    console.error(success ? output.error.message : `HTTP ${response.status}`);
    return 1;
  }
  if (request.method === "GET") console.table(v.parse(ROOMS, body).rooms);
  else console.log(JSON.stringify(body));
  return 0;
}

if (import.meta.main) {
  try {
    Deno.exit(await send(Deno.args, Deno.env.toObject()));
  } catch (error) {
    console.error(`Cannot reach the server: ${error}`);
    Deno.exit(1);
  }
}
