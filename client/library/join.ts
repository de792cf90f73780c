/**
 * Joins a room over a platform.
 *
 * @module
 */
import { JoinedRoom } from "./joined_room.ts";
import type { LibraryPlatform } from "./library_platform.ts";
import type { JoinOptions, Room } from "./maru.d.ts";
import { MaruError } from "./maru_error.ts";
import { readRoomAddress } from "./room_address.ts";

/** Resolves when we are in the room, or wait before it. */
export async function joinRoom(
  platform: LibraryPlatform,
  address: string | URL,
  options: JoinOptions,
): Promise<Room> {
  options.signal?.throwIfAborted();
  const roomAddress = readRoomAddress(address, platform.libraryUrl);
  if (!platform.hasWebRtc) {
    throw new MaruError("no-webrtc", "This browser has no WebRTC");
  }
  await platform.prepare();
  options.signal?.throwIfAborted();
  const room = await new Promise<JoinedRoom>((resolve, reject) => {
    const joining: JoinedRoom = new JoinedRoom({
      platform,
      address: roomAddress,
      options,
      onReady: () => resolve(joining),
      onRefused: reject,
    });
    joining.start();
  });
  return room;
}
