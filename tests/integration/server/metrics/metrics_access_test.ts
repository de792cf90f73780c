/** Who may read `/metrics`. @module */
import { assertEquals, assertStringIncludes } from "@std/assert";
import {
  HAS_SERVER_PERMISSIONS,
  runMaru,
} from "../../../fakes/running_maru.ts";

const TOKEN = "scrape-me-0123456789";
const ignore = !HAS_SERVER_PERMISSIONS;

async function ask(
  port: number,
  headers: Record<string, string>,
): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${port}/metrics`, { headers });
  const text = await response.text();
  return response.ok ? "metrics" : JSON.parse(text).error.code;
}

Deno.test({
  name: "Without a token /metrics answers this machine only",
  ignore,
  fn: async () => {
    await using maru = await runMaru({ TLS: "off" });
    assertEquals(await ask(maru.port, {}), "metrics");
    for (
      const headers of [
        { "x-forwarded-for": "203.0.113.9" },
        { "x-forwarded-for": "127.0.0.1" },
        { "via": "1.1 proxy", "authorization": "Bearer " },
        { "x-real-ip": "203.0.113.9", "authorization": "Bearer undefined" },
      ] as Record<string, string>[]
    ) {
      assertEquals(await ask(maru.port, headers), "metrics-not-allowed");
    }
    const log = maru.logLines.join("\n");
    assertStringIncludes(log, "set METRICS_TOKEN");
  },
});

Deno.test({
  name: "Behind a trusted proxy /metrics needs the token of the visitor",
  ignore,
  fn: async () => {
    await using maru = await runMaru({
      TLS: "off",
      TRUSTED_PROXIES: "127.0.0.1",
      METRICS_TOKEN: TOKEN,
    });
    const visitor = { "x-forwarded-for": "203.0.113.9" };
    const withToken = { ...visitor, authorization: `Bearer ${TOKEN}` };
    assertEquals(await ask(maru.port, visitor), "metrics-not-allowed");
    assertEquals(await ask(maru.port, withToken), "metrics");
    const wrong = { ...visitor, authorization: "Bearer wrong" };
    for (let n = 0; n < 9; n++) {
      assertEquals(await ask(maru.port, wrong), "metrics-not-allowed");
    }
    assertEquals(await ask(maru.port, withToken), "too-many-requests");
    // The proxy is not blamed for one of its visitors.
    const other = { ...withToken, "x-forwarded-for": "198.51.100.1" };
    assertEquals(await ask(maru.port, other), "metrics");
    assertEquals(maru.logLines.join("\n").includes(TOKEN), false);
  },
});
