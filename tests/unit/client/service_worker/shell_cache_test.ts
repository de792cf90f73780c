import { assertEquals } from "@std/assert";
import {
  KEPT_BUILDS,
  SERVER_TIMEOUT_MS,
  ShellCache,
  type ShellCacheOptions,
} from "../../../../client/service_worker/shell_cache.ts";
import { FakeClock, settlePromises } from "../fakes/fake_clock.ts";

const ORIGIN = "https://maru.test";
const SHELL = {
  version: "v2",
  files: ["offline.html", "offline_room.html", "assets/app-1.js"],
};

function pathOf(url: string): string {
  return new URL(url).pathname;
}

type Answer = () => Promise<Response>;

/** Caches in memory, a server that a test configures, and a fake clock. */
function setUp(
  answer: Answer = () => Promise.reject(new TypeError("away")),
  replaced: Partial<ShellCacheOptions> = {},
) {
  const clock = new FakeClock();
  const stored = new Map<string, string[]>([
    ["maru-shell-v1", ["/offline.html", "/assets/ko-1.js"]],
    ["other", []],
  ]);
  const open = (name: string) => {
    const files = stored.get(name) ?? [];
    stored.set(name, files);
    return Promise.resolve({
      addAll: (requests: Request[]) => {
        files.push(...requests.map(({ url }) => pathOf(url)));
        return Promise.resolve();
      },
      match: (url: string) =>
        Promise.resolve(
          files.includes(pathOf(url))
            ? new Response(`kept ${pathOf(url)}`)
            : undefined,
        ),
    } as unknown as Cache);
  };
  const cache = new ShellCache({
    shell: SHELL,
    baseUrl: `${ORIGIN}/`,
    caches: {
      open,
      keys: () => Promise.resolve([...stored.keys()]),
      delete: (name) => Promise.resolve(stored.delete(name)),
      match: (url) => {
        const path = pathOf(String(url));
        return Promise.resolve(
          [...stored.values()].flat().includes(path)
            ? new Response(`kept ${path}`)
            : undefined,
        );
      },
    },
    fetch: answer,
    after: (delayMs, run) => clock.after(delayMs, run),
    ...replaced,
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
  { path: "/assets/ko-1.js", mode: "cors", want: true },
  { path: "/", mode: "cors", want: false },
  { path: "/", method: "POST", want: false },
  { path: "/ca", want: false },
  { path: "/ca.crt", want: false },
  { path: "/ice", mode: "cors", want: false },
  { path: "/socket", mode: "websocket", want: false },
  { path: "/livez", mode: "cors", want: false },
  { path: "/r/a/b", want: false },
  { path: "/r/a/", want: false },
  { path: "https://other.test/", want: false },
])("ShellCache handles $method $path ($mode): $want", (c) => {
  const { cache } = setUp();
  assertEquals(cache.handles(asked(c.path, c.mode, c.method)), c.want);
});

Deno.test("ShellCache works below a path, and leaves alone what lies beside it", async () => {
  const baseUrl = `${ORIGIN}/call/`;
  const { cache } = setUp(undefined, { baseUrl });
  await cache.install();
  for (
    const [path, page] of [
      ["/call/", "/call/offline.html"],
      ["/call/check", "/call/offline.html"],
      ["/call/r/tea", "/call/offline_room.html"],
    ] as const
  ) {
    assertEquals(cache.handles(asked(path)), true);
    assertEquals(await textOf(cache.respond(asked(path))), `kept ${page}`);
  }
  assertEquals(
    cache.handles(asked("/call/assets/app-1.js", "no-cors")),
    true,
  );
  for (const path of ["/", "/r/tea", "/check", "/call"]) {
    assertEquals(cache.handles(asked(path)), false, path);
  }
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
    "kept /offline_room.html",
  );
  assertEquals(
    await textOf(cache.respond(asked("/check"))),
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

Deno.test("ShellCache keeps the caches of the last builds and no older ones", async () => {
  const { cache, stored } = setUp();
  await cache.install();
  for (let build = 3; build < 3 + KEPT_BUILDS; build++) {
    stored.set(`maru-shell-v${build}`, []);
  }
  await cache.deleteOldBuilds();
  const newer = Array.from(
    { length: KEPT_BUILDS },
    (_, i) => `maru-shell-v${i + 3}`,
  );
  assertEquals([...stored.keys()], ["other", "maru-shell-v2", ...newer]);
  assertEquals(
    stored.get("maru-shell-v2"),
    SHELL.files.map((path) => `/${path}`),
  );
});

Deno.test("ShellCache finds a file of an earlier build that the server does not have any more", async () => {
  const { cache } = setUp(() =>
    Promise.resolve(new Response("not found", { status: 404 }))
  );
  await cache.install();
  await cache.deleteOldBuilds();
  const chunk = asked("/assets/ko-1.js", "cors");
  assertEquals(await textOf(cache.respond(chunk)), "kept /assets/ko-1.js");
  const unknown = asked("/assets/ko-0.js", "cors");
  assertEquals(await textOf(cache.respond(unknown)), "not found");
});

Deno.test("ShellCache lets a request pass to the server when a function of the browser is missing", async () => {
  const { cache } = setUp(() => Promise.resolve(new Response("fresh")), {
    after: () => {
      throw new TypeError("not a function");
    },
  });
  assertEquals(await textOf(cache.respond(asked("/r/tea"))), "fresh");
});

Deno.test("ShellCache returns the answer of the server when the browser blocks storage", async () => {
  const answers = [
    new Response("gone", { status: 404 }),
    new Response("away", { status: 502 }),
  ];
  const blocked = () => Promise.reject(new DOMException("", "SecurityError"));
  const { cache } = setUp(
    () => Promise.resolve(answers.shift() ?? Response.error()),
    {
      caches: { open: blocked, keys: blocked, delete: blocked, match: blocked },
    },
  );
  const script = asked("/assets/app-1.js", "no-cors");
  assertEquals(await textOf(cache.respond(script)), "gone");
  assertEquals(await textOf(cache.respond(asked("/"))), "away");
});

Deno.test("ShellCache returns an error when nothing is cached", async () => {
  const { cache } = setUp();
  const answer = await cache.respond(asked("/"));
  assertEquals(answer.type, "error");
});
