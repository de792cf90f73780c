/**
 * Entry of the library; `maru.d.ts` has its types.
 *
 * @module
 */
import { browserPlatform } from "./browser_platform.ts";
import { joinRoom } from "./join.ts";
import type { JoinOptions, Room } from "./maru.d.ts";

export { MaruError } from "./maru_error.ts";

/** Joins a room. */
export function join(
  address: string | URL,
  options: JoinOptions = {},
): Promise<Room> {
  return joinRoom(browserPlatform(), address, options);
}
