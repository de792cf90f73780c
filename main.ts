/**
 * Maru: a video call server that is one process. This file only starts and
 * ends it; the parts are in `server/`, `signaling/` and `ice/`.
 *
 * @module
 */
import { startMaru } from "./server/app.ts";
import { formatBanner, shouldUseColors } from "./server/banner.ts";
import { ConfigError, loadConfig } from "./server/config/config.ts";
import { createLog } from "./server/log.ts";
import { StartupError } from "./server/startup_error.ts";

async function main(): Promise<void> {
  const config = loadConfig(Deno.env.toObject());
  const log = createLog({
    ...config.log,
    nowMs: () => Date.now(),
    write: (line) => writeLine(Deno.stderr, line),
  });
  const maru = await startMaru(config, log);
  writeLine(
    Deno.stdout,
    formatBanner({
      ...maru,
      warnings: config.warnings,
      hasColors: shouldUseColors(
        Deno.stdout.isTerminal(),
        Deno.env.get("NO_COLOR"),
      ),
    }),
  );
  const end = (): void => {
    void maru.close().then(() => Deno.exit(0));
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    Deno.addSignalListener(signal, end);
  }
}

/** Writes a line; that nobody reads it any more is no reason to end. */
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
