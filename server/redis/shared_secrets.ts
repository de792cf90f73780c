/**
 * Keys that all processes of one Maru have in common: those of resume tokens,
 * TURN credentials and stored room names. The first process offers its own.
 *
 * @module
 */
import type { DataDir } from "../data_dir.ts";
import { Secret } from "../secret.ts";
import type { RedisConnection } from "./redis_connection.ts";

const KEY_PREFIX = "maru:key:";

/**
 * A data directory whose secrets are those in Redis. A copy stays in the
 * directory, which restores them should Redis lose its data.
 */
export function shareSecrets(
  dataDir: DataDir,
  redis: RedisConnection,
): DataDir {
  return {
    path: dataDir.path,
    read: (name) => dataDir.read(name),
    write: (name, text) => dataDir.write(name, text),
    remove: (name) => dataDir.remove(name),
    quarantine: (name, reason) => dataDir.quarantine(name, reason),
    loadOrCreateSecret: async (name) => {
      const own = await dataDir.loadOrCreateSecret(name);
      const key = KEY_PREFIX + name;
      await redis.setIfMissing(key, own.reveal());
      const shared = await redis.get(key);
      if (shared === null || shared === own.reveal()) return own;
      await dataDir.write(name, `${shared}\n`);
      return new Secret(shared);
    },
  };
}
