/**
 * `deno task doctor [--json]`: examines the machine and the settings of the
 * environment, before Maru starts or while it runs. Exit code 0: nothing found,
 * 1: warnings, 2: errors.
 *
 * @module
 */
// deno-lint-ignore-file no-console
import { VERSION } from "../../server/version.ts";
import { examine } from "./doctor.ts";
import { exitCodeOf } from "./finding.ts";
import { openMachine } from "./real_machine.ts";
import { formatJsonReport, formatReport } from "./report.ts";

if (import.meta.main) {
  const env = Deno.env.toObject();
  const findings = await examine(env, (config) => openMachine(config, env));
  console.log(
    Deno.args.includes("--json")
      ? formatJsonReport(VERSION, findings)
      : formatReport(findings),
  );
  Deno.exit(exitCodeOf(findings));
}
