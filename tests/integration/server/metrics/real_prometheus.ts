/**
 * The Prometheus and promtool of the machine.
 *
 * @module
 */
import * as v from "valibot";
import { ChildServer, findFreePort } from "../../../../tools/server_process.ts";

/** Paths in Debian. */
export const PROGRAMS = {
  prometheus: "/usr/bin/prometheus",
  promtool: "/usr/bin/promtool",
};

const VECTOR = v.object({
  data: v.object({
    result: v.array(v.object({
      metric: v.record(v.string(), v.string()),
      value: v.tuple([v.number(), v.string()]),
    })),
  }),
});
const TARGETS = v.object({
  data: v.object({
    activeTargets: v.array(v.object({
      labels: v.object({ job: v.string() }),
      health: v.string(),
      lastError: v.string(),
    })),
  }),
});

/** One scraped place. */
export type PrometheusTarget = v.InferOutput<
  typeof TARGETS
>["data"]["activeTargets"][number];

const WAIT_LIMIT_MS = 60_000;
const POLL_MS = 200;

/** A running Prometheus with data of its own. */
export class RealPrometheus implements AsyncDisposable {
  readonly #child: ChildServer;
  readonly #port: number;
  readonly #folder: string;

  private constructor(child: ChildServer, port: number, folder: string) {
    this.#child = child;
    this.#port = port;
    this.#folder = folder;
  }

  /** Starts it with the text of a configuration. */
  static async start(config: string): Promise<RealPrometheus> {
    const folder = await Deno.makeTempDir({ prefix: "maru-prometheus-" });
    const port = findFreePort();
    await Deno.writeTextFile(`${folder}/prometheus.yml`, config);
    const child = await ChildServer.start({
      command: PROGRAMS.prometheus,
      args: [
        `--config.file=${folder}/prometheus.yml`,
        `--storage.tsdb.path=${folder}/data`,
        `--web.listen-address=127.0.0.1:${port}`,
      ],
      env: {},
      isReady: (line) => line.includes("Server is ready to receive web"),
    });
    return new RealPrometheus(child, port, folder);
  }

  /** Asks the HTTP API. */
  async get(path: string): Promise<unknown> {
    const response = await fetch(`http://127.0.0.1:${this.#port}${path}`);
    return await response.json();
  }

  /** Whether a scraped text has the type of a metric. */
  async hasType(name: string): Promise<boolean> {
    const answer = await this.get(`/api/v1/metadata?metric=${name}`);
    return JSON.stringify(answer).includes(`"${name}"`);
  }

  /** Samples of an expression, by the text of their labels. */
  async query(expression: string): Promise<ReadonlyMap<string, number>> {
    const path = `/api/v1/query?query=${encodeURIComponent(expression)}`;
    const { data } = v.parse(VECTOR, await this.get(path));
    return new Map(
      data.result.map(({ metric, value }) => [
        JSON.stringify(metric),
        Number(value[1]),
      ]),
    );
  }

  /** Waits until an expression has a sample. */
  async waitForSample(expression: string): Promise<void> {
    const endMs = Date.now() + WAIT_LIMIT_MS;
    while ((await this.query(expression)).size === 0) {
      if (Date.now() > endMs) {
        const targets = JSON.stringify(await this.listTargets());
        throw new Error(`No sample of ${expression}: ${targets}`);
      }
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }

  /** Waits until each target was scraped, with or without success. */
  async listScrapedTargets(): Promise<readonly PrometheusTarget[]> {
    const endMs = Date.now() + WAIT_LIMIT_MS;
    for (;;) {
      const targets = await this.listTargets();
      const isKnown = targets.every(({ health }) => health !== "unknown");
      if ((isKnown && targets.length > 0) || Date.now() > endMs) return targets;
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }

  /** What is scraped, and how it is. */
  async listTargets(): Promise<readonly PrometheusTarget[]> {
    const answer = v.parse(TARGETS, await this.get("/api/v1/targets"));
    return answer.data.activeTargets;
  }

  /** Ends it and removes its data. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#child.stop("SIGTERM");
    await Deno.remove(this.#folder, { recursive: true });
  }
}

/** Runs promtool; its exit code and what it printed. */
export async function runPromtool(
  args: readonly string[],
  input = "",
): Promise<{ readonly code: number; readonly output: string }> {
  const child = new Deno.Command(PROGRAMS.promtool, {
    args: [...args],
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(input));
  await writer.close();
  const { code, stdout, stderr } = await child.output();
  const decoder = new TextDecoder();
  return { code, output: decoder.decode(stdout) + decoder.decode(stderr) };
}
