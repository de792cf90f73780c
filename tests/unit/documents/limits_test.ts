import { assert, assertEquals } from "@std/assert";
import { DEFAULT_RELAY_SEAT_LIMITS } from "../../../ice/policy/seat_registry.ts";
import { SPECIAL_ADDRESS_RANGES } from "../../../ice/policy/special_ranges.ts";
import { DEFAULT_STREAM_CLIENT_LIMITS } from "../../../ice/transport/stream_connection.ts";
import { DEFAULT_TURN_LIMITS } from "../../../ice/turn/server/turn_limits.ts";
import { loadConfig } from "../../../server/config/config.ts";
import { MAX_QUEUED_MESSAGES } from "../../../client/engine/signaling/signaling_client.ts";
import { MAX_HEAD_BYTES } from "../../../server/front/request_head.ts";
import {
  deriveFrontLimits,
  deriveSignalingLimits,
} from "../../../server/component_limits.ts";
import { SETTINGS } from "../../../server/config/settings.ts";
import { UNLOCKS_PER_SECOND } from "../../../signaling/handlers/member.ts";
import { NAMELESS_KNOCK_TIMEOUT_MS } from "../../../signaling/waiting_room/knock_quota.ts";
import { DEFERRED_JOIN_TIMEOUT_MS } from "../../../signaling/socket/deferred_joins.ts";
import { MAX_INFO_BYTES } from "../../../signaling/protocol.ts";
import { RESUME_TOKEN_TTL_MS } from "../../../signaling/room/resume_token.ts";
import {
  LIVENESS_CHECK_MS,
  LIVENESS_TIMEOUT_MS,
  MAX_FRAGMENTS,
  PING_INTERVAL_MS,
} from "../../../signaling/socket/socket_limits.ts";
import {
  HAS_READ_PERMISSION,
  parseTableBelow,
  readProjectFile,
} from "../../fakes/document.ts";

const UNIT_MS: Readonly<Record<string, number>> = { s: 1000, h: 3_600_000 };

function test(name: string, fn: (text: string) => void, file: string): void {
  Deno.test({
    name,
    ignore: !HAS_READ_PERMISSION,
    fn: async () => fn(await readProjectFile(file)),
  });
}

/** A default as it is written: bare, of bytes, or a time in milliseconds. */
function written(cell: string): number {
  const [, number = "", unit = ""] = /^(\d+)(?: (s|h|bytes))?$/.exec(cell) ??
    [];
  return Number(number || NaN) * (UNIT_MS[unit] ?? 1);
}

/** The value of a setting, in milliseconds where it counts seconds. */
function settingValue(name: string): number {
  const setting = Object.entries(SETTINGS).find(([known]) => known === name);
  const value = Number(setting?.[1].defaultText ?? NaN);
  return name === "TURN_TTL" ? value * 1000 : value;
}

/** A limit of some record, by its name; names that count seconds give milliseconds. */
function limitValue(name: string, ...records: object[]): number {
  for (const [key, value] of records.flatMap((r) => Object.entries(r))) {
    if (key === name) return key.endsWith("Seconds") ? value * 1000 : value;
  }
  return NaN;
}

/** Limits that are no settings, by how their row begins. */
function fixedLimits(): Readonly<Record<string, number>> {
  const limits = deriveSignalingLimits(loadConfig({}).limits);
  return {
    "Fragments of a message": MAX_FRAGMENTS,
    "Size of `info`": MAX_INFO_BYTES,
    "Openings of the lock": UNLOCKS_PER_SECOND,
    "Knocks before": limits.maxKnocksPerRoom,
    "Knocks from": limits.maxKnocksPerAddress,
    "Time to join": DEFERRED_JOIN_TIMEOUT_MS,
    "Wait of a knock that": NAMELESS_KNOCK_TIMEOUT_MS,
    "Wait of a knock": limits.knockSeconds * 1000,
    "Silence": LIVENESS_TIMEOUT_MS,
    "Answer to the check": LIVENESS_CHECK_MS,
  };
}

test("PROTOCOL has the defaults of signaling", (text) => {
  const fixed = Object.entries(fixedLimits());
  for (const [limit = "", value = ""] of parseTableBelow(text, "Limits")) {
    const [, name] = /^`([A-Z_]+)`/.exec(limit) ?? [];
    const wanted = name
      ? settingValue(name)
      : fixed.find(([begin]) => limit.startsWith(begin))?.[1];
    assertEquals(written(value), wanted, limit);
  }
  assert(text.includes(`the server pings after ${PING_INTERVAL_MS / 1000} s`));
}, "PROTOCOL.md");

test("PROTOCOL has every limit of the relay and its default", (text) => {
  const named = new Set<string>();
  const rows = parseTableBelow(text, "Limits of STUN and TURN");
  for (const [limit, value = "", cell = ""] of rows) {
    const name = cell.replaceAll("`", "");
    named.add(name);
    const wanted = /^[A-Z_]+$/.test(name)
      ? settingValue(name)
      : limitValue(name, DEFAULT_TURN_LIMITS, DEFAULT_STREAM_CLIENT_LIMITS);
    assertEquals(written(value), wanted, limit);
  }
  // Five of them are settings, and stand in the table under those names.
  const settings = [
    "maxAllocations",
    "maxAllocationsPerUser",
    "maxAllocationsPerIp",
    "maxRelayBytesPerSecond",
    "maxTotalRelayBytesPerSecond",
  ];
  const all = [DEFAULT_TURN_LIMITS, DEFAULT_STREAM_CLIENT_LIMITS].flatMap((
    limits,
  ) => Object.keys(limits));
  const missing = all.filter((name) =>
    !settings.includes(name) && !named.has(name)
  );
  assertEquals(missing, []);
}, "PROTOCOL.md");

test("PROTOCOL has the number of messages that the page queues", (text) => {
  const [, count] = /Up to (\d+) messages are queued/.exec(text) ?? [];
  assertEquals(count, String(MAX_QUEUED_MESSAGES));
}, "PROTOCOL.md");

test("SECURITY has the defaults of all other limits", (text) => {
  const { limits } = loadConfig({});
  const front = deriveFrontLimits(limits);
  const values: Readonly<Record<string, number>> = {
    "`HANDSHAKE_TIMEOUT_MS`": front.handshakeTimeoutMs,
    "`HEADER_TIMEOUT_MS`": front.headerTimeoutMs,
    "`idleTimeoutMs`": front.idleTimeoutMs,
    "`MAX_CONNECTIONS` and 256": front.maxConnections,
    "`MAX_CONNECTIONS_PER_IP` and 32": front.maxConnectionsPerIp,
    "`MAX_HEAD_BYTES`": MAX_HEAD_BYTES,
    "`maxReplayBytes`": deriveSignalingLimits(limits).maxReplayBytes,
    "`maxTotalReplayBytes`": deriveSignalingLimits(limits).maxTotalReplayBytes,
    "`RESUME_TOKEN_TTL_MS`": RESUME_TOKEN_TTL_MS,
    ...Object.fromEntries(
      Object.entries(DEFAULT_RELAY_SEAT_LIMITS)
        .map(([name, value]) => [`\`${name}\``, value]),
    ),
  };
  const rows = parseTableBelow(text, "Limits");
  assertEquals(
    Object.fromEntries(
      rows.map(([, value = "", name = ""]) => [name, written(value)]),
    ),
    values,
  );
}, "SECURITY.md");

test("SECURITY has each special range under what opens it", (text) => {
  const shown: Record<string, string> = {};
  for (
    const [ranges = "", whom] of parseTableBelow(text, "What the relay reaches")
  ) {
    const kind = whom === "nothing"
      ? "closed"
      : whom === "a seen address"
      ? "private"
      : "loopback";
    for (const range of ranges.split(", ")) {
      if (range.includes("/")) shown[range] = kind;
    }
  }
  assertEquals(shown, { ...SPECIAL_ADDRESS_RANGES });
}, "SECURITY.md");
