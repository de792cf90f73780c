/**
 * Asks the server of these settings on this machine whether it is ready, for
 * the health check of a container: exit code 1 when it is not.
 *
 * @module
 */
// deno-lint-ignore-file no-console
import { type Env, loadConfig } from "../server/config/config.ts";
import { urlOf } from "../server/net/machine_addresses.ts";

const TIMEOUT_MS = 5_000;

/** Addresses on which a server listens that is bound to all interfaces. */
const ALL_INTERFACES = ["0.0.0.0", "::"];

/** URL of readiness with these settings. */
export function readinessUrlOf(env: Env): string {
  const { host, port, tls } = loadConfig(env);
  const isBound = host !== undefined && !ALL_INTERFACES.includes(host);
  const scheme = tls.kind === "off" ? "http" : "https";
  return `${urlOf(scheme, isBound ? host : "127.0.0.1", port)}/readyz`;
}

async function main(): Promise<number> {
  const url = readinessUrlOf(Deno.env.toObject());
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const response = await fetch(url, { signal });
    console.log(`${response.status} ${(await response.text()).trim()}`);
    return response.ok ? 0 : 1;
  } catch (error) {
    console.error(`No answer from ${url}: ${error}`);
    return 1;
  }
}

if (import.meta.main) Deno.exit(await main());
