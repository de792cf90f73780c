/**
 * The directory of what must outlive a restart: keys, certificates, secrets.
 * Files are private (0600), replaced whole or not at all, and a spoilt one is
 * set aside rather than stopping the start.
 *
 * @module
 */
import { randomBytes, randomUUID } from "node:crypto";
import { join, resolve } from "node:path";
import type { Log } from "./log.ts";
import { Secret } from "./secret.ts";
import { StartupError } from "./startup_error.ts";

const SECRET_BYTES = 32;
const SECRET_PATTERN = /^[\w-]{43}$/;

/** An open data directory. File names are of this program's choosing. */
export interface DataDir {
  /** Absolute. */
  readonly path: string;
  /** The text of a file, or null when there is none; closes it to others. */
  read(name: string): Promise<string | null>;
  /** Replaces a file, mode 0600, in one step. */
  write(name: string, text: string): Promise<void>;
  /** Renames a file that cannot be used to `NAME.bad` and logs why. */
  quarantine(name: string, why: string): Promise<void>;
  /** 32 random bytes in base64url, made at the first call and kept. */
  loadOrCreateSecret(name: string): Promise<Secret>;
}

/**
 * Makes the directory (0700) where it is missing and checks that it can be
 * written.
 *
 * @throws {StartupError} With reason `permission` or `data-dir`.
 */
export async function openDataDir(path: string, log: Log): Promise<DataDir> {
  const full = resolve(path);
  await checkPermission(path, full);
  try {
    await Deno.mkdir(full, { recursive: true, mode: 0o700 });
    const probe = join(full, `.probe-${randomUUID()}`);
    await Deno.writeTextFile(probe, "", { mode: 0o600, createNew: true });
    await Deno.remove(probe);
  } catch (error) {
    throw dataDirError(path, error);
  }
  return new FileDataDir(full, log);
}

/** Asks beforehand, since a missing permission would else ask on the terminal. */
async function checkPermission(path: string, full: string): Promise<void> {
  for (const name of ["read", "write"] as const) {
    const { state } = await Deno.permissions.query({ name, path: full });
    if (state !== "granted") throw permissionError(path, name);
  }
}

function permissionError(path: string, kind: "read" | "write"): StartupError {
  return new StartupError(
    "permission",
    `DATA_DIR is "${path}", which this process has no permission to ${kind}: add it to "${kind}" of the permission set "server" in deno.json`,
  );
}

function dataDirError(path: string, error: unknown): StartupError {
  if (error instanceof Deno.errors.NotCapable) {
    return permissionError(path, "write");
  }
  const why = error instanceof Error ? error.message : String(error);
  return new StartupError(
    "data-dir",
    `DATA_DIR is "${path}", which cannot be used: ${why}`,
    { cause: error },
  );
}

class FileDataDir implements DataDir {
  readonly #log: Log;

  constructor(readonly path: string, log: Log) {
    this.#log = log;
  }

  async read(name: string): Promise<string | null> {
    const file = join(this.path, name);
    try {
      await this.#restrictAccess(file, name);
      return await Deno.readTextFile(file);
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return null;
      throw dataDirError(file, error);
    }
  }

  async write(name: string, text: string): Promise<void> {
    const file = join(this.path, name);
    const draft = `${file}.${randomUUID()}.tmp`;
    try {
      using handle = await Deno.open(draft, {
        write: true,
        createNew: true,
        mode: 0o600,
      });
      await writeAll(handle, new TextEncoder().encode(text));
      await handle.sync();
      await Deno.rename(draft, file);
    } catch (error) {
      await Deno.remove(draft).catch(() => {});
      throw dataDirError(file, error);
    }
  }

  async quarantine(name: string, why: string): Promise<void> {
    const file = join(this.path, name);
    try {
      await Deno.rename(file, `${file}.bad`);
      this.#log.warn(`${name} is set aside as ${name}.bad: ${why}`);
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) {
        throw dataDirError(file, error);
      }
    }
  }

  async loadOrCreateSecret(name: string): Promise<Secret> {
    const kept = (await this.read(name))?.trim();
    if (kept !== undefined) {
      if (SECRET_PATTERN.test(kept)) return new Secret(kept);
      await this.quarantine(name, "it does not hold a secret of ours");
    }
    const made = randomBytes(SECRET_BYTES).toString("base64url");
    await this.write(name, `${made}\n`);
    return new Secret(made);
  }

  async #restrictAccess(file: string, name: string): Promise<void> {
    const { mode } = await Deno.stat(file);
    if (mode === null || (mode & 0o077) === 0) return;
    await Deno.chmod(file, 0o600);
    this.#log.warn(`${name} was open to other users and is now private`);
  }
}

async function writeAll(file: Deno.FsFile, bytes: Uint8Array): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    done += await file.write(bytes.subarray(done));
  }
}
