/**
 * Maru: a video call server in one process. This file starts and stops it; the
 * parts are in `server/`, `signaling/` and `ice/`.
 *
 * @module
 */
import { startMaru } from "./server/app.ts";
import { formatBanner, shouldUseColors } from "./server/banner.ts";
import { ConfigError, loadConfig } from "./server/config/config.ts";
import { createLog } from "./server/log.ts";
import { wallMs } from "./server/net/clock.ts";
import { StartupError } from "./server/startup_error.ts";
import { VERSION } from "./server/version.ts";

async function main(): Promise<void> {
  const config = loadConfig(Deno.env.toObject());
  const log = createLog({
    ...config.log,
    nowMs: wallMs,
    write: (line) => writeLine(Deno.stderr, line),
  });
  const maru = await startMaru(config, log);
  writeLine(
    Deno.stdout,
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
  const stop = (): void => {
    void maru.close().then(() => Deno.exit(0));
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    Deno.addSignalListener(signal, stop);
  }
}

/** Writes a line and ignores a closed pipe. */
function writeLine(stream: typeof Deno.stdout, text: string): void {
  try {
    stream.writeSync(new TextEncoder().encode(`${text}\n`));
  } catch (error) {
    if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
  }
}

if (import.meta.main) {
  try {
    await main();
  } catch (error) {
    if (!(error instanceof ConfigError || error instanceof StartupError)) {
      throw error;
    }
    writeLine(Deno.stderr, error.message);
    Deno.exit(1);
  }
}
