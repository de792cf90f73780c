/** Maru below a path of a reverse proxy. @module */
import { assertEquals, assertMatch } from "@std/assert";
import { e2e } from "../harness/e2e.ts";
import { PathProxy } from "../harness/path_proxy.ts";

const PATH = "/maru";
const BEHIND_PROXY: Readonly<Record<string, string>> = {
  TLS: "off",
  TRUSTED_PROXIES: "127.0.0.1",
};

e2e(
  "Below a path of a proxy a call, the check, the worker and wrong addresses work",
  async (session) => {
    await using proxy = new PathProxy(session.server.port, PATH);
    const ada = await session.page("Ada", { serviceWorkers: "allow" });
    const outside: string[] = [];
    ada.page.on("request", (request) => {
      const { protocol, pathname } = new URL(request.url());
      if (protocol.startsWith("http") && !pathname.startsWith(`${PATH}/`)) {
        outside.push(pathname);
      }
    });
    await ada.page.goto(`${proxy.origin}/`);
    await ada.get("create-room").click();
    await ada.page.waitForURL(/\/maru\/r\/[^/]{14,}$/);
    const room = ada.page.url();
    await ada.join(room);
    const bob = await session.page("Bob");
    await bob.join(`${room}/?fbclid=x`);
    assertEquals(bob.page.url(), room);
    await Promise.all([ada.media({ peers: 1 }), bob.media({ peers: 1 })]);
    await bob.say("Hello");
    await ada.hears("Hello");

    await ada.page.goto(`${proxy.origin}/check`);
    await ada.get("check-start").click();
    await ada.page.locator("[data-check=signaling][data-code=ok]")
      .waitFor();
    assertEquals(
      await ada.page.evaluate(
        "navigator.serviceWorker.ready.then(({ scope }) => scope)",
      ),
      `${proxy.origin}/`,
    );

    const answer = await ada.page.goto(`${proxy.origin}/nothing/here`);
    assertEquals(answer?.status(), 404);
    await ada.page.getByRole("link", { name: "Home" }).click();
    await ada.get("create-room").waitFor();
    assertMatch(ada.page.url(), /\/maru\/$/);
    assertEquals(outside.filter((path) => path !== "/favicon.ico"), []);
    assertEquals(await ada.cspViolations(), []);
  },
  { env: BEHIND_PROXY },
);
