/**
 * Keeps two processes from using one data directory: they would overwrite each
 * other's certificates and room store. The system holds the lock, so it ends
 * with its process, however that ends.
 *
 * @module
 */
import { join } from "node:path";
import type { Log } from "./log.ts";
import { StartupError } from "./startup_error.ts";

/** A held lock. */
export interface DataDirLock {
  /** Lets another process use the directory. Idempotent. */
  release(): void;
}

/** Waiting for another process that is about to end. */
export interface LockWait {
  /** Number of attempts. */
  readonly attempts: number;
  /** Time between two attempts. */
  readonly intervalMs: number;
}

const LOCK_FILE = "lock";
/** A server that restarts may overlap with its predecessor for a moment. */
const RESTART_WAIT: LockWait = { attempts: 20, intervalMs: 150 };

/**
 * Locks an open data directory.
 *
 * @throws {StartupError} With reason `data-dir` when another process uses it.
 */
export async function lockDataDir(
  path: string,
  log: Log,
  { attempts, intervalMs }: LockWait = RESTART_WAIT,
): Promise<DataDirLock> {
  const file = await Deno.open(join(path, LOCK_FILE), {
    write: true,
    create: true,
    mode: 0o600,
  });
  const lock = createLock(file);
  for (let attempt = 1; attempt <= attempts; attempt++) {
    if (await tryLock(file, log)) return lock;
    if (attempt < attempts) {
      await new Promise((resolve) => setTimeout(resolve, intervalMs));
    }
  }
  lock.release();
  throw new StartupError(
    "data-dir",
    `DATA_DIR is "${path}", which another running Maru uses: stop that one, or set DATA_DIR and the ports to others`,
  );
}

/** True also where the file system has no locks. */
async function tryLock(file: Deno.FsFile, log: Log): Promise<boolean> {
  try {
    return await file.tryLock(true);
  } catch (error) {
    log.warn(
      "DATA_DIR cannot be locked on this file system: make sure that only one Maru uses it",
      { error },
    );
    return true;
  }
}

function createLock(file: Deno.FsFile): DataDirLock {
  let isOpen = true;
  return {
    release: () => {
      if (isOpen) file.close();
      isOpen = false;
    },
  };
}
