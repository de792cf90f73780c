/**
 * The address of a room: its server, and its name there.
 *
 * @module
 */
import { canonicalizeRoomName } from "../../signaling/room_name.ts";
import { readRoomKey, type RoomKey } from "../engine/trust/room_key.ts";
import { MaruError } from "./maru_error.ts";

/** A room of a server. */
export interface RoomAddress {
  /** Address of the server, which ends with `/`. */
  readonly baseUrl: URL;
  readonly roomName: string;
  /** Key of the room (`#k=`); null without one. */
  readonly key: RoomKey | null;
  /** Token of an invitation (`#i=`); null without one. */
  readonly invitation: string | null;
}

const ROOM_PATH = /^(.*\/)r\/([^/]+)\/?$/;

/**
 * Reads the link of a room.
 *
 * @param libraryUrl What a relative link is relative to.
 * @throws {MaruError} With the code `bad-address`, and without the fragment.
 */
export function readRoomAddress(
  address: string | URL,
  libraryUrl: string,
): RoomAddress {
  try {
    const url = new URL(address, libraryUrl);
    const [, folder, segment] = ROOM_PATH.exec(url.pathname) ?? [];
    const roomName = canonicalizeRoomName(decodeURIComponent(segment ?? ""));
    const fields = new URLSearchParams(url.hash.slice(1));
    const keyText = fields.get("k");
    const key = readRoomKey(keyText ?? "");
    // A damaged key: without it, the call would be one that the server can hear.
    const isComplete = keyText === null || key !== null;
    if (
      isComplete && folder !== undefined && roomName !== null &&
      /^http/.test(url.protocol)
    ) {
      return {
        baseUrl: new URL(folder, url),
        roomName,
        key,
        invitation: fields.get("i"),
      };
    }
  } catch {
    // Not an address.
  }
  throw new MaruError(
    "bad-address",
    `Not the link of a room, such as https://call.example/r/tea: ${
      String(address).replace(/#.*/s, "")
    }`,
  );
}
