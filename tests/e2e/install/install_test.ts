/** Installation, the page without its server, and updates of the page. @module */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { fileURLToPath } from "node:url";
import {
  Asset,
  type Assets,
  createAssets,
} from "../../../server/http/assets.ts";
import { axeViolations } from "../harness/axe.ts";
import type { CallPage } from "../harness/call_page.ts";
import { e2e } from "../harness/e2e.ts";
import type { TestSession } from "../harness/test_session.ts";

/** A page with an active service worker. */
async function withWorker(
  session: TestSession,
  url: string,
): Promise<CallPage> {
  const page = await session.page("Ada", { serviceWorkers: "allow" });
  await page.page.goto(url);
  await activated(page);
  return page;
}

async function activated(page: CallPage): Promise<void> {
  await page.page.evaluate("navigator.serviceWorker.ready.then(() => true)");
  await page.until(
    "navigator.serviceWorker.ready.then((r) => r.active.state === 'activated')",
  );
}

/** Names of the caches of the page's origin. */
async function shells(page: CallPage): Promise<string[]> {
  return await page.page.evaluate<string[]>("caches.keys()");
}

e2e(
  "A browser finds no obstacle to installing Maru",
  async (session) => {
    const ada = await withWorker(session, session.server.origin);
    const devtools = await ada.page.context().newCDPSession(ada.page);
    const manifest = await devtools.send("Page.getAppManifest");
    assertMatch(manifest.url, /\/manifest\.webmanifest$/);
    assertEquals(manifest.errors, []);
    const { installabilityErrors } = await devtools.send(
      "Page.getInstallabilityErrors",
    );
    // Contexts of a test are incognito, where nothing can be installed.
    const errors = installabilityErrors.map(({ errorId }) => errorId)
      .filter((id) => id !== "in-incognito");
    assertEquals(errors, []);
    const { icons } = JSON.parse(manifest.data ?? "{}");
    for (const { src, type } of icons) {
      const address = new URL(src, manifest.url).href;
      const answer = await ada.page.request.get(address);
      assertEquals(answer.status(), 200, src);
      assertEquals(answer.headers()["content-type"], type);
    }
    assertEquals(await ada.cspViolations(), []);
  },
);

e2e(
  "Without its server the page says so and continues when the server is back",
  async (session) => {
    const ada = await withWorker(session, session.room("tea"));
    await session.server.stop();
    await ada.page.reload();
    await ada.get("offline").waitFor();
    assertEquals(ada.page.url(), session.room("tea"));
    assertEquals(await axeViolations(ada), []);
    assertEquals(await ada.cspViolations(), []);
    await ada.get("look-again").click();
    await ada.page.getByText("Still no response").waitFor();
    await ada.page.getByRole("button", { name: "한국어" }).click();
    await ada.page.getByText("아직 응답이 없어요").waitFor();
    await session.server.start();
    await ada.get("look-again").click();
    await ada.get("join").waitFor();
    assertEquals(ada.page.url(), session.room("tea"));
  },
  { stopsServer: true },
);

e2e("The service worker does not interfere with a call", async (session) => {
  const ada = await withWorker(session, session.room());
  await ada.join(session.room());
  assert(
    await ada.page.evaluate("navigator.serviceWorker.controller !== null"),
  );
  const bob = await session.member("Bob");
  await Promise.all([ada.media({ peers: 1 }), bob.media({ peers: 1 })]);
  await session.server.stop();
  await ada.media({ peers: 1, frames: 20 });
  await session.server.start();
  const cho = await session.member("Cho");
  await cho.media({ peers: 2 });
  await ada.media({ peers: 2 });
  assertEquals((await shells(ada)).length, 1);
}, { stopsServer: true });

const BUILT = fileURLToPath(new URL("../../../dist/client/", import.meta.url));

/** The built page, as a build of this name. */
async function build(name: string): Promise<Assets> {
  const assets = new Map<string, Asset>();
  const rows = JSON.parse(await Deno.readTextFile(`${BUILT}files.json`));
  for (const file of rows) {
    const path = renamed(file.path, name);
    const bytes = await Deno.readFile(BUILT + file.path);
    const body = /\.(html|js)$/.test(path)
      ? new TextEncoder().encode(renamed(new TextDecoder().decode(bytes), name))
      : bytes;
    assets.set(`/${path}`, await Asset.create({ ...file, path }, body));
  }
  return createAssets(assets);
}

/** Replaces what differs between builds: names of scripts and the version of the shell. */
function renamed(text: string, name: string): string {
  return text.replaceAll(
    /\b(app|check|en|ko|qr_path)-\w{8}\.js/g,
    `$1-${name}.js`,
  )
    .replaceAll(/version:"\w{8}"/g, `version:"${name}"`);
}

/** A server of a build, which a test replaces by another build. */
function serveBuild(first: Assets) {
  let assets = first;
  let worker = first;
  const respond = (request: Request): Response => {
    const { pathname } = new URL(request.url);
    const files = pathname === "/sw.js" ? worker : assets;
    const isAsset = pathname.startsWith("/assets/");
    if (pathname === "/check") return assets.check.respond(request);
    return files.get(pathname)?.respond(request) ??
      (isAsset
        ? new Response(null, { status: 404 })
        : assets.index.respond(request));
  };
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    (request) => {
      const response = respond(request);
      // A file that is needed later must not come from the browser's own cache.
      response.headers.set("cache-control", "no-store");
      return response;
    },
  );
  return {
    origin: `http://localhost:${server.addr.port}`,
    deploy: (build: Assets) => assets = build,
    deployWorker: (build: Assets) => worker = build,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

const script = (page: CallPage) =>
  page.page.locator("script[type=module]").first().getAttribute("src");

e2e(
  "A worker of an earlier build lets the page of a new build work",
  async (session) => {
    await using server = serveBuild(await build("AAAAAAAA"));
    const ada = await withWorker(session, server.origin);
    await ada.page.reload();
    assertEquals(await script(ada), "./assets/app-AAAAAAAA.js");
    assertEquals(await shells(ada), ["maru-shell-AAAAAAAA"]);

    server.deploy(await build("BBBBBBBB"));
    await ada.page.goto(`${server.origin}/check`);
    assertEquals(await script(ada), "./assets/check-BBBBBBBB.js");
    await ada.page.getByRole("button", { name: "한국어" }).click();
    await ada.page.getByRole("button", { name: "점검 시작" }).waitFor();
    assertEquals(await shells(ada), ["maru-shell-AAAAAAAA"]);
  },
);

e2e(
  "A worker of a new build leaves an open page alone and keeps the files of its build",
  async (session) => {
    await using server = serveBuild(await build("AAAAAAAA"));
    const ada = await withWorker(session, server.origin);
    await ada.page.reload();
    await ada.page.evaluate("globalThis.isSamePage = true");
    const next = await build("BBBBBBBB");
    server.deploy(next);
    server.deployWorker(next);
    await ada.page.evaluate(
      "navigator.serviceWorker.ready.then((r) => r.update()).then(() => true)",
    );
    await ada.until(
      'caches.keys().then((names) => String(names).endsWith("maru-shell-BBBBBBBB"))',
    );
    await activated(ada);
    // Loads the texts of the earlier build, which the server does not have any more.
    await ada.page.getByRole("button", { name: "한국어" }).click();
    await ada.page.getByRole("button", { name: "새 방 만들기" }).waitFor();
    assertEquals(await ada.page.evaluate("isSamePage"), true);

    await ada.page.goto(`${server.origin}/check`);
    assertEquals(await script(ada), "./assets/check-BBBBBBBB.js");
  },
);
