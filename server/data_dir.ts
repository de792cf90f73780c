/**
 * The directory of keys, certificates and secrets, which survive a restart.
 * Files are private (0600) and replaced atomically. An unusable one is renamed
 * and does not prevent the start.
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

/** An open data directory; its file names are fixed by the program. */
export interface DataDir {
  /** Absolute. */
  readonly path: string;
  /** Reads a file, null when it is missing; removes the access of other users. */
  read(name: string): Promise<string | null>;
  /** Replaces a file atomically, with mode 0600. */
  write(name: string, text: string): Promise<void>;
  /** Deletes a file, if it is there. */
  remove(name: string): Promise<void>;
  /** Renames an unusable file to `NAME.bad` and logs the reason. */
  quarantine(name: string, reason: string): Promise<void>;
  /** 32 random bytes in base64url, generated at the first call and stored. */
  loadOrCreateSecret(name: string): Promise<Secret>;
}

/**
 * Opens the directory: creates it (0700) if it is missing and checks that it is
 * writable.
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

/** Checks first: a missing permission would otherwise prompt on the terminal. */
async function checkPermission(path: string, full: string): Promise<void> {
  for (const name of ["read", "write"] as const) {
    const { state } = await Deno.permissions.query({ name, path: full });
    if (state !== "granted") throw permissionError(path, name);
  }
}

function permissionError(path: string, kind: "read" | "write"): StartupError {
  return new StartupError(
    "permission",
    `DATA_DIR is "${path}", which this process is not permitted to ${kind}: add it to "${kind}" of the permission set "server" in deno.json`,
  );
}

function dataDirError(path: string, error: unknown): StartupError {
  if (error instanceof Deno.errors.NotCapable) {
    return permissionError(path, "write");
  }
  const reason = error instanceof Error ? error.message : String(error);
  return new StartupError(
    "data-dir",
    `DATA_DIR is "${path}", which cannot be used: ${reason}`,
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

  async remove(name: string): Promise<void> {
    const file = join(this.path, name);
    try {
      await Deno.remove(file);
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return;
      throw dataDirError(file, error);
    }
  }

  async quarantine(name: string, reason: string): Promise<void> {
    const file = join(this.path, name);
    try {
      await Deno.rename(file, `${file}.bad`);
      this.#log.warn(`${name} was renamed to ${name}.bad: ${reason}`);
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) {
        throw dataDirError(file, error);
      }
    }
  }

  async loadOrCreateSecret(name: string): Promise<Secret> {
    const stored = (await this.read(name))?.trim();
    if (stored !== undefined) {
      if (SECRET_PATTERN.test(stored)) return new Secret(stored);
      await this.quarantine(
        name,
        "it does not contain a secret of this server",
      );
    }
    const generated = randomBytes(SECRET_BYTES).toString("base64url");
    await this.write(name, `${generated}\n`);
    return new Secret(generated);
  }

  async #restrictAccess(file: string, name: string): Promise<void> {
    const { mode } = await Deno.stat(file);
    if (mode === null || (mode & 0o077) === 0) return;
    await Deno.chmod(file, 0o600);
    this.#log.warn(
      `Other users could read ${name}: its mode was changed to 0600, replace it if they are not trusted`,
    );
  }
}

async function writeAll(file: Deno.FsFile, bytes: Uint8Array): Promise<void> {
  for (let written = 0; written < bytes.length;) {
    written += await file.write(bytes.subarray(written));
  }
}
