/**
 * Makes a link that admits to a room: `deno task invite ROOM --name=NAME
 * --expires=2h --host --once`. Reads the key of invitations in `DATA_DIR`, which
 * the first start of the server makes, and the settings that name the server;
 * `--url=` names another address. Exit code 2 for what it does not understand.
 *
 * @module
 */
// deno-lint-ignore-file no-console
import { randomBytes } from "node:crypto";
import {
  MAX_NAME_LENGTH,
  readInvitedRoom,
} from "../server/invitations/invitation_claims.ts";
import { formatInvitationLink } from "../server/invitations/invitation_link.ts";
import {
  INVITATION_KEY_FILE,
  INVITATION_SECONDS,
  type NewInvitation,
  signInvitation,
} from "../server/invitations/invitation_token.ts";
import { urlOf } from "./admin.ts";

const USAGE = `Usage: deno task invite ROOM [options]
  --name=NAME      name that the page suggests
  --expires=TIME   90m, 2h or 7d; default 24h, at most 366d
  --host           the guest is a host of the room
  --once           only one browser can use the link
  --url=URL        address of the start page`;

type Env = Readonly<Record<string, string | undefined>>;

const UNIT_SECONDS: Readonly<Record<string, number>> = {
  m: 60,
  h: 60 * 60,
  d: 24 * 60 * 60,
};

/** Seconds of a time such as `2h`; null when it is malformed or out of bounds. */
export function parseExpiry(text: string): number | null {
  const [, count, unit = ""] = /^(\d{1,6})([mhd])$/.exec(text) ?? [];
  const seconds = Number(count) * (UNIT_SECONDS[unit] ?? NaN);
  return seconds >= INVITATION_SECONDS.min && seconds <= INVITATION_SECONDS.max
    ? seconds
    : null;
}

/**
 * The invitation of a command line; null for one that is not understood.
 *
 * @param makeId Makes the id of an invitation for one browser.
 */
export function readInvitation(
  args: readonly string[],
  nowMs: number,
  makeId: () => string,
): NewInvitation | null {
  const values = new Map<string, string>();
  const names: string[] = [];
  for (const arg of args) {
    const [, option, value] =
      /^--(name|expires|url)=(.+)$|^--(?:host|once)$/s.exec(arg) ?? [];
    if (option !== undefined && value !== undefined) values.set(option, value);
    else if (arg === "--host" || arg === "--once") values.set(arg, "");
    else names.push(arg);
  }
  const room = names.length === 1 ? readInvitedRoom(names[0] ?? "") : null;
  const seconds = parseExpiry(values.get("expires") ?? "24h");
  const name = values.get("name") ?? null;
  if (room === null || seconds === null) return null;
  if (name !== null && name.length > MAX_NAME_LENGTH) return null;
  return {
    room,
    name,
    isHost: values.has("--host"),
    expiresMs: nowMs + seconds * 1000,
    onceId: values.has("--once") ? makeId() : null,
  };
}

/** Start page of the server with these settings. */
function startPageOf(args: readonly string[], env: Env): URL {
  const host = env.PUBLIC_HOST || env.ACME_DOMAIN?.split(",")[0]?.trim();
  const hasUrl = args.some((arg) => arg.startsWith("--url="));
  const url = new URL(urlOf(args, env));
  if (!hasUrl && host) url.host = host.includes(":") ? `[${host}]` : host;
  return url;
}

async function main(args: readonly string[], env: Env): Promise<number> {
  const makeId = () => randomBytes(9).toString("base64url");
  const invitation = readInvitation(args, Date.now(), makeId);
  if (invitation === null) {
    console.error(USAGE);
    return 2;
  }
  const path = `${env.DATA_DIR || ".maru"}/${INVITATION_KEY_FILE}`;
  const key = await Deno.readTextFile(path).catch(() => null);
  if (key === null) {
    console.error(
      `Cannot read ${path}: start the server once, and give its DATA_DIR`,
    );
    return 1;
  }
  const token = signInvitation(key.trim(), invitation);
  console.log(
    formatInvitationLink(startPageOf(args, env), invitation.room, token),
  );
  return 0;
}

if (import.meta.main) {
  Deno.exit(await main(Deno.args, Deno.env.toObject()));
}
