/** The page as served, its accessibility, and the start page. @module */
import { assert, assertEquals, assertMatch, assertNotMatch } from "@std/assert";
import { request } from "node:https";
import type { IncomingMessage } from "node:http";
import { axeInBothThemes } from "../harness/axe.ts";
import type { CallPage } from "../harness/call_page.ts";
import { e2e } from "../harness/e2e.ts";

/** Status, protocol and headers of an answer over HTTP/1.1. */
async function overHttp1(url: string): Promise<IncomingMessage> {
  const answer = Promise.withResolvers<IncomingMessage>();
  // The certificate authority of the test is not trusted here.
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
  "The page is served over HTTP/1.1 to a browser and to another client",
  async (session) => {
    const ada = await session.page("Ada");
    await ada.page.goto(session.server.origin);
    const protocol = await ada.page.evaluate<string>(
      'performance.getEntriesByType("navigation")[0].nextHopProtocol',
    );
    assertEquals(protocol, "http/1.1");
    const answer = await overHttp1(session.server.origin);
    assertEquals([answer.statusCode, answer.httpVersion], [200, "1.1"]);
  },
);

e2e(
  "Scripts and styles have hashed names and are cached forever, the page itself is not",
  async (session) => {
    const ada = await session.page("Ada");
    const seen = new Map<string, Record<string, string>>();
    ada.page.on("response", (response) => {
      seen.set(response.url(), response.headers());
    });
    await ada.page.goto(session.room(), { waitUntil: "load" });
    const html = seen.get(session.room()) ?? {};
    assertMatch(html["cache-control"] ?? "", /no-(cache|store)/);
    const csp = html["content-security-policy"] ?? "";
    assertMatch(csp, /default-src 'none'|default-src 'self'/);
    assertNotMatch(csp, /'unsafe-|https?:|\*/);
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

/** Errors in the console. */
function consoleErrors(page: CallPage): readonly string[] {
  return page.console.filter((line) => /^(error|pageerror)/.test(line));
}

e2e(
  "Start, lobby and call are accessible in both themes and violate no policy",
  async (session) => {
    const ada = await session.page("Ada", { reducedMotion: "reduce" });
    const check = async (place: string) => {
      assertEquals(await axeInBothThemes(ada), [], place);
      assertEquals(await ada.cspViolations(), [], place);
      assertEquals(consoleErrors(ada), [], place);
    };
    await ada.page.goto(session.server.origin);
    await ada.get("create-room").waitFor();
    await check("start");
    await ada.page.goto(session.room());
    await ada.painted(1, "preview");
    await check("lobby");
    await ada.get("toggle-camera").click();
    await ada.page.locator(".preview-off").waitFor();
    await check("lobby, camera off");
    await ada.join(session.room());
    const bob = await session.member("Bob");
    await ada.media({ peers: 1 });
    await bob.say("Hello");
    await ada.hears("Hello");
    await check("call");
    await ada.get("leave").click();
    await ada.get("end").waitFor();
    await check("end");
  },
);

const IPV6: Readonly<Record<string, string>> = { HOST: "::1" };

for (const browserName of ["Chromium", "Firefox"]) {
  e2e(
    `On an IPv6 address ${browserName} finds nothing wrong with the policy, and a call starts`,
    async (session) => {
      const ada = await (browserName === "Firefox"
        ? session.firefoxPage("Ada")
        : session.page("Ada"));
      const origin = `https://[::1]:${session.server.port}`;
      await ada.join(session.room("room", origin));
      await session.member("Bob", session.room("room", origin));
      await ada.tiles(1);
      assertEquals(await ada.cspViolations(), []);
      const complaints = ada.console.filter((line) =>
        /content.?security.?policy|directive/i.test(line)
      );
      assertEquals(complaints, []);
    },
    { env: IPV6, needsFirefox: browserName === "Firefox" },
  );
}

e2e(
  "The start page creates a room or opens a typed one, and its link brings another person in",
  async (session) => {
    const ada = await session.page("Ada");
    await ada.page.goto(session.server.origin);
    await ada.get("create-room").click();
    await ada.page.waitForURL(/\/r\/[^/]{14,}$/);
    await ada.join(ada.page.url());
    const bob = await session.member("Bob", ada.page.url());
    await bob.media({ peers: 1 });

    const cho = await session.page("Cho");
    await cho.page.goto(session.server.origin);
    await cho.get("room-input").fill("tea-time");
    await cho.get("room-input").press("Enter");
    await cho.page.waitForURL(/\/r\/tea-time$/);
  },
  { isCore: true },
);

e2e(
  "The lobby shows the own picture before any connection is made",
  async (session) => {
    const ada = await session.page("Ada");
    await ada.page.goto(session.room());
    await ada.painted(1, "preview");
    assertEquals(await ada.made(), 0);
  },
);
