/**
 * Connects this process with the others of `REDIS_URL`.
 *
 * @module
 */
import { RoomLeases } from "../../signaling/scale_out/room_leases.ts";
import { SharedRoomStore } from "../../signaling/scale_out/shared_room_store.ts";
import type { ScaleOutParts } from "../../signaling/signaling_options.ts";
import type { DataDir } from "../data_dir.ts";
import type { Log } from "../log.ts";
import { RedisBackplane } from "./redis_backplane.ts";
import { RedisConnection } from "./redis_connection.ts";
import { shareSecrets } from "./shared_secrets.ts";

/** What a process of several has. */
export interface OpenScaleOut {
  /** Parts of signaling. */
  readonly parts: ScaleOutParts;
  /** The data directory with the secrets that all processes share. */
  readonly dataDir: DataDir;
  /** Closes the connections, where signaling did not start. */
  close(): Promise<void>;
}

/**
 * Connects to Redis.
 *
 * @throws {StartupError} With reason `redis`.
 */
export async function openScaleOut(
  url: string,
  ownDataDir: DataDir,
  log: Log,
): Promise<OpenScaleOut> {
  const commands = await RedisConnection.open(url);
  const subscriber = await RedisConnection.open(url);
  const dataDir = shareSecrets(ownDataDir, commands);
  const nameKey = await dataDir.loadOrCreateSecret("room-names.key");
  const backplane = new RedisBackplane({
    commands,
    subscriber,
    nameKey: nameKey.reveal(),
  });
  const leases = new RoomLeases();
  const store = new SharedRoomStore({
    leaseOf: (room) => leases.leaseOf(room),
    store: (lease, change) => backplane.store(lease, change),
  });
  return {
    dataDir,
    close: () => backplane.close(),
    parts: {
      backplane,
      leases,
      store,
      onAvailability: (isAvailable) => logAvailability(log, isAvailable),
    },
  };
}

function logAvailability(log: Log, isAvailable: boolean): void {
  if (isAvailable) {
    log.info("Redis answers again: rooms are shared with the other processes");
  } else {
    log.error(
      "Redis does not answer: rooms go on in this process alone, and members whose sockets are at another process come again. Check the server of REDIS_URL",
    );
  }
}
