/**
 * `POST /api/invitations`: makes an invitation for a person that the operator's
 * program knows.
 *
 * @module
 */
import { randomBytes } from "node:crypto";
import * as v from "valibot";
import { createErrorResponse } from "../http/error_response.ts";
import type { RouteHandler } from "../http/router.ts";
import {
  MAX_NAME_LENGTH,
  readInvitedRoom,
  ROLES,
} from "../invitations/invitation_claims.ts";
import { formatInvitationLink } from "../invitations/invitation_link.ts";
import {
  INVITATION_SECONDS,
  signInvitation,
} from "../invitations/invitation_token.ts";
import { type ApiGuard, jsonResponse } from "./api_guard.ts";

const BODY = v.strictObject({
  room: v.string(),
  name: v.nullish(v.pipe(v.string(), v.maxLength(MAX_NAME_LENGTH)), null),
  role: v.optional(v.picklist(ROLES), "member"),
  expiresInSeconds: v.optional(
    v.pipe(
      v.number(),
      v.minValue(INVITATION_SECONDS.min),
      v.maxValue(INVITATION_SECONDS.max),
    ),
    INVITATION_SECONDS.default,
  ),
  once: v.optional(v.boolean(), false),
});

function parseBody(json: unknown): v.InferOutput<typeof BODY> | null {
  const { success, output } = v.safeParse(BODY, json);
  return success ? output : null;
}

/** Parts of the handler. */
export interface InvitationRouteOptions {
  /** Checks who asks. */
  readonly guard: ApiGuard;
  /** Key of invitations. */
  readonly key: string;
  /** Unix milliseconds. */
  readonly wallMs: () => number;
}

/** Creates the handler. */
export function createInvitationRoute(
  { guard, key, wallMs }: InvitationRouteOptions,
): RouteHandler {
  return guard.authorizeBody(parseBody, (body, request, { client }) => {
    const room = readInvitedRoom(body.room);
    if (room === null) return createErrorResponse(request, "bad-body");
    const seconds = Math.floor(wallMs() / 1000 + body.expiresInSeconds);
    const token = signInvitation(key, {
      room,
      name: body.name,
      isHost: body.role === "host",
      expiresMs: seconds * 1000,
      onceId: body.once ? randomBytes(9).toString("base64url") : null,
    });
    const origin = new URL(`${client.scheme}://${client.host}/`);
    return jsonResponse({
      link: formatInvitationLink(origin, room, token),
      token,
      room,
      name: body.name,
      role: body.role,
      once: body.once,
      expiresAt: new Date(seconds * 1000).toISOString(),
    }, 201);
  });
}
