/**
 * The parts of the server for its operator: metrics, admin requests, the API
 * and webhooks.
 *
 * @module
 */
import type { SignalingServer } from "../signaling/signaling_server.ts";
import {
  type AdminHandlers,
  createAdminHandlers,
} from "./admin/admin_handlers.ts";
import { AdminRooms } from "./admin/admin_rooms.ts";
import type { HttpRoute } from "./http/router.ts";
import {
  type AppParts,
  createMetricSources,
  type OtherSources,
} from "./metrics/app_metrics.ts";
import { MetricsRoute } from "./metrics/metrics_route.ts";
import { monotonicMs, wallMs } from "./net/clock.ts";
import { createApiRoutes } from "./operator_api/api_routes.ts";
import type { RefusalReporter } from "./refusals/refusal_log.ts";
import type { RoomLog } from "./room_log/room_log.ts";
import type { ServerResources } from "./server_resources.ts";
import { VERSION } from "./version.ts";
import { startWebhooks, type Webhooks } from "./webhooks/webhooks.ts";

/** The rest of the process, as these parts need it. */
export interface OperatorPartsOptions
  extends Pick<OtherSources, "isReady" | "relay" | "reports" | "seats"> {
  /** Settings, log, keys and clock. */
  readonly resources: ServerResources;
  /** Rooms and WebSockets; called once they are there. */
  readonly signaling: () => SignalingServer;
  /** Listener of the page port; likewise. */
  readonly front: () => AppParts["front"];
  /** Counted refusals. */
  readonly refusals: AppParts["refusals"];
  /** Numbers of rooms. */
  readonly roomLog: RoomLog;
  /** Reports refusals. */
  readonly onRefusal: RefusalReporter;
  /** Drains the process, then ends it. */
  readonly drain: () => void;
}

/** The parts. */
export interface OperatorParts {
  /** Answers `/metrics`. */
  readonly metrics: MetricsRoute;
  /** Answer the addresses below `/admin/`. */
  readonly admin: AdminHandlers;
  /** Rows of the addresses below `/api/`. */
  readonly api: readonly HttpRoute[];
  /** Running webhooks. */
  readonly webhooks: Webhooks;
}

/** Creates all of them; each is off without its setting. */
export function createOperatorParts(
  options: OperatorPartsOptions,
): OperatorParts {
  const { resources, signaling, roomLog, onRefusal, drain } = options;
  const { config, log, clock, invitationKey } = resources;
  const hub = () => signaling().hub;
  return {
    metrics: createMetrics(options),
    admin: createAdminHandlers({
      token: config.adminToken,
      rooms: new AdminRooms({
        hub,
        roomNumber: (key) => roomLog.roomNumber(key),
        clock,
      }),
      drain,
      log,
      nowMs: monotonicMs,
    }),
    api: createApiRoutes({
      token: config.apiToken,
      invitationKey,
      hub,
      clock,
      log,
      wallMs,
      nowMs: monotonicMs,
    }),
    webhooks: startWebhooks({ config: config.webhook, hub, onRefusal, wallMs }),
  };
}

function createMetrics(
  options: OperatorPartsOptions,
): MetricsRoute {
  const { signaling, front, refusals, resources } = options;
  const { seats, reports, isReady, relay } = options;
  const { config, certificate } = resources;
  return new MetricsRoute({
    token: config.metricsToken,
    nowMs: monotonicMs,
    sources: createMetricSources(
      () => ({ front: front(), signaling: signaling(), refusals }),
      {
        version: VERSION,
        startedAtMs: wallMs(),
        limits: {
          connections: config.limits.maxConnections,
          rooms: config.limits.maxRooms,
          allocations: config.ice.limits.maxAllocations,
        },
        seats,
        reports,
        isReady,
        relay,
        certificate: () => certificate?.currentPair().cert ?? null,
      },
    ),
  });
}
