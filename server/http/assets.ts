/**
 * The built page, held in memory: what `files.json` lists is read once at the
 * start, so a request never reaches the file system.
 *
 * @module
 */
import { eTag, ifNoneMatch } from "@std/http/etag";
import { acceptsEncodings } from "@std/http/negotiation";
import { extname, join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { StartupError } from "../startup_error.ts";

/** One row of `files.json`: a file that the build made. */
export interface BuiltFile {
  /** Below the directory, with `/`, such as `assets/main-3F2A.js`. */
  readonly path: string;
  /** True when the name has a hash of the content in it. */
  readonly immutable: boolean;
}

/**
 * Longest `If-None-Match` that is looked at; a browser sends one tag. The time
 * that std takes for it grows with the square of its length.
 */
const MAX_IF_NONE_MATCH_CHARS = 256;

type Encoding = "identity" | "br" | "gzip";

interface AssetVariant {
  readonly body: Uint8Array<ArrayBuffer>;
  readonly etag: string;
}

/** One file with its compressed forms. */
export class Asset {
  readonly #type: string;
  readonly #cacheControl: string;
  readonly #variants = new Map<Encoding, AssetVariant>();
  readonly #identity: AssetVariant;

  private constructor(file: BuiltFile, identity: AssetVariant) {
    this.#type = MEDIA_TYPES[extname(file.path)] ?? "application/octet-stream";
    this.#cacheControl = file.immutable
      ? "public, max-age=31536000, immutable"
      : extname(file.path) === ".html"
      ? "no-store"
      : "no-cache";
    this.#identity = identity;
    this.#variants.set("identity", identity);
  }

  /** Makes an asset of a file's content. */
  static async create(
    file: BuiltFile,
    body: Uint8Array<ArrayBuffer>,
  ): Promise<Asset> {
    return new Asset(file, await createVariant(body));
  }

  /** Adds br and gzip forms where the type is text and they are smaller. */
  async compress(): Promise<void> {
    const { body } = this.#identity;
    if (!/^(text\/|image\/svg|application\/(json|manifest))/.test(this.#type)) {
      return;
    }
    const brotli = {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
        [constants.BROTLI_PARAM_SIZE_HINT]: body.length,
      },
    };
    const forms: [Encoding, Uint8Array][] = [
      ["br", await promisify(brotliCompress)(body, brotli)],
      ["gzip", await promisify(gzip)(body, { level: 9 })],
    ];
    for (const [encoding, form] of forms) {
      if (form.length >= body.length) continue;
      this.#variants.set(encoding, await createVariant(Uint8Array.from(form)));
    }
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
    const asked = request.headers.get("if-none-match") ?? "";
    if (
      asked !== "" && asked.length <= MAX_IF_NONE_MATCH_CHARS &&
      !ifNoneMatch(asked, etag)
    ) {
      return new Response(null, { status: 304, headers });
    }
    headers.set("content-type", this.#type);
    headers.set("content-length", String(body.length));
    if (encoding !== "identity") headers.set("content-encoding", encoding);
    return new Response(body, { headers });
  }

  /** The smallest form that is accepted at all; std would take the first named. */
  #encodingFor(request: Request): Encoding {
    if (!request.headers.get("accept-encoding")) return "identity";
    const compressed: Encoding[] = ["br", "gzip"];
    return compressed.find((encoding) =>
      this.#variants.has(encoding) &&
      acceptsEncodings(request, encoding) === encoding
    ) ?? "identity";
  }
}

/** All files of the page. */
export interface Assets {
  /** By the path of a URL, such as `/assets/main-3F2A.js`. */
  get(pathname: string): Asset | undefined;
  /** The page itself. */
  readonly index: Asset;
  /** Makes the compressed forms; until it is done, files go out as they are. */
  compress(): Promise<void>;
}

/**
 * Reads `files.json` and what it lists.
 *
 * @throws {StartupError} With reason `assets` when the page is not built.
 */
export async function loadAssets(directory: string): Promise<Assets> {
  const assets = new Map<string, Asset>();
  for (const file of await readFileList(directory)) {
    const body = await readBuiltFile(join(directory, file.path));
    assets.set(`/${file.path}`, await Asset.create(file, body));
  }
  return createAssets(assets);
}

/** Makes assets of files in memory; `index.html` must be among them. */
export function createAssets(assets: ReadonlyMap<string, Asset>): Assets {
  const index = assets.get("/index.html");
  if (!index) throw notBuiltError("it has no index.html");
  return {
    index,
    get: (pathname) => assets.get(pathname),
    compress: async () => {
      for (const asset of assets.values()) await asset.compress();
    },
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
    throw notBuiltError("files.json is not a list of path and immutable");
  }
  return rows;
}

function isBuiltFile(row: unknown): row is BuiltFile {
  return typeof row === "object" && row !== null &&
    "path" in row && typeof row.path === "string" &&
    "immutable" in row && typeof row.immutable === "boolean" &&
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

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".map": "application/json",
  ".mp3": "audio/mpeg",
  ".ogg": "audio/ogg",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".wav": "audio/wav",
  ".webmanifest": "application/manifest+json",
  ".webp": "image/webp",
  ".woff2": "font/woff2",
};
