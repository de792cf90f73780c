import { assert, assertEquals } from "@std/assert";
import { ConnectionReports } from "../../../../server/metrics/connection_reports.ts";
import type { MetricSources } from "../../../../server/metrics/metric_sources.ts";
import { MetricsText } from "../../../../server/metrics/metrics_text.ts";
import { SeatCounters } from "../../../../server/metrics/seat_counters.ts";
import {
  HAS_READ_PERMISSION,
  parseTableBelow,
  readProjectFile,
  stripBackticks,
} from "../../../fakes/document.ts";

const SOURCES: MetricSources = {
  version: "1.2.3",
  startedAtMs: 1_000,
  isReady: () => true,
  limits: { connections: 3, rooms: 2, allocations: 1 },
  pageConnections: () => 5,
  webSockets: () => 4,
  rooms: () => ({ rooms: 1, connected: 2, away: 1, waiting: 0 }),
  seats: new SeatCounters(),
  reports: new ConnectionReports(),
  messages: () => [["info", 7]],
  messageErrors: () => [],
  refusals: () => [["roomFull", 1]],
  relay: () => null,
  scaleOut: () => null,
  certificate: () => null,
};

async function render(sources: Partial<MetricSources> = {}): Promise<string> {
  const text = new MetricsText({ ...SOURCES, ...sources });
  try {
    return await text.render();
  } finally {
    text.close();
  }
}

Deno.test("MetricsText has the values of the moment, with their labels", async () => {
  const text = await render();
  for (
    const line of [
      "maru_connections 5",
      'maru_members{state="away"} 1',
      'maru_messages_total{kind="info"} 7',
      'maru_refusals_total{code="roomFull"} 1',
      "process_start_time_seconds 1",
    ]
  ) assert(text.split("\n").includes(line), `${line} in ${text}`);
});

Deno.test("MetricsText has the state among several processes, if there are several", async () => {
  const stats = {
    isAvailable: true,
    ownedRooms: 2,
    forwardedSockets: 3,
    remoteClients: 4,
    messagesForwarded: 5,
    messagesDelivered: 6,
    roomsLost: 7,
  };
  const lines = (await render({ scaleOut: () => stats })).split("\n");
  for (
    const line of [
      "maru_redis_available 1",
      "maru_owned_rooms 2",
      "maru_forwarded_websockets 3",
      "maru_remote_members 4",
      "maru_forwarded_messages_total 5",
      "maru_forwarded_deliveries_total 6",
      "maru_lost_rooms_total 7",
    ]
  ) assert(lines.includes(line), line);
  assert(!/^maru_redis_available /m.test(await render()));
});

Deno.test("MetricsText has the connections that pages reported, and their time to media", async () => {
  const reports = new ConnectionReports();
  const text = new MetricsText({ ...SOURCES, reports });
  reports.add({ route: "relayed", transport: "tls", mediaMs: 1_500 });
  reports.add({ route: "direct", transport: "udp", mediaMs: null });
  // No browser reports this.
  reports.add({ route: "direct", transport: "tls", mediaMs: 1 });
  const lines = (await text.render()).split("\n");
  text.close();
  for (
    const line of [
      'maru_peer_connections_total{route="relayed",transport="tls"} 1',
      'maru_peer_connections_total{route="direct",transport="udp"} 1',
      'maru_peer_connections_total{route="direct",transport="tcp"} 0',
      'maru_media_start_seconds_bucket{le="1"} 0',
      'maru_media_start_seconds_bucket{le="2"} 1',
      "maru_media_start_seconds_count 1",
    ]
  ) assert(lines.includes(line), line);
});

Deno.test("MetricsText leaves out what a server without TLS and relay does not have", async () => {
  const text = await render();
  assert(!/^maru_certificate_expiry_timestamp_seconds /m.test(text));
  assert(!/^maru_relay_(allocations|addresses|requests_total) /m.test(text));
});

for (
  const [path, heading] of [
    ["docs/operations.md", "Metrics"],
    ["docs/operations.ko.md", "지표"],
  ] as const
) {
  Deno.test({
    name: `${path} has each metric`,
    ignore: !HAS_READ_PERMISSION,
    fn: async () => {
      const found = (await render()).match(/(?<=^# TYPE )\w+/gm) ?? [];
      const rows = parseTableBelow(await readProjectFile(path), heading);
      const named = rows.flatMap(([cell = ""]) =>
        cell.split(", ").map(stripBackticks)
      );
      const limits = rows.flatMap((row) =>
        row.join(" ").match(/maru_\w+_max/g) ?? []
      );
      assertEquals([...named, ...limits].sort(), [...found].sort());
    },
  });
}
