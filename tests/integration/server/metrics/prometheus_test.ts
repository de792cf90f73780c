/**
 * A real Prometheus scrapes Maru: on its machine, through a reverse proxy with
 * the token, and without it. Rules and dashboard fit the metrics that are there.
 *
 * @module
 */
import {
  assert,
  assertEquals,
  assertMatch,
  assertNotEquals,
} from "@std/assert";
import * as v from "valibot";
import { isProgramMissing } from "../../../fakes/debian_program.ts";
import { RawWebSocket } from "../../../fakes/raw_websocket.ts";
import { runMaru, type RunningMaru } from "../../../fakes/running_maru.ts";
import { PROGRAMS, RealPrometheus, runPromtool } from "./real_prometheus.ts";

const isMissing = await isProgramMissing(PROGRAMS.prometheus, ["--version"]);
const DEPLOY = new URL("../../../../deploy/", import.meta.url);
const TOKEN = "scrape-me-0123456789";

/** A reverse proxy that reports a visitor of another machine. */
function startForwarder(upstreamPort: number): Deno.HttpServer<Deno.NetAddr> {
  return Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    async (request) => {
      const { pathname } = new URL(request.url);
      const headers = new Headers(request.headers);
      headers.set("x-forwarded-for", "203.0.113.9");
      const answer = await fetch(
        `http://127.0.0.1:${upstreamPort}${pathname}`,
        {
          headers,
        },
      );
      return new Response(await answer.bytes(), {
        status: answer.status,
        headers: { "content-type": answer.headers.get("content-type") ?? "" },
      });
    },
  );
}

/** Ports of what is scraped, and the certificate of the server with TLS. */
interface ScrapeTargets {
  readonly tlsPort: number;
  readonly caFile: string;
  readonly forwarderPort: number;
}

function configOf({ tlsPort, caFile, forwarderPort }: ScrapeTargets): string {
  return `
global: { scrape_interval: 1s, evaluation_interval: 1s }
rule_files: ["${new URL("prometheus/alerts.yml", DEPLOY).pathname}"]
scrape_configs:
  - job_name: maru
    scheme: https
    static_configs: [{ targets: ["127.0.0.1:${tlsPort}"] }]
    tls_config: { ca_file: "${caFile}", server_name: localhost }
  - job_name: token
    static_configs: [{ targets: ["127.0.0.1:${forwarderPort}"] }]
    authorization: { credentials: "${TOKEN}" }
  - job_name: stranger
    static_configs: [{ targets: ["127.0.0.1:${forwarderPort}"] }]
`;
}

/** Joins a room and sends a message of a free name and one with an error. */
async function joinRoom(maru: RunningMaru): Promise<RawWebSocket> {
  const { port, authorityPem = "" } = maru;
  const target = "/socket?room=tea";
  const socket = await RawWebSocket.open({ port, authorityPem, target });
  await socket.waitForEvent("welcome");
  socket.send({ event: "my-own-event" });
  socket.send({ event: "ping", to: "nobody" });
  socket.send({ event: "offer", to: "nobody" });
  await socket.waitForEvent("error");
  return socket;
}

const DASHBOARD = v.object({
  panels: v.array(v.object({
    title: v.string(),
    targets: v.optional(v.array(v.object({ expr: v.string() })), []),
  })),
});

async function readDashboardExpressions(): Promise<readonly string[]> {
  const url = new URL("grafana/maru.json", DEPLOY);
  const { panels } = v.parse(
    DASHBOARD,
    JSON.parse(await Deno.readTextFile(url)),
  );
  return panels.flatMap(({ targets }) =>
    targets.map(({ expr }) =>
      expr.replaceAll("$__rate_interval", "1m").replaceAll("$instance", ".*")
    )
  );
}

/** Names of the metrics in a PromQL expression. */
function metricNamesIn(expression: string): readonly string[] {
  return expression.match(/\b(?:maru|process|up)(?:_[a-z]+)*\b(?=[{[ )]|$)/g) ??
    [];
}

async function assertExpressionsFit(
  prometheus: RealPrometheus,
  expressions: readonly string[],
): Promise<void> {
  for (const expression of expressions) {
    await prometheus.query(expression);
    const names = metricNamesIn(expression);
    assertNotEquals(names.length, 0, expression);
    for (const name of names) {
      const found = await prometheus.query(`count({__name__="${name}"})`);
      // A metric of several processes has a type and, without Redis, no sample.
      const isThere = found.size === 1 || await prometheus.hasType(name);
      assert(isThere, `${name} of ${expression}`);
    }
  }
}

Deno.test({
  name:
    "Prometheus scrapes Maru; its alert rules and dashboard fit the metrics",
  ignore: isMissing,
  fn: async () => {
    const settings = { ICE: "on", ICE_PORT: "0", ICE_TLS_PORT: "0" };
    await using maru = await runMaru(settings);
    await using proxied = await runMaru({
      TLS: "off",
      TRUSTED_PROXIES: "127.0.0.1",
      METRICS_TOKEN: TOKEN,
    });
    await using forwarder = startForwarder(proxied.port);
    const caFile = await Deno.makeTempFile({ suffix: ".pem" });
    await Deno.writeTextFile(caFile, maru.authorityPem ?? "");
    const socket = await joinRoom(maru);
    await using prometheus = await RealPrometheus.start(configOf({
      tlsPort: maru.port,
      caFile,
      forwarderPort: forwarder.addr.port,
    }));

    await prometheus.waitForSample('maru_members{job="maru"}');
    const targets = await prometheus.listScrapedTargets();
    const health = Object.fromEntries(
      targets.map(({ labels, health }) => [labels.job, health]),
    );
    assertEquals(health, { maru: "up", token: "up", stranger: "down" });
    const stranger = targets.find(({ labels }) => labels.job === "stranger");
    assertMatch(stranger?.lastError ?? "", /403/);

    const expected = [
      ['maru_members{job="maru",state="connected"} == 1', 1],
      ['maru_rooms{job="maru"} == 1', 1],
      ['maru_websockets{job="maru"} == 1', 1],
      ['maru_messages_total{job="maru",kind="other"} == 1', 1],
      ['maru_messages_total{job="maru",kind="offer"} == 1', 1],
      ['maru_messages_total{kind="my-own-event"}', 0],
      ['maru_message_errors_total{job="maru",code="unknown-peer"} == 1', 1],
      ['maru_joins_total{job="maru",seat="new"} == 1', 1],
      ['maru_relay_bytes_total{job="maru",transport="tls"} > 0', 2],
      ['maru_certificate_expiry_timestamp_seconds{job="maru"} > time()', 1],
      ['maru_ready{job="token"} == 1', 1],
      ['maru_refusals_total{job="token",code="metrics-not-allowed"} > 0', 1],
      ['process_resident_memory_bytes{job="maru"} > 1e7', 1],
    ] as const;
    for (const [expression, count] of expected) {
      if (count > 0) await prometheus.waitForSample(expression);
      assertEquals(
        (await prometheus.query(expression)).size,
        count,
        expression,
      );
    }
    await assertExpressionsFit(prometheus, [
      ...await readDashboardExpressions(),
      ...await readAlertExpressions(),
    ]);
    const rules = JSON.stringify(await prometheus.get("/api/v1/rules"));
    assert(!rules.includes('"health":"err"'), rules);

    socket.stream.destroy();
    await Deno.remove(caFile);
  },
});

async function readAlertExpressions(): Promise<readonly string[]> {
  const text = await Deno.readTextFile(
    new URL("prometheus/alerts.yml", DEPLOY),
  );
  return Array.from(text.matchAll(/^ *expr: (.*)$/gm), ([, expr = ""]) => expr);
}

Deno.test({
  name:
    "promtool finds no fault in the metrics, the configuration and the rules",
  ignore: isMissing,
  fn: async () => {
    await using maru = await runMaru({ TLS: "off" });
    const response = await fetch(`http://127.0.0.1:${maru.port}/metrics`);
    assertEquals(response.status, 200);
    const metrics = await runPromtool(
      ["check", "metrics"],
      await response.text(),
    );
    assertEquals(metrics, { code: 0, output: "" });

    const rules = new URL("prometheus/alerts.yml", DEPLOY).pathname;
    const config = new URL("prometheus/prometheus.yml", DEPLOY).pathname;
    for (
      const args of [["check", "rules", "--lint-fatal", rules], [
        "check",
        "config",
        "--syntax-only",
        config,
      ]]
    ) {
      const { code, output } = await runPromtool(args);
      assertEquals(code, 0, output);
    }
  },
});

Deno.test({
  name: "Each alert rule fires for its case and not before",
  ignore: isMissing,
  fn: async () => {
    const rules = new URL("prometheus/alerts.yml", DEPLOY).pathname;
    const cases = await Deno.readTextFile(
      new URL("alert_cases.yml", import.meta.url),
    );
    const path = await Deno.makeTempFile({ suffix: ".yml" });
    await Deno.writeTextFile(path, cases.replace("  - RULES", `  - ${rules}`));
    const { code, output } = await runPromtool(["test", "rules", path]);
    await Deno.remove(path);
    assertEquals(code, 0, output);
    const names = (await Deno.readTextFile(rules)).match(/(?<=alert: )\w+/g);
    for (const name of names ?? []) {
      assert(cases.includes(`alertname: ${name}\n`), `${name} has no case`);
    }
  },
});
