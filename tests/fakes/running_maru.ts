/**
 * A whole Maru in this process, on a free port with a data directory of its
 * own, for tests over real sockets.
 *
 * @module
 */
import { startMaru } from "../../server/app.ts";
import { type Env, loadConfig } from "../../server/config/config.ts";
import { createLog } from "../../server/log.ts";
import { assertNoSecret } from "../../tools/log_secrets.ts";

/** True where this test run may do what integration tests do. */
export const HAS_SERVER_PERMISSIONS: boolean = (await Promise.all(
  (["net", "read", "write", "env", "sys"] as const).map((name) =>
    Deno.permissions.query({ name })
  ),
)).every(({ state }) => state === "granted");

/** A Maru to talk to. */
export interface RunningMaru extends AsyncDisposable {
  readonly port: number;
  /** Its authority, for clients that check certificates; not with `TLS=off`. */
  readonly authorityPem?: string;
  /** Lines of its log, from level `info` on. */
  readonly logLines: readonly string[];
  /** Waits for a line with this text. */
  waitForLog(text: string): Promise<void>;
  /** Lines of its banner about the relay. */
  readonly notes: readonly string[];
  close(): Promise<void>;
}

/** Starts with `env` over settings that suit a test: a free port, no ICE server. */
export async function runMaru(env: Env = {}): Promise<RunningMaru> {
  const dataDir = await Deno.makeTempDir({ prefix: "maru-test-" });
  const logLines: string[] = [];
  let wakeWaiter = () => {};
  const maru = await startMaru(
    loadConfig({
      PORT: "0",
      HOST: "127.0.0.1",
      ICE: "off",
      DATA_DIR: dataDir,
      ...env,
    }),
    createLog({
      level: "info",
      format: "text",
      nowMs: () => 0,
      write: (line) => {
        logLines.push(line);
        wakeWaiter();
      },
    }),
  );
  const authority = env.TLS === "off"
    ? ""
    : await Deno.readTextFile(`${env.DATA_DIR ?? dataDir}/authority.pem`);
  return {
    port: maru.port,
    ...(authority === ""
      ? {}
      : { authorityPem: extractCertificate(authority) }),
    logLines,
    waitForLog: async (text) => {
      while (!logLines.some((line) => line.includes(text))) {
        const { promise, resolve } = Promise.withResolvers<void>();
        wakeWaiter = resolve;
        await promise;
      }
    },
    notes: maru.notes,
    close: () => maru.close(),
    [Symbol.asyncDispose]: async () => {
      await maru.close();
      const { DATA_DIR = dataDir, ...settings } = env;
      await assertNoSecret(logLines, { ...settings, DATA_DIR });
      await Deno.remove(dataDir, { recursive: true });
    },
  };
}

function extractCertificate(pem: string): string {
  const end = "-----END CERTIFICATE-----";
  return pem.slice(
    pem.indexOf("-----BEGIN CERTIFICATE-----"),
    pem.indexOf(end) + end.length,
  );
}
