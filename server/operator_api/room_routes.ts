/**
 * `/api/rooms`: what the operator's program sees of the rooms of this process
 * and does to them, by their names.
 *
 * @module
 */
import * as v from "valibot";
import type { Hub } from "../../signaling/hub.ts";
import { endRoomForAll } from "../../signaling/room/end_room.ts";
import { setRoomLocked } from "../../signaling/room/lock_room.ts";
import {
  MAX_OPERATOR_TEXT_LENGTH,
  sendOperatorMessage,
} from "../../signaling/room/operator_message.ts";
import { removeMember } from "../../signaling/room/remove_member.ts";
import type { Room } from "../../signaling/room/room.ts";
import { roomKeyOf } from "../../signaling/room_name.ts";
import { createErrorResponse } from "../http/error_response.ts";
import type { HttpRoute, RouteContext, RouteHandler } from "../http/router.ts";
import type { Log } from "../log.ts";
import { type ApiGuard, jsonResponse } from "./api_guard.ts";

/** Longest name of a member that is shown, in UTF-16 code units. */
const MAX_SHOWN_NAME_LENGTH = 100;

const ACTION = v.variant("action", [
  v.strictObject({ action: v.literal("lock") }),
  v.strictObject({ action: v.literal("unlock") }),
  v.strictObject({ action: v.literal("remove"), member: v.string() }),
  v.strictObject({
    action: v.literal("message"),
    text: v.pipe(
      v.string(),
      v.trim(),
      v.nonEmpty(),
      v.maxLength(MAX_OPERATOR_TEXT_LENGTH),
    ),
    member: v.optional(v.string()),
  }),
]);

/** Parts of the handlers. */
export interface RoomRoutesOptions {
  /** Checks who asks. */
  readonly guard: ApiGuard;
  /** All rooms. */
  readonly hub: () => Hub;
  /** Clock of signaling. */
  readonly clock: () => number;
  /** Gets one line per action. */
  readonly log: Log;
}

type RoomHandler<Body> = (
  room: Room,
  body: Body,
  request: Request,
) => Response;

/** Creates the rows of the table of routes. */
export function createRoomRoutes(
  options: RoomRoutesOptions,
): readonly HttpRoute[] {
  const { guard, hub, clock, log } = options;
  const find = ({ param }: RouteContext): Room | null =>
    hub().rooms.get(roomKeyOf(param)) ?? null;
  const withRoom = (handle: RoomHandler<null>): RouteHandler =>
    guard.authorize((request, context) => {
      const room = find(context);
      return room === null
        ? createErrorResponse(request, "not-found")
        : handle(room, null, request);
    });
  const act = guard.authorizeBody(parseAction, (body, request, context) => {
    const room = find(context);
    if (room === null || !apply(options, room, body)) {
      return createErrorResponse(request, "not-found");
    }
    log.info("The program of the operator changed a room", {
      action: body.action,
    });
    return jsonResponse(describeRoom(room));
  });
  return [
    {
      path: "/api/rooms",
      methods: {
        GET: guard.authorize(() =>
          jsonResponse({ rooms: [...hub().rooms.values()].map(describeRoom) })
        ),
      },
    },
    {
      path: "/api/rooms/:name",
      methods: {
        GET: withRoom((room) => jsonResponse(describeRoom(room))),
        POST: act,
        DELETE: withRoom((room) => {
          const ended = describeRoom(room);
          endRoomForAll(hub(), room, clock());
          log.info("The program of the operator ended a room");
          return jsonResponse(ended);
        }),
      },
    },
  ];
}

/** Does what was asked; false when the room has no such member or no lock. */
function apply(
  { hub, clock }: RoomRoutesOptions,
  room: Room,
  body: v.InferOutput<typeof ACTION>,
): boolean {
  const nowMs = clock();
  if (body.action === "remove" || body.action === "message") {
    const { member } = body;
    const seat = member === undefined ? null : room.findSeat(member);
    if (seat === undefined) return false;
    if (body.action === "message") sendOperatorMessage(room, body.text, seat);
    else if (seat) removeMember(hub(), room, seat, true, nowMs);
    return true;
  }
  if (!room.hasRules) return false;
  setRoomLocked(hub(), room, body.action === "lock", null, nowMs);
  return true;
}

function parseAction(json: unknown): v.InferOutput<typeof ACTION> | null {
  const { success, output } = v.safeParse(ACTION, json);
  return success ? output : null;
}

function describeRoom(room: Room) {
  const { locked, hosts } = room.rules;
  return {
    room: room.name,
    locked,
    waiting: room.knocks.size,
    members: [...room.seats].map(({ id, info, lostAtMs }) => ({
      id,
      name: typeof info.name === "string"
        ? info.name.slice(0, MAX_SHOWN_NAME_LENGTH)
        : null,
      host: hosts.includes(id),
      connected: lostAtMs === null,
    })),
  };
}
