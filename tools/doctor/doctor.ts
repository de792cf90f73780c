/**
 * Runs all checks. A new check is a new row.
 *
 * @module
 */
import {
  type Config,
  ConfigError,
  loadConfig,
} from "../../server/config/config.ts";
import { checkAcme } from "./acme_check.ts";
import { checkAddresses } from "./address_check.ts";
import { checkCertificate } from "./certificate_check.ts";
import { checkClock } from "./clock_check.ts";
import { checkDataDir } from "./data_dir_check.ts";
import { error, type Finding, ok, warning } from "./finding.ts";
import { checkFileLimit, checkUdpBuffers } from "./limit_check.ts";
import type { CheckContext, Machine } from "./machine.ts";
import { checkPorts } from "./port_check.ts";
import { checkProxy } from "./proxy_check.ts";
import { checkRedis } from "./redis_check.ts";
import { checkRelay } from "./relay_check.ts";

/** Every check, in the order of the report. */
const CHECKS: Readonly<
  Record<string, (context: CheckContext) => Promise<Finding[]>>
> = {
  ports: checkPorts,
  certificate: checkCertificate,
  acme: checkAcme,
  relay: checkRelay,
  addresses: checkAddresses,
  proxy: checkProxy,
  data: checkDataDir,
  files: checkFileLimit,
  udp: checkUdpBuffers,
  clock: checkClock,
  redis: checkRedis,
};

/** A finding with the name of its check. */
export interface ReportedFinding extends Finding {
  readonly check: string;
}

/** Checks the settings, and with them everything else. */
export async function examine(
  env: Readonly<Record<string, string | undefined>>,
  openMachine: (config: Config) => Machine,
): Promise<ReportedFinding[]> {
  const settings = checkSettings(env);
  if ("problems" in settings) return label("settings", settings.problems);
  const { config } = settings;
  const machine = openMachine(config);
  const answer = await machine.ask("/livez");
  const isRunning = answer?.status === 200 && answer.body.startsWith("ok ");
  const context = { machine, config, isRunning };
  const findings = label("settings", [
    ...config.warnings.map((text) =>
      warning("setting-doubtful", text, "Correct the setting")
    ),
    ok("settings", "The settings can be used"),
    isRunning
      ? ok("server-running", "Maru runs: the checks ask it")
      : ok("server-stopped", "Maru does not run: its ports are tried"),
  ]);
  for (const [name, check] of Object.entries(CHECKS)) {
    findings.push(...label(name, await runCheck(check, context)));
  }
  return findings;
}

async function runCheck(
  check: (context: CheckContext) => Promise<Finding[]>,
  context: CheckContext,
): Promise<Finding[]> {
  try {
    return await check(context);
  } catch (failure) {
    return [error(
      "check-failed",
      `This check failed: ${String(failure)}`,
      "Please report it",
    )];
  }
}

function checkSettings(
  env: Readonly<Record<string, string | undefined>>,
): { readonly config: Config } | { readonly problems: readonly Finding[] } {
  try {
    return { config: loadConfig(env) };
  } catch (failure) {
    if (!(failure instanceof ConfigError)) throw failure;
    return {
      problems: failure.problems.map((problem) =>
        error("setting-invalid", problem, "Correct the setting")
      ),
    };
  }
}

function label(
  check: string,
  findings: readonly Finding[],
): ReportedFinding[] {
  return findings.map((finding) => ({ check, ...finding }));
}
