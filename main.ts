/**
 * Maru: a video call server in one process. This file starts and stops it; the
 * parts are in `server/`, `signaling/` and `ice/`.
 *
 * @module
 */
import { startMaru } from "./server/app.ts";
import { formatBanner, shouldUseColors } from "./server/banner.ts";
import { ConfigError, loadConfig } from "./server/config/config.ts";
import { StopSignals } from "./server/drain/stop_signals.ts";
import { LineWriter } from "./server/line_writer.ts";
import { createLog } from "./server/log.ts";
import { monotonicMs, wallMs } from "./server/net/clock.ts";
import { StartupError } from "./server/startup_error.ts";
import { VERSION } from "./server/version.ts";

/** Longest wait for the last lines when the process ends. */
const FLUSH_LIMIT_MS = 500;

const stdout = new LineWriter(Deno.stdout);
const stderr = new LineWriter(Deno.stderr);

async function main(): Promise<void> {
  const config = loadConfig(Deno.env.toObject());
  const log = createLog({
    ...config.log,
    nowMs: wallMs,
    write: (line) => stderr.writeLine(line),
  });
  const maru = await startMaru(config, log);
  stdout.writeLine(
    formatBanner({
      ...maru,
      version: VERSION,
      warnings: config.warnings,
      hasColors: shouldUseColors(
        Deno.stdout.isTerminal(),
        Deno.env.get("NO_COLOR"),
      ),
    }),
  );
  void maru.closed.then(() => exit(0));
  const signals = new StopSignals({
    drain: () => void maru.drain(),
    close: () => void maru.close(),
    exit: (code) => void exit(code),
    nowMs: monotonicMs,
    drainSeconds: config.limits.drainSeconds,
  });
  for (const name of ["SIGINT", "SIGTERM"] as const) {
    Deno.addSignalListener(name, () => signals.receive(name));
  }
  // A call goes on when the terminal that started the server is closed.
  Deno.addSignalListener(
    "SIGHUP",
    () =>
      log.info("The terminal is gone, the server goes on: stop it by SIGTERM"),
  );
}

async function exit(code: number): Promise<never> {
  await stdout.flush(FLUSH_LIMIT_MS);
  await stderr.flush(FLUSH_LIMIT_MS);
  Deno.exit(code);
}

if (import.meta.main) {
  try {
    await main();
  } catch (error) {
    if (!(error instanceof ConfigError || error instanceof StartupError)) {
      throw error;
    }
    stderr.writeLine(error.message);
    await exit(1);
  }
}
