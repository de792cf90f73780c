/**
 * Tiles of a recording: those of the stage, and always our own shared screen.
 *
 * @module
 */
import type { CallState } from "../engine/call/call_state.ts";
import {
  type RemoteMember,
  showsPictures,
} from "../engine/call/remote_member.ts";
import type { StageTiles } from "../view/stage/stage_layout.ts";
import {
  OWN_SCREEN_KEY,
  screenKeyOf,
  selectStageTiles,
  SELF_KEY,
} from "../view/stage/stage_tiles.ts";

/** Content of one tile. */
export interface RecordedTile {
  /** Id of the member, or null for our own. */
  readonly peerId: string | null;
  readonly isScreen: boolean;
  /** Null while there is no picture. */
  readonly stream: MediaStream | null;
  /** Name of the member; empty when the person entered none. */
  readonly name: string;
  readonly isMuted: boolean;
}

/** Tiles to lay out. */
export function selectRecordedTiles(state: CallState): StageTiles {
  const tiles = selectStageTiles(state);
  if (!state.screen.isSharing) return tiles;
  const { keys, largeKey, cornerKey } = tiles;
  return {
    ...tiles,
    keys: [
      OWN_SCREEN_KEY,
      ...keys.filter((key) => key !== OWN_SCREEN_KEY),
      ...cornerKey === null ? [] : [cornerKey],
    ],
    largeKey: largeKey ??
      (state.stage.layout === "grid" ? null : OWN_SCREEN_KEY),
    cornerKey: null,
  };
}

/** Content of a tile; null for a member that has left. */
export function readRecordedTile(
  key: string,
  state: CallState,
  ownScreen: MediaStream | null,
): RecordedTile | null {
  const { self, media } = state;
  if (key === SELF_KEY || key === OWN_SCREEN_KEY) {
    const isScreen = key === OWN_SCREEN_KEY;
    const camera = media.camera.isOn ? media.preview : null;
    return {
      peerId: null,
      isScreen,
      stream: isScreen ? ownScreen : camera,
      name: self.name,
      isMuted: self.muted,
    };
  }
  for (const member of state.remoteMembers) {
    if (key === member.id) return memberTile(member, false);
    if (key === screenKeyOf(member.id)) return memberTile(member, true);
  }
  return null;
}

function memberTile(
  member: RemoteMember,
  isScreen: boolean,
): RecordedTile {
  const { id, info, video, screen } = member;
  const camera = info.cameraOff ? null : video;
  return {
    peerId: id,
    isScreen,
    stream: showsPictures(member) ? (isScreen ? screen : camera) : null,
    name: info.name,
    isMuted: info.muted,
  };
}
