import { fileURLToPath } from "node:url";
import { assertEquals } from "@std/assert";
import plugin from "../../../tools/lint_layers.ts";

const ONE_CLOCK = "Only server/net/clock.ts reads a clock: use monotonicMs() " +
  "for a duration, wallMs() for a time that is signed, certified or logged";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

Deno.test.each([
  {
    file: "ice/turn/server/turn_server.ts",
    code: 'import "../../stun/stun_message.ts"; import "../relay/x.ts";',
    want: [],
  },
  {
    file: "ice/turn/server/turn_server.ts",
    code: 'import "../../../server/log.ts";',
    want: ["ice/turn/server/ may not import server/log.ts"],
  },
  {
    file: "ice/turn/relay/relay_to_peer.ts",
    code: 'import type { T } from "../server/turn_context.ts";',
    want: ["ice/turn/relay/ may not import ice/turn/server/turn_context.ts"],
  },
  {
    file: "ice/turn/allocation/allocation.ts",
    code: 'import "../relay/drop_counters.ts";',
    want: [
      "ice/turn/allocation/ may not import ice/turn/relay/drop_counters.ts",
    ],
  },
  {
    file: "ice/stun/stun_message.ts",
    code: 'import "../turn/allocation/allocation.ts";',
    want: ["ice/stun/ may not import ice/turn/allocation/allocation.ts"],
  },
  {
    file: "ice/transport/udp_listener.ts",
    code: 'import "../ice_server.ts";',
    want: ["ice/transport/ may not import ice/ice_server.ts"],
  },
  {
    file: "server/net/connection_quota.ts",
    code: 'import type { ErrorCode } from "../../signaling/protocol.ts";',
    want: ["server/net/ may not import signaling/protocol.ts"],
  },
  {
    file: "server/http/routes.ts",
    code: 'import ipaddr from "ipaddr.js";',
    want: ["server/http/ may not import ipaddr.js"],
  },
  {
    file: "server/http/routes.ts",
    code: 'import type { TcpPeer } from "../front/front.ts";',
    want: ["server/http/ may not import server/front/front.ts"],
  },
  {
    file: "server/front/front.ts",
    code: 'import { createRouter } from "../http/router.ts";',
    want: ["server/front/ may not import server/http/router.ts"],
  },
  {
    file: "server/front/websocket_upgrade.ts",
    code: 'import type { OriginPolicy } from "../config/setting_kinds.ts";',
    want: [],
  },
  {
    file: "server/ice/ice_service.ts",
    code: 'import { loadConfig } from "../config/config.ts";',
    want: ["server/ice/ may not import server/config/config.ts"],
  },
  {
    file: "server/config/config.ts",
    code: 'import "../front/front_limits.ts";',
    want: ["server/config/ may not import server/front/front_limits.ts"],
  },
  {
    file: "ice/transport/udp.ts",
    code: 'import "node:net";',
    want: [],
  },
  {
    file: "ice/turn/server/turn_server.ts",
    code: "Date.now();",
    want: [
      "A pure file takes time, randomness and I/O as parameters",
      ONE_CLOCK,
    ],
  },
  {
    file: "signaling/protocol.ts",
    code: 'export * from "./room/room.ts";',
    want: ["signaling/protocol.ts may not import signaling/room/room.ts"],
  },
  {
    file: "client/call.ts",
    code: 'import type { A } from "../signaling/protocol.ts";',
    want: [],
  },
  {
    file: "client/call.ts",
    code: 'import { A } from "../signaling/room/room.ts";',
    want: ["client/ may not import signaling/room/room.ts"],
  },
  {
    file: "client/engine/call/call.ts",
    code: "document.title; ({ location: 1 }).location;",
    want: ["client/engine/call/ does not know document"],
  },
  {
    file: "client/view/tile.ts",
    code: "new RTCPeerConnection();",
    want: ["client/view/ does not know RTCPeerConnection"],
  },
  {
    file: "client/view/chat/chat_panel.tsx",
    code: 'import "../ui/button.tsx"; import "../files/file_card.tsx";',
    want: [],
  },
  {
    file: "client/view/chat/chat_panel.tsx",
    code: 'import type { A } from "../call/side_panel.tsx";',
    want: ["client/view/chat/ may not import client/view/call/side_panel.tsx"],
  },
  {
    file: "client/view/ui/button.tsx",
    code: 'import "../stage/stage.tsx";',
    want: ["client/view/ui/ may not import client/view/stage/stage.tsx"],
  },
  {
    file: "client/view/context/i18n.ts",
    code: 'import "../ui/icon.tsx";',
    want: ["client/view/context/ may not import client/view/ui/icon.tsx"],
  },
  { file: "main.ts", code: 'import "./server/app.ts";', want: [] },
  { file: "main.ts", code: "const now = Date.now;", want: [ONE_CLOCK] },
  { file: "server/app.ts", code: "new Date();", want: [ONE_CLOCK] },
  { file: "server/log.ts", code: "new Date(1).toISOString();", want: [] },
  { file: "ice/ice_server.ts", code: "performance.now();", want: [ONE_CLOCK] },
  { file: "server/net/clock.ts", code: "Date.now();", want: [] },
  { file: "client/main.ts", code: "Date.now();", want: [] },
  {
    file: "tests/unit/ice/x_test.ts",
    code: 'import "../../../client/call.ts";',
    want: [],
  },
])("layers plugin on $file: $code", ({ file, code, want }) => {
  const found = Deno.lint.runPlugin(plugin, `${ROOT}${file}`, code);
  assertEquals(found.map((d) => d.message), [...want]);
});
