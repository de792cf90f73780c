/**
 * Lint rules that keep the architecture: who may import whom, which files may
 * touch the clock, randomness or the runtime, and that the page's engine knows
 * no DOM and its view no WebRTC.
 *
 * @module
 */
import { fileURLToPath, pathToFileURL } from "node:url";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

interface Layer {
  /** Prefixes of what a file of this layer may import. */
  readonly allowedImports: readonly string[];
  /** True when the layer takes time, randomness and I/O as parameters. */
  readonly isPure: boolean;
  /** Global names that a file of this layer may not mention. */
  readonly forbiddenGlobals?: readonly string[];
}

const DOM_GLOBALS = [
  "document",
  "window",
  "HTMLElement",
  "localStorage",
  "location",
];
const WEBRTC_GLOBALS = ["RTCPeerConnection", "RTCDataChannel", "WebSocket"];

/** Longest matching prefix wins. */
const LAYERS: Readonly<Record<string, Layer>> = {
  "signaling/": {
    allowedImports: ["signaling/", "server/net/", "node:buffer"],
    isPure: true,
  },
  "signaling/protocol.ts": { allowedImports: [], isPure: true },
  "signaling/room/resume_token.ts": {
    allowedImports: ["signaling/", "node:crypto", "node:buffer"],
    isPure: true,
  },
  "signaling/socket/": {
    allowedImports: [
      "signaling/",
      "server/net/",
      "node:buffer",
      "node:crypto",
      "node:stream",
      "ws",
    ],
    isPure: true,
  },
  "signaling/signaling_server.ts": {
    allowedImports: ["signaling/", "server/net/", "node:"],
    isPure: false,
  },
  "ice/": {
    allowedImports: [
      "ice/",
      "server/net/",
      "node:crypto",
      "node:buffer",
      "ipaddr.js",
    ],
    isPure: true,
  },
  "ice/ice_server.ts": {
    allowedImports: ["ice/", "server/net/", "node:"],
    isPure: false,
  },
  "ice/ice_server_options.ts": {
    allowedImports: ["ice/", "server/net/", "node:"],
    isPure: true,
  },
  "ice/transport/": {
    allowedImports: ["ice/", "server/net/", "node:"],
    isPure: false,
  },
  "client/": {
    allowedImports: [
      "client/",
      "signaling/protocol.ts",
      "preact",
      "@noble/hashes/",
    ],
    isPure: false,
  },
  "client/engine/": {
    allowedImports: ["client/engine/", "signaling/protocol.ts"],
    isPure: false,
    forbiddenGlobals: DOM_GLOBALS,
  },
  "client/view/": {
    allowedImports: [
      "client/view/",
      "client/engine/",
      "client/strings/",
      "signaling/protocol.ts",
      "preact",
      "uqr",
    ],
    isPure: false,
    forbiddenGlobals: WEBRTC_GLOBALS,
  },
  "server/net/": {
    allowedImports: [
      "server/net/",
      "signaling/protocol.ts",
      "node:",
      "ipaddr.js",
    ],
    isPure: false,
  },
  "server/": {
    allowedImports: [
      "server/",
      "signaling/",
      "ice/",
      "@std/",
      "node:",
      "@peculiar/x509",
      "reflect-metadata",
      "ipaddr.js",
      "uqr",
    ],
    isPure: false,
  },
};

const AMBIENT_CALLS = [
  '[callee.object.name="Date"][callee.property.name="now"]',
  '[callee.object.name="Math"][callee.property.name="random"]',
  '[callee.object.name="performance"]',
  '[callee.object.name="crypto"]',
  '[callee.object.name="console"]',
  '[callee.object.name="Deno"]',
  '[callee.name="setTimeout"]',
  '[callee.name="setInterval"]',
].map((condition) => `CallExpression${condition}`).join(", ");

function layerOf(filename: string): (Layer & { prefix: string }) | undefined {
  const path = filename.startsWith(ROOT)
    ? filename.slice(ROOT.length)
    : filename;
  let found: (Layer & { prefix: string }) | undefined;
  for (const [prefix, layer] of Object.entries(LAYERS)) {
    if (
      path.startsWith(prefix) && prefix.length > (found?.prefix.length ?? 0)
    ) {
      found = { prefix, ...layer };
    }
  }
  return found;
}

/** Repository-relative target of a relative import; a bare specifier as it is. */
function targetOf(specifier: string, filename: string): string {
  if (!specifier.startsWith(".")) return specifier;
  const target = new URL(specifier, pathToFileURL(filename));
  return fileURLToPath(target).slice(ROOT.length);
}

const importDirection: Deno.lint.Rule = {
  create(context) {
    const layer = layerOf(context.filename);
    if (!layer) return {};
    const check = (
      node: Deno.lint.Node,
      source: Deno.lint.StringLiteral | null,
    ) => {
      if (!source) return;
      const target = targetOf(source.value, context.filename);
      if (layer.allowedImports.some((prefix) => target.startsWith(prefix))) {
        return;
      }
      context.report({
        node,
        message: `${layer.prefix} may not import ${target}`,
      });
    };
    return {
      ImportDeclaration: (node) => check(node, node.source),
      ExportNamedDeclaration: (node) =>
        check(node, node.source as Deno.lint.StringLiteral | null),
      ExportAllDeclaration: (node) => check(node, node.source),
    };
  },
};

const noAmbient: Deno.lint.Rule = {
  create(context) {
    if (!layerOf(context.filename)?.isPure) return {};
    return {
      [AMBIENT_CALLS](node: Deno.lint.CallExpression) {
        context.report({
          node,
          message: "A pure file takes time, randomness and I/O as parameters",
        });
      },
    };
  },
};

const noForeignGlobal: Deno.lint.Rule = {
  create(context) {
    const layer = layerOf(context.filename);
    const without = layer?.forbiddenGlobals;
    if (!layer || !without) return {};
    return {
      Identifier(node) {
        const parent = node.parent;
        const isKey = (parent.type === "MemberExpression" &&
          parent.property === node && !parent.computed) ||
          (parent.type === "Property" && parent.key === node) ||
          parent.type === "TSPropertySignature";
        if (isKey || !without.includes(node.name)) return;
        context.report({
          node,
          message: `${layer.prefix} does not know ${node.name}`,
        });
      },
    };
  },
};

export default {
  name: "layers",
  rules: {
    "import-direction": importDirection,
    "no-ambient": noAmbient,
    "no-foreign-global": noForeignGlobal,
  },
} satisfies Deno.lint.Plugin;
