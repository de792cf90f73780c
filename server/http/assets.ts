/**
 * The built page in memory. The files of `files.json` are read once at the
 * start, so a request never reaches the file system.
 *
 * @module
 */
import { eTag } from "@std/http/etag";
import { acceptsEncodings } from "@std/http/negotiation";
import { extname, join } from "node:path";
import { StartupError } from "../startup_error.ts";
import { isNotModified } from "./not_modified.ts";

/** One row of `files.json`, written by `tools/bundle.ts`. */
export interface BuiltFile {
  /** Path below the directory, with `/`, such as `assets/main-3F2A.js`. */
  readonly path: string;
  /** Media type. */
  readonly type: string;
  /** Whether the name contains a hash of the content. */
  readonly immutable: boolean;
  /** Content codings of its compressed forms, smallest first. */
  readonly codings: readonly string[];
}

const IDENTITY = "identity";
const SANDBOX_FILE = "/learn_sandbox.html";

interface AssetVariant {
  readonly body: Uint8Array<ArrayBuffer>;
  readonly etag: string;
}

/** One file with its compressed forms. */
export class Asset {
  readonly #file: BuiltFile;
  readonly #cacheControl: string;
  readonly #variants: ReadonlyMap<string, AssetVariant>;
  readonly #identity: AssetVariant;

  private constructor(
    file: BuiltFile,
    identity: AssetVariant,
    variants: ReadonlyMap<string, AssetVariant>,
  ) {
    this.#file = file;
    this.#cacheControl = cacheControlOf(file);
    this.#identity = identity;
    this.#variants = variants;
  }

  /**
   * Creates an asset.
   *
   * @param body Content of the file.
   * @param forms Its compressed forms by content coding, for each of
   * `file.codings`.
   */
  static async create(
    file: BuiltFile,
    body: Uint8Array<ArrayBuffer>,
    forms: ReadonlyMap<string, Uint8Array<ArrayBuffer>> = new Map(),
  ): Promise<Asset> {
    const variants = new Map<string, AssetVariant>();
    for (const [coding, form] of forms) {
      variants.set(coding, await createVariant(form));
    }
    return new Asset(file, await createVariant(body), variants);
  }

  /** 200 with the smallest form that the request accepts, or 304. */
  respond(request: Request): Response {
    const encoding = this.#encodingFor(request);
    const { body, etag } = this.#variants.get(encoding) ?? this.#identity;
    const headers = new Headers({
      "cache-control": this.#cacheControl,
      "etag": etag,
      "vary": "Accept-Encoding",
    });
    if (isNotModified(request, etag)) {
      return new Response(null, { status: 304, headers });
    }
    headers.set("content-type", this.#file.type);
    headers.set("content-length", String(body.length));
    if (encoding !== IDENTITY) headers.set("content-encoding", encoding);
    return new Response(body, { headers });
  }

  /** Smallest acceptable form; std would take the first one that is named. */
  #encodingFor(request: Request): string {
    if (!request.headers.get("accept-encoding")) return IDENTITY;
    return this.#file.codings.find((coding) =>
      this.#variants.has(coding) &&
      acceptsEncodings(request, coding) === coding
    ) ?? IDENTITY;
  }
}

/** Written by `tools/bundle.ts`. */
const BUILD_FILE = "build.json";
const BUILD_HASH = /"hash": "([0-9a-f]{64})"/;

function cacheControlOf({ path, immutable }: BuiltFile): string {
  if (immutable) return "public, max-age=31536000, immutable";
  return extname(path) === ".html" ? "no-store" : "no-cache";
}

/** All files of the page. */
export interface Assets {
  /** By the path of a URL, such as `/assets/main-3F2A.js`. */
  get(pathname: string): Asset | undefined;
  /** The page itself. */
  readonly index: Asset;
  /** The same for the folder of rooms: its links to other files differ. */
  readonly room: Asset;
  /** The connection check. */
  readonly check: Asset;
  /** SHA-256 of all files, as hex; empty for a build without it. */
  readonly buildHash: string;
  /** The guide at `/learn`. */
  readonly learn: Asset;
  /** Document in which changed code of the guide runs. */
  readonly learnSandbox: Asset;
}

/**
 * Reads `files.json` and what it lists.
 *
 * @throws {StartupError} With reason `assets` when the page is not built.
 */
export async function loadAssets(directory: string): Promise<Assets> {
  const assets = new Map<string, Asset>();
  let buildHash = "";
  for (const file of await readFileList(directory)) {
    const location = join(directory, file.path);
    const forms = new Map<string, Uint8Array<ArrayBuffer>>();
    for (const coding of file.codings) {
      forms.set(coding, await readBuiltFile(`${location}.${coding}`));
    }
    const body = await readBuiltFile(location);
    if (file.path === BUILD_FILE) buildHash = readBuildHash(body);
    assets.set(`/${file.path}`, await Asset.create(file, body, forms));
  }
  return createAssets(assets, buildHash);
}

function readBuildHash(body: Uint8Array): string {
  const [, hash = ""] = BUILD_HASH.exec(new TextDecoder().decode(body)) ?? [];
  return hash;
}

/** Creates the assets of files in memory, which include all documents. */
export function createAssets(
  assets: ReadonlyMap<string, Asset>,
  buildHash = "",
): Assets {
  const documentOf = (name: string): Asset => {
    const asset = assets.get(`/${name}.html`);
    if (!asset) throw notBuiltError(`it lacks ${name}.html`);
    return asset;
  };
  return {
    index: documentOf("index"),
    room: documentOf("room"),
    check: documentOf("check"),
    learn: documentOf("learn"),
    learnSandbox: documentOf("learn_sandbox"),
    buildHash,
    // The sandbox is served with its own policy only.
    get: (pathname) =>
      pathname === SANDBOX_FILE ? undefined : assets.get(pathname),
  };
}

async function readFileList(directory: string): Promise<BuiltFile[]> {
  const text = new TextDecoder().decode(
    await readBuiltFile(join(directory, "files.json")),
  );
  let rows: unknown;
  try {
    rows = JSON.parse(text);
  } catch {
    throw notBuiltError("files.json is not JSON");
  }
  if (!Array.isArray(rows) || !rows.every(isBuiltFile)) {
    throw notBuiltError("files.json is not a list of built files");
  }
  return rows;
}

function isBuiltFile(row: unknown): row is BuiltFile {
  return typeof row === "object" && row !== null &&
    "path" in row && typeof row.path === "string" &&
    "type" in row && typeof row.type === "string" &&
    "immutable" in row && typeof row.immutable === "boolean" &&
    "codings" in row && Array.isArray(row.codings) &&
    row.codings.every((coding) => coding === "br" || coding === "gzip") &&
    /^[\w-][\w.-]*(\/[\w-][\w.-]*)*$/.test(row.path);
}

async function readBuiltFile(path: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return await Deno.readFile(path);
  } catch (error) {
    throw notBuiltError(error instanceof Error ? error.message : String(error));
  }
}

function notBuiltError(why: string): StartupError {
  return new StartupError(
    "assets",
    `The page is not built, run deno task build: ${why}`,
  );
}

async function createVariant(
  body: Uint8Array<ArrayBuffer>,
): Promise<AssetVariant> {
  return { body, etag: await eTag(body) ?? '""' };
}
