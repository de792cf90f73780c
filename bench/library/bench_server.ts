/**
 * Servers of the other libraries, in a process of its own: their pages, a
 * WebSocket that passes signaling on (simple-peer), a Nostr relay (Trystero)
 * and the server of PeerJS. Arguments: port of the pages, port of PeerJS.
 *
 * @module
 */
// deno-lint-ignore-file no-console
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";
import { SignalingRooms } from "../join/signaling_rooms.ts";
import { NostrRelay } from "./nostr_relay.ts";
import {
  loadPeerjsScript,
  loadPeerServer,
  loadSimplePeerScript,
  resolveTrystero,
} from "./packages.ts";

const PAGES = new URL("pages/", import.meta.url);
const TYPES: Readonly<Record<string, string>> = {
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
};

/** Trystero has no build for pages: it is bundled as an application would. */
async function bundleTrystero(): Promise<string> {
  const esbuild = await import("esbuild");
  const { outputFiles } = await esbuild.build({
    stdin: {
      contents: 'export { joinRoom } from "trystero"',
      resolveDir: fileURLToPath(PAGES),
    },
    alias: { ...await resolveTrystero() },
    bundle: true,
    minify: true,
    format: "esm",
    write: false,
    logLevel: "error",
  });
  await esbuild.stop();
  return outputFiles[0]?.text ?? "";
}

/** Libraries in the compressed form in which a page loads them. */
async function buildLibraries(): Promise<ReadonlyMap<string, BodyInit>> {
  const texts = {
    "peerjs.js": await loadPeerjsScript(),
    "simple_peer.js": await loadSimplePeerScript(),
    "trystero.js": await bundleTrystero(),
  };
  return new Map(
    Object.entries(texts).map(([name, text]) => [
      name,
      Uint8Array.from(brotliCompressSync(text)),
    ]),
  );
}

/** Scripts that must run before the module of the page. */
function libraryTag(library: string): string {
  return library === "peerjs" || library === "simple_peer"
    ? `<script src="/library/${library}.js"></script>`
    : "";
}

async function readPage(name: string): Promise<string> {
  return await Deno.readTextFile(new URL(name, PAGES));
}

async function respond(
  url: URL,
  libraries: ReadonlyMap<string, BodyInit>,
): Promise<Response> {
  const [, folder, name = ""] = url.pathname.split("/");
  const library = libraries.get(name);
  if (folder === "library" && library) {
    const headers = {
      "content-type": TYPES.js ?? "",
      "content-encoding": "br",
    };
    return new Response(library, { headers });
  }
  if (folder === "pages" && /^[a-z_]+\.js$/.test(name)) {
    const headers = { "content-type": TYPES.js ?? "" };
    return new Response(await readPage(name), { headers });
  }
  if (url.pathname !== "/") return new Response(null, { status: 404 });
  const tag = libraryTag(url.searchParams.get("library") ?? "");
  const html = (await readPage("page.html")).replace("LIBRARY", tag);
  return new Response(html, { headers: { "content-type": TYPES.html ?? "" } });
}

async function main([port, peerPort]: readonly string[]): Promise<void> {
  const libraries = await buildLibraries();
  const rooms = new SignalingRooms();
  const relay = new NostrRelay();
  const startPeerServer = await loadPeerServer();
  const hostname = "127.0.0.1";
  startPeerServer({ host: hostname, port: Number(peerPort), path: "/peer" });
  Deno.serve(
    {
      hostname,
      port: Number(port),
      onListen: () => console.log(`Listening on ${port}`),
    },
    (request) => {
      const url = new URL(request.url);
      if (request.headers.get("upgrade") !== "websocket") {
        return respond(url, libraries);
      }
      const { socket, response } = Deno.upgradeWebSocket(request);
      if (url.pathname === "/nostr") relay.add(socket);
      else rooms.add(url.pathname, socket);
      return response;
    },
  );
}

if (import.meta.main) await main(Deno.args);
