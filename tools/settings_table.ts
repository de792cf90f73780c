/**
 * Prints README's table of settings: `deno run tools/settings_table.ts`.
 *
 * @module
 */
import { formatSettingsTable } from "../server/config/settings.ts";

if (import.meta.main) {
  await Deno.stdout.write(
    new TextEncoder().encode(`${formatSettingsTable()}\n`),
  );
}
