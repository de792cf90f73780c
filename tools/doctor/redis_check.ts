/**
 * Redis, where the settings name one.
 *
 * @module
 */
import { error, type Finding, ok } from "./finding.ts";
import type { CheckContext } from "./machine.ts";

/** Sends PING. */
export async function checkRedis(
  { machine }: CheckContext,
): Promise<Finding[]> {
  const url = machine.env.REDIS_URL;
  if (!url) return [];
  const reason = await machine.pingRedis(url);
  return [
    reason === null ? ok("redis", "Redis answers") : error(
      "redis-unreachable",
      `Redis does not answer: ${reason}`,
      "Start it, or correct REDIS_URL (redis://USER:PASSWORD@HOST:6379)",
    ),
  ];
}
