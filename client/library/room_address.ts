/**
 * The address of a room: its server, and its name there.
 *
 * @module
 */
import { canonicalizeRoomName } from "../../signaling/room_name.ts";
import { MaruError } from "./maru_error.ts";

/** A room of a server. */
export interface RoomAddress {
  /** Address of the server, which ends with `/`. */
  readonly baseUrl: URL;
  readonly roomName: string;
}

const ROOM_PATH = /^(.*\/)r\/([^/]+)\/?$/;

/**
 * Reads the link of a room.
 *
 * @param libraryUrl What a relative link is relative to.
 * @throws {MaruError} With the code `bad-address`.
 */
export function readRoomAddress(
  address: string | URL,
  libraryUrl: string,
): RoomAddress {
  try {
    const url = new URL(address, libraryUrl);
    const [, folder, segment] = ROOM_PATH.exec(url.pathname) ?? [];
    const roomName = canonicalizeRoomName(decodeURIComponent(segment ?? ""));
    if (
      folder !== undefined && roomName !== null && /^http/.test(url.protocol)
    ) {
      return { baseUrl: new URL(folder, url), roomName };
    }
  } catch {
    // Not an address.
  }
  throw new MaruError(
    "bad-address",
    `Not the link of a room, such as https://call.example/r/tea: ${address}`,
  );
}
