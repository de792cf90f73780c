/**
 * The operator's own pages, below the folder `STATIC_DIR`. Files are read for
 * each request, so a change needs no restart; nothing outside of the folder is
 * read, also not through a link.
 *
 * @module
 */
import { contentType } from "@std/media-types/content-type";
import { eTag } from "@std/http/etag";
import { extname, join, sep } from "node:path";
import { createErrorResponse } from "../http/error_response.ts";
import { isNotModified } from "../http/not_modified.ts";
import { setResponsePolicy } from "../http/response_policy.ts";
import type { RouteHandler } from "../http/router.ts";
import type { Log } from "../log.ts";
import { StartupError } from "../startup_error.ts";
import { parseStaticPath } from "./static_path.ts";

/** Largest file that is served: a response is held in memory. */
export const MAX_STATIC_BYTES = 8 * 1024 * 1024;

/** A folder of pages. */
export class StaticPages {
  readonly #root: string;
  readonly #log: Log;
  #hasWarned = false;

  private constructor(root: string, log: Log) {
    this.#root = root;
    this.#log = log;
  }

  /**
   * Opens the folder.
   *
   * @param keyPaths Files and folders with keys of the server.
   * @throws {StartupError} When there is no such folder, or keys in it.
   */
  static async open(
    directory: string,
    log: Log,
    keyPaths: readonly string[] = [],
  ): Promise<StaticPages> {
    const root = await Deno.realPath(directory).catch((error) => {
      throw new StartupError(
        "setting",
        `STATIC_DIR cannot be read: ${messageOf(error)}`,
      );
    });
    let isDirectory: boolean;
    try {
      ({ isDirectory } = await Deno.stat(root));
    } catch (error) {
      throw error instanceof Deno.errors.NotCapable
        ? new StartupError(
          "permission",
          `STATIC_DIR must be the folder itself and no link: set it to ${root}`,
        )
        : error;
    }
    if (!isDirectory) {
      throw new StartupError("setting", "STATIC_DIR must be a folder");
    }
    for (const path of keyPaths) {
      const real = await Deno.realPath(path).catch(() => path);
      if (root !== real && visiblePathIn(root, real) === null) continue;
      throw new StartupError(
        "setting",
        `STATIC_DIR is ${root}: the keys in ${real} would be served; set it to another folder`,
      );
    }
    return new StaticPages(root, log);
  }

  /** Handler of a path, or undefined for one that no file can have. */
  find(pathname: string): RouteHandler | undefined {
    const names = parseStaticPath(pathname);
    if (names === null) return undefined;
    return async (request, { url }) => {
      const response = await this.#respond(request, url, names);
      return response === null
        ? createErrorResponse(request, "not-found")
        : setResponsePolicy(response, { isOwnPage: true });
    };
  }

  async #respond(
    request: Request,
    url: URL,
    names: readonly string[],
  ): Promise<Response | null> {
    const path = await this.#resolve(names);
    if (path === null) return null;
    try {
      // Opening a named pipe would wait, and a socket cannot be opened.
      const { isDirectory, isFile } = await Deno.stat(path);
      if (isDirectory) return redirectToFolder(url);
      if (!isFile) return null;
      using file = await Deno.open(path);
      const info = await file.stat();
      if (info.size > MAX_STATIC_BYTES) {
        this.#warnOfSize(names);
        return null;
      }
      return await respondWith(request, file, info, path);
    } catch (error) {
      return ignoreMissing(error);
    }
  }

  /** Real path of a file in the folder; null where it leads out of it. */
  async #resolve(names: readonly string[]): Promise<string | null> {
    try {
      const path = await Deno.realPath(join(this.#root, ...names));
      // A link to a hidden file is no way to it.
      return visiblePathIn(this.#root, path);
    } catch (error) {
      return ignoreMissing(error);
    }
  }

  #warnOfSize(names: readonly string[]): void {
    if (this.#hasWarned) return;
    this.#hasWarned = true;
    this.#log.warn(
      "A file of STATIC_DIR is larger than 8 MiB and not served: serve large files with another server",
      { file: names.join("/") },
    );
  }
}

/** A real path below a folder; null for one elsewhere, or with a hidden name. */
function visiblePathIn(folder: string, path: string): string | null {
  const start = folder.endsWith(sep) ? folder : folder + sep;
  if (!path.startsWith(start)) return null;
  const isHidden = path.slice(start.length).split(sep)
    .some((name) => name.startsWith("."));
  return isHidden ? null : path;
}

async function respondWith(
  request: Request,
  file: Deno.FsFile,
  info: Deno.FileInfo,
  path: string,
): Promise<Response> {
  const etag = await eTag({ size: info.size, mtime: info.mtime }) ?? '""';
  const headers = new Headers({ "cache-control": "no-cache", "etag": etag });
  if (isNotModified(request, etag)) {
    return new Response(null, { status: 304, headers });
  }
  headers.set(
    "content-type",
    contentType(extname(path)) ?? "application/octet-stream",
  );
  return new Response(await readAll(file, info.size), { headers });
}

/** Reads at most `size` bytes: the file may grow meanwhile. */
async function readAll(
  file: Deno.FsFile,
  size: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(size);
  let length = 0;
  while (length < size) {
    const count = await file.read(bytes.subarray(length));
    if (count === null) break;
    length += count;
  }
  return bytes.subarray(0, length);
}

/** Relative, since a proxy may serve Maru below a path; so links of its page work. */
function redirectToFolder({ pathname }: URL): Response {
  const name = pathname.slice(pathname.lastIndexOf("/") + 1);
  return new Response(null, {
    status: 302,
    headers: { "location": `./${name}/`, "cache-control": "no-store" },
  });
}

/** No file, or none that may be read, also by the permissions of the process. */
function ignoreMissing(error: unknown): null {
  if (
    error instanceof Deno.errors.NotFound ||
    error instanceof Deno.errors.NotADirectory ||
    error instanceof Deno.errors.NotCapable ||
    error instanceof Deno.errors.PermissionDenied ||
    error instanceof Deno.errors.FilesystemLoop ||
    error instanceof Deno.errors.IsADirectory ||
    isNameTooLong(error)
  ) return null;
  throw error;
}

/** The file system decides which names are too long. */
function isNameTooLong(error: unknown): boolean {
  return error instanceof Error && "code" in error &&
    error.code === "ENAMETOOLONG";
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
