/** Real browsers behind real reverse proxies, set up rightly and wrongly. @module */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { e2e, type TestOptions } from "../harness/e2e.ts";
import type { TestSession } from "../harness/test_session.ts";
import {
  PROGRAMS,
  type ProxyKind,
  type ProxyOptions,
  type RealProxy,
  replaceText,
  startProxy,
} from "../../integration/proxies/real_proxy.ts";

const SETTINGS = () => ({ TLS: "off", TRUSTED_PROXIES: "127.0.0.1,::1" });

function behind(kind: ProxyKind): TestOptions {
  return { env: SETTINGS, needsProgram: PROGRAMS[kind] };
}

async function startBefore(
  { server }: TestSession,
  kind: ProxyKind,
  options: ProxyOptions = {},
): Promise<RealProxy & { readonly origin: string }> {
  const proxy = await startProxy(kind, server.port, {
    ...options,
    site: "localhost",
  });
  return { ...proxy, origin: `https://localhost:${proxy.port}` };
}

for (const kind of ["nginx", "caddy", "haproxy"] as const) {
  e2e(
    `Two pages meet behind ${kind} with the file of deploy/`,
    async (session) => {
      await using proxy = await startBefore(session, kind);
      const ada = await session.member("Ada", session.room("a", proxy.origin));
      const bo = await session.member("Bo", session.room("a", proxy.origin));
      await Promise.all(
        [ada, bo].map((page) => page.media({ peers: 1 })),
      );
      assertEquals(await ada.cspViolations(), []);
    },
    behind(kind),
  );
}

/** What the page says, in Korean, behind an nginx with a fault. */
const FAULTS = [
  ["Host $host:$server_port;", "Host $host;", "포트를 빠뜨려요"],
  ["proxy_set_header Upgrade $http_upgrade;", "", "웹소켓을 전달하지 않아요"],
] as const;

for (const [line, wrong, sentence] of FAULTS) {
  e2e(
    `Behind nginx without "${line}" page and check say what the server lacks`,
    async (session) => {
      const change = (config: string) => replaceText(config, [line, wrong]);
      await using proxy = await startBefore(session, "nginx", { change });
      const ada = await session.page("Ada", { locale: "ko-KR" });
      await ada.page.goto(session.room("a", proxy.origin));
      await ada.get("join").click();
      await ada.get("end").waitFor();
      assertStringIncludes(await ada.get("end").innerText(), sentence);
      await ada.page.goto(`${proxy.origin}/check`);
      await ada.get("check-start").click();
      await ada.page.locator('[data-phase="done"]').waitFor();
      const verdict = ada.get("check-verdict");
      const causes = await verdict.getAttribute("data-causes") ?? "";
      assertEquals(causes.split(" ")[0], "server-misconfigured");
      assertStringIncludes(await verdict.innerText(), sentence);
      assert(!causes.includes("socket-blocked"), causes);
    },
    behind("nginx"),
  );
}
