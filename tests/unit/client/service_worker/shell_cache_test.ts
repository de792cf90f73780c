import { assertEquals } from "@std/assert";
import {
  SERVER_TIMEOUT_MS,
  ShellCache,
} from "../../../../client/service_worker/shell_cache.ts";
import { FakeClock, settlePromises } from "../fakes/fake_clock.ts";

const ORIGIN = "https://maru.test";
const SHELL = { version: "v2", files: ["/offline.html", "/assets/app-1.js"] };

type Answer = () => Promise<Response>;

/** Caches in memory, a server that a test configures, and a fake clock. */
function setUp(answer: Answer = () => Promise.reject(new TypeError("away"))) {
  const clock = new FakeClock();
  const stored = new Map<string, string[]>([
    ["maru-shell-v1", ["/offline.html"]],
    ["other", []],
  ]);
  const open = (name: string) => {
    const files = stored.get(name) ?? [];
    stored.set(name, files);
    return Promise.resolve({
      addAll: (requests: Request[]) => {
        files.push(...requests.map(({ url }) => new URL(url).pathname));
        return Promise.resolve();
      },
      match: (path: string) =>
        Promise.resolve(
          files.includes(path) ? new Response(`kept ${path}`) : undefined,
        ),
    } as unknown as Cache);
  };
  const cache = new ShellCache({
    shell: SHELL,
    origin: ORIGIN,
    caches: {
      open,
      keys: () => Promise.resolve([...stored.keys()]),
      delete: (name) => Promise.resolve(stored.delete(name)),
    },
    fetch: answer,
    after: (delayMs, run) => clock.after(delayMs, run),
  });
  return { cache, stored, clock };
}

function asked(path: string, mode = "navigate", method = "GET"): Request {
  const url = new URL(path, ORIGIN).href;
  return { url, mode, method } as unknown as Request;
}

async function textOf(answer: Promise<Response>): Promise<string> {
  return await (await answer).text();
}

Deno.test.each([
  { path: "/", want: true },
  { path: "/r/tea-time", want: true },
  { path: "/r/%EB%A7%88%EB%A3%A8", want: true },
  { path: "/check", want: true },
  { path: "/assets/app-1.js", mode: "no-cors", want: true },
  { path: "/assets/app-2.js", mode: "no-cors", want: false },
  { path: "/", mode: "cors", want: false },
  { path: "/", method: "POST", want: false },
  { path: "/ca", want: false },
  { path: "/ca.crt", want: false },
  { path: "/ice", mode: "cors", want: false },
  { path: "/socket", mode: "websocket", want: false },
  { path: "/livez", mode: "cors", want: false },
  { path: "/r/a/b", want: false },
  { path: "https://other.test/", want: false },
])("ShellCache handles $method $path ($mode): $want", (c) => {
  const { cache } = setUp();
  assertEquals(cache.handles(asked(c.path, c.mode, c.method)), c.want);
});

Deno.test("ShellCache returns the answer of the server when there is one", async () => {
  const { cache } = setUp(() => Promise.resolve(new Response("fresh")));
  await cache.install();
  assertEquals(await textOf(cache.respond(asked("/r/tea"))), "fresh");
  const script = asked("/assets/app-1.js", "no-cors");
  assertEquals(await textOf(cache.respond(script)), "fresh");
});

Deno.test("ShellCache returns the cached page when the server cannot be reached", async () => {
  const { cache } = setUp();
  await cache.install();
  assertEquals(
    await textOf(cache.respond(asked("/r/tea"))),
    "kept /offline.html",
  );
  assertEquals(
    await textOf(cache.respond(asked("/assets/app-1.js", "no-cors"))),
    "kept /assets/app-1.js",
  );
});

Deno.test.each([
  { status: 502, want: "kept /offline.html" },
  { status: 503, want: "kept /offline.html" },
  { status: 504, want: "kept /offline.html" },
  { status: 404, want: "said" },
  { status: 500, want: "said" },
])("ShellCache treats $status of a proxy as no answer", async (c) => {
  const { cache } = setUp(() =>
    Promise.resolve(new Response("said", { status: c.status }))
  );
  await cache.install();
  assertEquals(await textOf(cache.respond(asked("/"))), c.want);
});

Deno.test("ShellCache stops waiting for a silent server after a time", async () => {
  const { cache, clock } = setUp(() => new Promise(() => {}));
  await cache.install();
  const said = textOf(cache.respond(asked("/")));
  await settlePromises();
  clock.advance(SERVER_TIMEOUT_MS - 1);
  const nothing = settlePromises().then(() => "nothing yet");
  assertEquals(await Promise.race([said, nothing]), "nothing yet");
  clock.advance(1);
  assertEquals(await said, "kept /offline.html");
});

Deno.test("ShellCache deletes earlier versions and no other caches", async () => {
  const { cache, stored } = setUp();
  await cache.install();
  await cache.deleteOldVersions();
  assertEquals([...stored], [["other", []], [
    "maru-shell-v2",
    SHELL.files,
  ]]);
});

Deno.test("ShellCache returns an error when nothing is cached", async () => {
  const { cache } = setUp();
  const answer = await cache.respond(asked("/"));
  assertEquals(answer.type, "error");
});
