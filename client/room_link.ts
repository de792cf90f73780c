/**
 * Links to rooms: the invitation, and the room in what a person typed or
 * pasted.
 *
 * @module
 */
import type { Invitation } from "./engine/call/call_state.ts";
import { readRoomKey } from "./engine/trust/room_key.ts";
import { parseRoomName } from "../signaling/room_name.ts";

/** A link with a scheme, or without one as the page shows it. */
const LINK = /\S+\/r\/\S+/i;
const ROOM_PATH = /^(.*\/)r\/([^/]+)\/*$/i;
const LOOPBACK_HOST = /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/;

/** What the fragment of a link holds: browsers send it to no server. */
export interface RoomSecrets {
  /** Key of the room, as base64url. */
  readonly key?: string;
  /** Token of an invitation; not for others. */
  readonly invitation?: string;
}

const KEY_FIELD = "k";
const INVITATION_FIELD = "i";
/** Without what a sentence around a link may append to its last field. */
const FIELD_VALUE = /^[\w.-]*[\w-]/;

/** Reads the fragment of a link; unknown and damaged fields are left out. */
export function readRoomSecrets(hash: string): RoomSecrets {
  const fields = new URLSearchParams(hash.slice(1));
  const read = (name: string) =>
    FIELD_VALUE.exec(fields.get(name) ?? "")?.[0] ?? "";
  const key = read(KEY_FIELD);
  const invitation = read(INVITATION_FIELD);
  return { ...readRoomKey(key) && { key }, ...invitation && { invitation } };
}

/** Link to a room of the server whose pages are below `baseUrl`. */
export function createRoomLink(
  baseUrl: URL,
  name: string,
  { key, invitation }: RoomSecrets = {},
): URL {
  const link = new URL(`r/${encodeURIComponent(name)}`, baseUrl);
  link.hash = String(
    new URLSearchParams({
      ...key && { [KEY_FIELD]: key },
      ...invitation && { [INVITATION_FIELD]: invitation },
    }),
  );
  return link;
}

/** What an invitation depends on. */
export interface InvitationSource {
  /** Address of the start page, as this browser has it. */
  readonly baseUrl: URL;
  readonly roomName: string;
  readonly secrets?: RoomSecrets;
  /**
   * Addresses of the same server for other devices, best first; null before
   * the server has answered.
   */
  readonly addresses: readonly string[] | null;
}

/**
 * The link for others. On a loopback address it is one that the server knows
 * of itself, if there is any.
 */
export function createInvitation(
  { baseUrl, roomName, secrets, addresses }: InvitationSource,
): Invitation {
  const ownLink = createRoomLink(baseUrl, roomName, secrets).href;
  if (addresses === null || !isLoopbackHost(baseUrl.hostname)) {
    return { link: ownLink, isLocalOnly: false };
  }
  const url = parseUrl(addresses[0] ?? "");
  return url === null ? { link: ownLink, isLocalOnly: true } : {
    link: createRoomLink(url, roomName, secrets).href,
    isLocalOnly: false,
  };
}

/** True for a host that other devices cannot reach. */
export function isLoopbackHost(hostname: string): boolean {
  return LOOPBACK_HOST.test(hostname);
}

/**
 * The room that a text names: the name alone, or a link of any Maru server,
 * also within a sentence. Null when there is none.
 *
 * @param baseUrl Address of this server's start page.
 */
export function findRoomLink(text: string, baseUrl: URL): URL | null {
  const link = LINK.exec(text)?.[0];
  if (link !== undefined) return readRoomLink(link, baseUrl);
  const name = parseRoomName(text.trim().replace(/^\/?r\//i, ""));
  return name === null ? null : createRoomLink(baseUrl, name);
}

function readRoomLink(link: string, baseUrl: URL): URL | null {
  const bare = link.replace(/^[^\p{L}\p{N}[]+/u, "");
  const withScheme = /^https?:\/\//i.test(bare)
    ? bare
    : `${baseUrl.protocol}//${bare}`;
  const url = parseUrl(withScheme);
  if (url === null) return null;
  const [, folder, segment = ""] = ROOM_PATH.exec(url.pathname) ?? [];
  const name = parseRoomName(segment);
  if (folder === undefined || name === null) return null;
  // A loopback address that was sent from another device means that device.
  const isOurs = url.origin === baseUrl.origin || isLoopbackHost(url.hostname);
  const base = isOurs ? baseUrl : new URL(folder, url);
  return createRoomLink(base, name, readRoomSecrets(url.hash));
}

function parseUrl(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}
