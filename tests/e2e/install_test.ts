/** The page can be installed, starts without a server, and is never stale. @module */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { fileURLToPath } from "node:url";
import { Asset, type Assets, createAssets } from "../../server/http/assets.ts";
import { axeViolations } from "./axe.ts";
import type { CallPage } from "./call_page.ts";
import { e2e, type Stage } from "./stage.ts";

/** Somebody whose browser runs the page's service worker, and has it by now. */
async function withWorker(stage: Stage, url: string): Promise<CallPage> {
  const page = await stage.page("Ada", { serviceWorkers: "allow" });
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

/** Names of the caches that the page's origin has. */
async function shells(page: CallPage): Promise<string[]> {
  return await page.page.evaluate<string[]>("caches.keys()");
}

e2e(
  "A browser finds nothing that keeps it from installing Maru",
  async (stage) => {
    const ada = await withWorker(stage, stage.server.origin);
    const devtools = await ada.page.context().newCDPSession(ada.page);
    const manifest = await devtools.send("Page.getAppManifest");
    assertMatch(manifest.url, /\/manifest\.webmanifest$/);
    assertEquals(manifest.errors, []);
    const { installabilityErrors } = await devtools.send(
      "Page.getInstallabilityErrors",
    );
    // The pages of a test are private windows, where nothing is installed.
    const errors = installabilityErrors.map(({ errorId }) => errorId)
      .filter((id) => id !== "in-incognito");
    assertEquals(errors, []);
    const { icons } = JSON.parse(manifest.data ?? "{}");
    for (const { src, type } of icons) {
      const answer = await ada.page.request.get(stage.server.origin + src);
      assertEquals(answer.status(), 200, src);
      assertEquals(answer.headers()["content-type"], type);
    }
    assertEquals(await ada.cspViolations(), []);
  },
);

e2e(
  "Without its server the page says so in words and goes on once it is back",
  async (stage) => {
    const ada = await withWorker(stage, stage.room("tea"));
    await stage.server.stop();
    await ada.page.reload();
    await ada.get("offline").waitFor();
    assertEquals(ada.page.url(), stage.room("tea"));
    assertEquals(await axeViolations(ada), []);
    assertEquals(await ada.cspViolations(), []);
    await ada.get("look-again").click();
    await ada.page.getByText("Still no response").waitFor();
    await ada.page.getByRole("button", { name: "한국어" }).click();
    await ada.page.getByText("아직 응답이 없어요").waitFor();
    await stage.server.start();
    await ada.get("look-again").click();
    await ada.get("join").waitFor();
    assertEquals(ada.page.url(), stage.room("tea"));
  },
);

e2e("The worker lets a call alone", async (stage) => {
  const ada = await withWorker(stage, stage.room());
  await ada.join(stage.room());
  assert(
    await ada.page.evaluate("navigator.serviceWorker.controller !== null"),
  );
  const bob = await stage.member("Bob");
  await Promise.all([ada.media({ peers: 1 }), bob.media({ peers: 1 })]);
  await stage.server.stop();
  await ada.media({ peers: 1, frames: 20 });
  await stage.server.start();
  const cho = await stage.member("Cho");
  await cho.media({ peers: 2 });
  await ada.media({ peers: 2 });
  assertEquals((await shells(ada)).length, 1);
});

const BUILT = fileURLToPath(new URL("../../dist/client/", import.meta.url));

/** The built page; under another name of its script, it is another build. */
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

/** The script's name and the shell's version are what a build changes. */
function renamed(text: string, name: string): string {
  return text.replaceAll(/app-\w{8}\.js/g, `app-${name}.js`)
    .replaceAll(/version:"\w{8}"/g, `version:"${name}"`);
}

e2e(
  "A new build is there on the next load, and an open page is left alone",
  async (stage) => {
    let assets = await build("AAAAAAAA");
    await using server = Deno.serve(
      { hostname: "127.0.0.1", port: 0, onListen: () => {} },
      (request) => {
        const { pathname } = new URL(request.url);
        return (assets.get(pathname) ?? assets.index).respond(request);
      },
    );
    const origin = `http://localhost:${server.addr.port}`;
    const ada = await withWorker(stage, origin);
    await ada.page.reload();
    const script = () =>
      ada.page.locator("script[src]").first().getAttribute("src");
    assertEquals(await script(), "/assets/app-AAAAAAAA.js");
    assertEquals(await shells(ada), ["maru-shell-AAAAAAAA"]);

    await ada.page.evaluate("globalThis.isSamePage = true");
    assets = await build("BBBBBBBB");
    await ada.page.evaluate(
      "navigator.serviceWorker.ready.then((r) => r.update()).then(() => true)",
    );
    await ada.until(
      'caches.keys().then((names) => String(names) === "maru-shell-BBBBBBBB")',
    );
    assertEquals(await ada.page.evaluate("isSamePage"), true);

    await ada.page.goto(`${origin}/check`);
    assertEquals(await script(), "/assets/app-BBBBBBBB.js");
  },
);
