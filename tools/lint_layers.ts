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
  /** Prefixes of what it may import by `import type` only. */
  readonly typeImports?: readonly string[];
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

/** Files of the engine that every feature may import; they import nothing. */
const ENGINE_LEAVES = [
  "client/engine/base_url.ts",
  "client/engine/clock.ts",
  "client/engine/json.ts",
  "client/engine/retain_keys.ts",
  "client/engine/store.ts",
];

/** Layer of a feature of the engine. Only `call/` may import all of them. */
function engineLayer(...allowedImports: readonly string[]): Layer {
  return {
    allowedImports: allowedImports.length > 0
      ? [...allowedImports, ...ENGINE_LEAVES]
      : [],
    isPure: false,
    forbiddenGlobals: DOM_GLOBALS,
  };
}

/** View folders that every feature of the page may import. */
const VIEW_BASE = ["client/view/context/", "client/view/ui/"] as const;

/** A folder of `client/view/` that may import these view folders. */
function viewLayer(...viewFolders: readonly string[]): Layer {
  return {
    allowedImports: [
      ...viewFolders,
      "client/engine/",
      "client/strings/",
      "signaling/protocol.ts",
      "signaling/display_name.ts",
      "preact",
    ],
    isPure: false,
    forbiddenGlobals: WEBRTC_GLOBALS,
  };
}

/** Longest matching prefix wins. */
const LAYERS: Readonly<Record<string, Layer>> = {
  "signaling/": {
    allowedImports: ["signaling/", "server/net/", "node:buffer", "valibot"],
    isPure: true,
  },
  "signaling/close_codes.ts": { allowedImports: [], isPure: true },
  "signaling/protocol.ts": {
    allowedImports: ["signaling/close_codes.ts"],
    isPure: true,
  },
  "signaling/room_name.ts": { allowedImports: [], isPure: true },
  "signaling/display_name.ts": { allowedImports: [], isPure: true },
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
  "ice/": { allowedImports: ["ice/", "server/net/"], isPure: true },
  "ice/ice_server.ts": {
    allowedImports: ["ice/", "server/net/", "node:"],
    isPure: false,
  },
  "ice/ice_server_options.ts": {
    allowedImports: ["ice/", "server/net/", "node:"],
    isPure: true,
  },
  "ice/stun/": {
    allowedImports: ["ice/stun/", "server/net/", "node:crypto"],
    isPure: true,
  },
  "ice/credentials/": {
    allowedImports: [
      "ice/credentials/",
      "ice/policy/",
      "ice/stun/",
      "server/net/",
      "node:crypto",
      "node:buffer",
    ],
    isPure: true,
  },
  "ice/policy/": {
    allowedImports: ["ice/policy/", "server/net/"],
    isPure: true,
  },
  "ice/turn/allocation/": {
    allowedImports: [
      "ice/turn/allocation/",
      "ice/policy/",
      "ice/stun/",
      "server/net/",
      "node:buffer",
    ],
    isPure: true,
  },
  "ice/turn/relay/": {
    allowedImports: [
      "ice/turn/relay/",
      "ice/turn/allocation/",
      "ice/policy/",
      "ice/stun/",
      "server/net/",
    ],
    isPure: true,
  },
  "ice/turn/server/": {
    allowedImports: [
      "ice/turn/server/",
      "ice/turn/relay/",
      "ice/turn/allocation/",
      "ice/credentials/",
      "ice/policy/",
      "ice/stun/",
      "server/net/",
      "node:crypto",
    ],
    isPure: true,
  },
  "ice/turn/client/": {
    allowedImports: [
      "ice/turn/client/",
      "ice/stun/",
      "server/net/",
      "node:crypto",
    ],
    isPure: true,
  },
  "ice/transport/": {
    allowedImports: [
      "ice/transport/",
      "ice/turn/",
      "ice/stun/",
      "server/net/",
      "node:",
    ],
    isPure: false,
  },
  "client/": {
    allowedImports: [
      "client/",
      "signaling/close_codes.ts",
      "signaling/protocol.ts",
      "signaling/room_name.ts",
      "signaling/display_name.ts",
      "preact",
      "@noble/hashes/",
    ],
    isPure: false,
  },
  "client/embed/": {
    allowedImports: [
      "client/embed/",
      "client/engine/",
      "client/strings/",
      "client/view/",
      "signaling/display_name.ts",
      "preact",
    ],
    isPure: false,
    forbiddenGlobals: WEBRTC_GLOBALS,
  },
  "client/engine/": engineLayer(),
  "client/engine/media/": engineLayer("client/engine/media/"),
  "client/engine/signaling/": engineLayer(
    "client/engine/signaling/",
    "signaling/close_codes.ts",
    "signaling/protocol.ts",
    "valibot",
  ),
  "client/engine/trust/": engineLayer(
    "client/engine/trust/",
    "client/engine/signaling/decode_server_message.ts",
    "client/engine/peer/channel_multiplexer.ts",
    "signaling/protocol.ts",
  ),
  "client/engine/peer/": engineLayer("client/engine/peer/", "valibot"),
  "client/engine/chat/": engineLayer(
    "client/engine/chat/",
    "signaling/display_name.ts",
    "client/engine/peer/channel_multiplexer.ts",
    "valibot",
  ),
  "client/engine/reactions/": engineLayer(
    "client/engine/reactions/",
    "client/engine/peer/channel_multiplexer.ts",
    "valibot",
  ),
  "client/engine/annotation/": engineLayer(
    "client/engine/annotation/",
    "client/engine/peer/channel_multiplexer.ts",
    "valibot",
  ),
  "client/engine/files/": engineLayer(
    "client/engine/files/",
    "signaling/display_name.ts",
    "client/engine/peer/data_channel.ts",
    "valibot",
  ),
  "client/engine/quality/": engineLayer(
    "client/engine/quality/",
    "client/engine/peer/",
    "client/engine/media/media_settings.ts",
    "signaling/protocol.ts",
    "valibot",
  ),
  "client/engine/check/": engineLayer(
    "client/engine/check/",
    "client/engine/media/",
    "client/engine/signaling/",
    "signaling/close_codes.ts",
    "signaling/protocol.ts",
  ),
  "client/engine/trace/": engineLayer(
    "client/engine/trace/",
    "client/engine/peer/stats_report.ts",
  ),
  "client/engine/learn/": engineLayer(
    "client/engine/learn/",
    "client/engine/trace/",
  ),
  "client/engine/call/": engineLayer(
    "client/engine/",
    "signaling/display_name.ts",
    "signaling/protocol.ts",
  ),
  "client/library/": {
    allowedImports: [
      "client/engine/",
      "client/library/",
      "client/platform/",
      "client/room_name.ts",
      "signaling/",
    ],
    isPure: true,
    forbiddenGlobals: DOM_GLOBALS,
  },
  "client/library/browser_platform.ts": {
    allowedImports: [
      "client/engine/",
      "client/library/",
      "client/platform/",
      "client/room_name.ts",
      "signaling/room_name.ts",
    ],
    isPure: false,
  },
  "client/view/": viewLayer("client/view/"),
  "client/view/context/": viewLayer("client/view/context/"),
  "client/view/ui/": viewLayer(...VIEW_BASE, "uqr"),
  "client/view/annotation/": viewLayer(
    ...VIEW_BASE,
    "client/view/annotation/",
  ),
  "client/view/devices/": viewLayer(...VIEW_BASE, "client/view/devices/"),
  "client/view/files/": viewLayer(...VIEW_BASE, "client/view/files/"),
  "client/view/invite/": viewLayer(...VIEW_BASE, "client/view/invite/"),
  "client/view/members/": viewLayer(...VIEW_BASE, "client/view/members/"),
  "client/view/notices/": viewLayer(
    ...VIEW_BASE,
    "client/view/notices/",
    "client/view/reactions/reaction_text.ts",
  ),
  "client/view/reactions/": viewLayer(...VIEW_BASE, "client/view/reactions/"),
  "client/view/floating/": viewLayer(
    ...VIEW_BASE,
    "client/view/floating/",
    "client/view/devices/",
    "client/view/stage/",
  ),
  "client/view/recording/": viewLayer(
    ...VIEW_BASE,
    "client/view/recording/",
    "client/view/files/file_size.ts",
  ),
  "client/view/quality/": viewLayer(
    ...VIEW_BASE,
    "client/view/quality/",
    "client/view/trace/",
  ),
  "client/view/start/": viewLayer(
    ...VIEW_BASE,
    "client/view/start/",
    "client/view/invite/",
  ),
  "client/view/check/": viewLayer(...VIEW_BASE, "client/view/check/"),
  "client/view/trace/": viewLayer(...VIEW_BASE, "client/view/trace/"),
  "client/view/learn/": viewLayer(
    ...VIEW_BASE,
    "client/view/learn/",
    "client/view/trace/",
    "client/learn/sandbox_message.ts",
  ),
  "client/view/chat/": viewLayer(
    ...VIEW_BASE,
    "client/view/chat/",
    "client/view/files/",
  ),
  "client/view/stage/": viewLayer(
    ...VIEW_BASE,
    "client/view/stage/",
    "client/view/annotation/",
    "client/view/quality/",
  ),
  "client/view/lobby/": viewLayer(
    ...VIEW_BASE,
    "client/view/lobby/",
    "client/view/devices/",
    "client/view/invite/",
    "client/view/start/refusal_text.ts",
  ),
  "client/view/call/": viewLayer(
    ...VIEW_BASE,
    "client/view/call/",
    "client/view/chat/",
    "client/view/devices/",
    "client/view/files/",
    "client/view/floating/",
    "client/view/invite/",
    "client/view/members/",
    "client/view/notices/",
    "client/view/quality/",
    "client/view/reactions/",
    "client/view/recording/",
    "client/view/stage/",
  ),
  "server/net/": {
    allowedImports: ["server/net/", "ipaddr.js"],
    isPure: true,
  },
  "server/net/clock.ts": { allowedImports: [], isPure: false },
  "server/net/machine_addresses.ts": {
    allowedImports: ["server/net/", "ipaddr.js"],
    isPure: false,
  },
  "server/net/port_listener.ts": {
    allowedImports: ["server/net/", "node:"],
    isPure: false,
  },
  "server/log.ts": { allowedImports: [], isPure: true },
  "server/secret.ts": { allowedImports: [], isPure: true },
  "server/startup_error.ts": { allowedImports: [], isPure: true },
  "server/scheduler.ts": { allowedImports: [], isPure: false },
  "server/version.ts": { allowedImports: ["deno.json"], isPure: true },
  "server/data_dir.ts": {
    allowedImports: [
      "server/log.ts",
      "server/secret.ts",
      "server/startup_error.ts",
      "node:",
    ],
    isPure: false,
  },
  "server/room_log/": {
    allowedImports: ["server/net/"],
    typeImports: ["server/log.ts", "signaling/"],
    isPure: true,
  },
  "server/refusals/": {
    allowedImports: [
      "server/refusals/",
      "server/net/ip_address.ts",
      "signaling/close_codes.ts",
      "signaling/protocol.ts",
    ],
    typeImports: [
      "ice/turn/allocation/relay_refusal.ts",
      "server/http/error_response.ts",
      "server/log.ts",
    ],
    isPure: true,
  },
  "server/config/": {
    allowedImports: ["server/config/", "server/net/", "server/secret.ts"],
    isPure: true,
  },
  "server/certificate/": {
    allowedImports: [
      "server/certificate/",
      "server/net/",
      "server/data_dir.ts",
      "server/log.ts",
      "server/scheduler.ts",
      "server/startup_error.ts",
      "node:crypto",
      "@peculiar/x509",
      "reflect-metadata",
    ],
    typeImports: ["server/config/"],
    isPure: false,
  },
  "server/acme/": {
    allowedImports: [
      "server/acme/",
      "server/certificate/",
      "server/net/",
      "server/scheduler.ts",
      "node:",
      "reflect-metadata",
      "@peculiar/x509",
      "valibot",
    ],
    typeImports: ["server/config/", "server/data_dir.ts", "server/log.ts"],
    isPure: false,
  },
  "server/acme/attempt_schedule.ts": { allowedImports: [], isPure: true },
  "server/http/": {
    allowedImports: [
      "server/http/",
      "server/net/",
      "server/startup_error.ts",
      "signaling/protocol.ts",
      "signaling/room_name.ts",
      "@std/",
      "node:",
    ],
    typeImports: [
      "server/certificate/",
      "server/config/",
      "server/log.ts",
      "server/refusals/",
      "signaling/room/roster.ts",
    ],
    isPure: false,
  },
  "server/invitations/": {
    allowedImports: [
      "server/invitations/",
      "signaling/room_name.ts",
      "signaling/room/room.ts",
      "node:buffer",
      "node:crypto",
      "valibot",
    ],
    typeImports: ["signaling/"],
    isPure: true,
  },
  "server/jwt/": {
    allowedImports: [
      "server/jwt/",
      "server/invitations/",
      "server/startup_error.ts",
      "jose",
      "valibot",
    ],
    typeImports: ["server/config/", "server/log.ts", "signaling/"],
    isPure: false,
  },
  "server/webhooks/": {
    allowedImports: ["server/webhooks/", "node:crypto"],
    typeImports: ["server/config/", "server/refusals/", "signaling/"],
    isPure: false,
  },
  "server/webhooks/delivery_queue.ts": { allowedImports: [], isPure: true },
  "server/webhooks/room_events.ts": {
    allowedImports: [],
    typeImports: ["signaling/"],
    isPure: true,
  },
  "server/operator_api/": {
    allowedImports: [
      "server/operator_api/",
      "server/http/",
      "server/invitations/",
      "server/net/",
      "signaling/room/",
      "signaling/room_name.ts",
      "node:crypto",
      "valibot",
    ],
    typeImports: ["server/log.ts", "server/secret.ts", "signaling/"],
    isPure: false,
  },
  "server/static_pages/": {
    allowedImports: [
      "server/static_pages/",
      "server/http/error_response.ts",
      "server/http/not_modified.ts",
      "server/http/response_policy.ts",
      "server/startup_error.ts",
      "@std/",
      "node:path",
    ],
    typeImports: ["server/http/", "server/log.ts"],
    isPure: false,
  },
  "server/drain/": {
    allowedImports: ["server/drain/", "server/net/"],
    typeImports: ["ice/ice_server.ts", "server/data_dir.ts", "server/log.ts"],
    isPure: false,
  },
  "server/front/": {
    allowedImports: [
      "server/front/",
      "server/net/",
      "server/http/client_address.ts",
      "server/http/error_response.ts",
      "server/http/host_policy.ts",
      "server/http/origin_policy.ts",
      "server/http/proxy_faults.ts",
      "server/startup_error.ts",
      "signaling/socket/",
      "node:",
    ],
    typeImports: ["server/config/", "server/refusals/", "signaling/"],
    isPure: false,
  },
  "server/ice/": {
    allowedImports: [
      "server/ice/",
      "server/net/",
      "server/startup_error.ts",
      "ice/",
      "node:",
    ],
    typeImports: [
      "server/config/",
      "server/data_dir.ts",
      "server/log.ts",
      "signaling/",
    ],
    isPure: false,
  },
  "server/metrics/": {
    allowedImports: [
      "server/",
      "ice/turn/relay/drop_counters.ts",
      "node:",
      "prom-client",
    ],
    typeImports: ["signaling/", "ice/"],
    isPure: false,
  },
  "server/redis/": {
    allowedImports: [
      "server/redis/",
      "server/net/",
      "server/secret.ts",
      "server/startup_error.ts",
      "signaling/room/room_store.ts",
      "signaling/scale_out/",
      "ioredis",
      "node:crypto",
    ],
    typeImports: ["server/data_dir.ts", "server/log.ts", "signaling/"],
    isPure: false,
  },
  "server/": {
    allowedImports: ["server/", "signaling/", "ice/", "node:", "uqr"],
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

/** Folders in which only `server/net/clock.ts` reads a clock. */
const CLOCKED_PATHS = ["server/", "signaling/", "ice/", "main.ts"];
const CLOCK_FILE = "server/net/clock.ts";

function repositoryPath(filename: string): string {
  return filename.startsWith(ROOT) ? filename.slice(ROOT.length) : filename;
}

function layerOf(filename: string): (Layer & { prefix: string }) | undefined {
  const path = repositoryPath(filename);
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

function isTypeImport(node: Deno.lint.Node): boolean {
  return node.type === "ImportDeclaration" && node.importKind === "type";
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
      const allowed = [
        ...layer.allowedImports,
        ...(isTypeImport(node) ? layer.typeImports ?? [] : []),
      ];
      if (allowed.some((prefix) => target.startsWith(prefix))) return;
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

const oneClock: Deno.lint.Rule = {
  create(context) {
    const path = repositoryPath(context.filename);
    const isClocked = path !== CLOCK_FILE &&
      CLOCKED_PATHS.some((prefix) => path.startsWith(prefix));
    if (!isClocked) return {};
    const report = (node: Deno.lint.Node): void =>
      context.report({
        node,
        message: `Only ${CLOCK_FILE} reads a clock: use monotonicMs() for a ` +
          "duration, wallMs() for a time that is signed, certified or logged",
      });
    return {
      'MemberExpression[object.name="Date"][property.name="now"]': report,
      'NewExpression[callee.name="Date"][arguments.length=0]': report,
      'CallExpression[callee.name="Date"]': report,
      'MemberExpression[object.name="performance"][property.name="now"]':
        report,
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
    "one-clock": oneClock,
    "no-foreign-global": noForeignGlobal,
  },
} satisfies Deno.lint.Plugin;
