/**
 * `/admin/`: rooms by count, end of a room, drain, for those who have
 * `ADMIN_TOKEN`. Without the setting there is nothing at these addresses.
 *
 * @module
 */
import { BearerTokenGuard, RETRY_AFTER_SECONDS } from "../http/bearer_token.ts";
import { createErrorResponse } from "../http/error_response.ts";
import type { RouteHandler } from "../http/router.ts";
import type { Log } from "../log.ts";
import type { Secret } from "../secret.ts";
import type { AdminRooms } from "./admin_rooms.ts";

/** Handlers of the addresses below `/admin/`. */
export interface AdminHandlers {
  /** `GET /admin/rooms` */
  readonly listRooms: RouteHandler;
  /** `DELETE /admin/rooms/:name` */
  readonly endRoom: RouteHandler;
  /** `POST /admin/drain` */
  readonly drain: RouteHandler;
}

/** What the handlers do, and for whom. */
export interface AdminHandlersOptions {
  /** `ADMIN_TOKEN`; undefined turns all of it off. */
  readonly token: Secret | undefined;
  /** The rooms of the process. */
  readonly rooms: AdminRooms;
  /** Drains and ends the process; returns at once. */
  readonly drain: () => void;
  /** Gets one line per action. */
  readonly log: Log;
  /** Milliseconds of a clock that never goes back. */
  readonly nowMs: () => number;
}

/** Creates the handlers. */
export function createAdminHandlers(
  options: AdminHandlersOptions,
): AdminHandlers {
  const { token, rooms, drain, log, nowMs } = options;
  const guard = token === undefined
    ? null
    : new BearerTokenGuard(token.reveal(), nowMs);
  const authorized = (handle: RouteHandler): RouteHandler =>
    guard === null
      ? (request) => createErrorResponse(request, "not-found")
      : requireToken(guard, handle);
  return {
    listRooms: authorized(() => {
      const list = rooms.list();
      log.info("The operator listed the rooms", { rooms: list.length });
      return json({ rooms: list });
    }),
    endRoom: authorized((request, { param }) => {
      const ended = rooms.end(param);
      if (ended === null) return createErrorResponse(request, "not-found");
      log.warn("The operator ended a room", { room: ended.room });
      return json({ ended });
    }),
    drain: authorized(() => {
      log.warn("The operator drains the process: it ends by itself");
      drain();
      return json({ draining: true }, 202);
    }),
  };
}

function requireToken(
  guard: BearerTokenGuard,
  handle: RouteHandler,
): RouteHandler {
  return (request, context) => {
    switch (guard.check(request, context.client)) {
      case "valid":
        return handle(request, context);
      case "invalid":
        return createErrorResponse(request, "admin-not-allowed");
      case "too-many-attempts":
        return createErrorResponse(request, "too-many-requests", {
          "retry-after": RETRY_AFTER_SECONDS,
        });
    }
  };
}

function json(body: unknown, status = 200): Response {
  return Response.json(body, {
    status,
    headers: { "cache-control": "no-store" },
  });
}
