/** What a browser gets from the server, and whether everybody can use it. @module */
import { assert, assertEquals, assertMatch, assertNotMatch } from "@std/assert";
import { request } from "node:https";
import type { IncomingMessage } from "node:http";
import { axeViolations } from "./axe.ts";
import type { CallPage } from "./call_page.ts";
import { e2e } from "./stage.ts";

/** Status, protocol and headers that a client without HTTP/2 gets. */
async function overHttp1(url: string): Promise<IncomingMessage> {
  const answer = Promise.withResolvers<IncomingMessage>();
  // The browsers of these tests do not know the authority either.
  request(url, { rejectUnauthorized: false, agent: false }, answer.resolve)
    .on("error", answer.reject).end();
  const message = await answer.promise;
  const closed = new Promise((resolve) => message.socket.on("close", resolve));
  message.resume();
  message.socket.destroySoon();
  await closed;
  return message;
}

e2e(
  "The page comes over HTTP/1.1 to a browser and to another client",
  async (stage) => {
    const ada = await stage.page("Ada");
    await ada.page.goto(stage.server.origin);
    const protocol = await ada.page.evaluate<string>(
      'performance.getEntriesByType("navigation")[0].nextHopProtocol',
    );
    assertEquals(protocol, "http/1.1");
    const answer = await overHttp1(stage.server.origin);
    assertEquals([answer.statusCode, answer.httpVersion], [200, "1.1"]);
  },
);

e2e(
  "Scripts and styles have hashed names and are kept for ever, the page itself is not",
  async (stage) => {
    const ada = await stage.page("Ada");
    const seen = new Map<string, Record<string, string>>();
    ada.page.on("response", (response) => {
      seen.set(response.url(), response.headers());
    });
    await ada.page.goto(stage.room(), { waitUntil: "load" });
    const html = seen.get(stage.room()) ?? {};
    assertMatch(html["cache-control"] ?? "", /no-(cache|store)/);
    const csp = html["content-security-policy"] ?? "";
    assertMatch(csp, /default-src 'none'|default-src 'self'/);
    assertNotMatch(csp, /unsafe-|https?:|\*/);
    assertEquals(html["x-content-type-options"], "nosniff");
    const assets = [...seen].filter(([url]) => /\.(js|css)$/.test(url));
    assert(assets.length >= 2, `assets: ${[...seen.keys()]}`);
    for (const [url, headers] of assets) {
      assertMatch(url, /[-.][0-9A-Za-z_]{8,}\.(js|css)$/);
      assertMatch(headers["cache-control"] ?? "", /immutable/);
      assertEquals(headers["content-encoding"], "br", url);
    }
  },
);

/** Console lines that speak of trouble. */
function troubles(page: CallPage): readonly string[] {
  return page.console.filter((line) => /^(error|pageerror)/.test(line));
}

for (const colorScheme of ["light", "dark"] as const) {
  e2e(
    `Start, lobby and call are accessible in ${colorScheme} and break no policy`,
    async (stage) => {
      const ada = await stage.page("Ada", {
        colorScheme,
        reducedMotion: "reduce",
      });
      const check = async (place: string) => {
        assertEquals(await axeViolations(ada), [], place);
        assertEquals(await ada.cspViolations(), [], place);
        assertEquals(troubles(ada), [], place);
      };
      await ada.page.goto(stage.server.origin);
      await ada.get("create-room").waitFor();
      await check("start");
      await ada.page.goto(stage.room());
      await ada.painted(1, "preview");
      await check("lobby");
      await ada.get("toggle-camera").click();
      await ada.page.locator(".preview-off").waitFor();
      await check("lobby, camera off");
      await ada.join(stage.room());
      const bob = await stage.member("Bob");
      await ada.media({ peers: 1 });
      await bob.say("Hello");
      await ada.hears("Hello");
      await check("call");
      await ada.get("leave").click();
      await ada.get("end").waitFor();
      await check("end");
    },
  );
}

e2e(
  "The start page makes a room, or takes a typed one, and its link brings another in",
  async (stage) => {
    const ada = await stage.page("Ada");
    await ada.page.goto(stage.server.origin);
    await ada.get("create-room").click();
    await ada.page.waitForURL(/\/r\/[^/]{14,}$/);
    await ada.join(ada.page.url());
    const bob = await stage.member("Bob", ada.page.url());
    await bob.media({ peers: 1 });

    const cho = await stage.page("Cho");
    await cho.page.goto(stage.server.origin);
    await cho.get("room-input").fill("tea-time");
    await cho.get("room-input").press("Enter");
    await cho.page.waitForURL(/\/r\/tea-time$/);
  },
);

e2e("The lobby shows oneself before anybody else does", async (stage) => {
  const ada = await stage.page("Ada");
  await ada.page.goto(stage.room());
  await ada.painted(1, "preview");
  assertEquals(await ada.made(), 0);
});
