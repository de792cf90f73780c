/**
 * npm packages of the benchmark of libraries. They are not in deno.json, so
 * that a start does not download them; their hashes are in tests/deno.lock.
 * Each is loaded when called.
 *
 * @module
 */
// deno-lint-ignore-file no-import-prefix
import { fileURLToPath } from "node:url";

/** The library that a page loads, as its package ships it. */
export async function loadPeerjsScript(): Promise<string> {
  const { default: text } = await import(
    "npm:peerjs@1.5.5/dist/peerjs.min.js",
    { with: { type: "text" } }
  );
  return text;
}

/** The library that a page loads, as its package ships it. */
export async function loadSimplePeerScript(): Promise<string> {
  const { default: text } = await import(
    "npm:simple-peer@9.11.1/simplepeer.min.js",
    { with: { type: "text" } }
  );
  return text;
}

/** Server of PeerJS; it listens by itself. */
export async function loadPeerServer(): Promise<
  (typeof import("npm:peer@1.0.2"))["PeerServer"]
> {
  return (await import("npm:peer@1.0.2")).PeerServer;
}

/** Files of Trystero with its default strategy, Nostr, and of what it imports. */
export async function resolveTrystero(): Promise<
  Readonly<Record<string, string>>
> {
  // Until they are loaded, specifiers do not resolve to files.
  await Promise.all([
    import("npm:@trystero-p2p/nostr@0.25.4", { with: { type: "text" } }),
    import("npm:@trystero-p2p/core@0.25.4", { with: { type: "text" } }),
    import("npm:@noble/secp256k1@3.2.0", { with: { type: "text" } }),
  ]);
  return {
    trystero: pathOf("npm:@trystero-p2p/nostr@0.25.4"),
    "@trystero-p2p/core": pathOf("npm:@trystero-p2p/core@0.25.4"),
    "@noble/secp256k1": pathOf("npm:@noble/secp256k1@3.2.0"),
  };
}

function pathOf(specifier: string): string {
  return fileURLToPath(import.meta.resolve(specifier));
}
