import { assertEquals } from "@std/assert";
import {
  type CallState,
  INITIAL_CALL_STATE,
} from "../../../../client/engine/call/call_state.ts";
import { readMemberProfile } from "../../../../client/engine/call/member_profile.ts";
import { makeRemoteMember } from "../../../../client/engine/call/remote_member.ts";
import {
  readRecordedTile,
  selectRecordedTiles,
} from "../../../../client/recording/recorded_tiles.ts";
import {
  OWN_SCREEN_KEY,
  screenKeyOf,
  SELF_KEY,
} from "../../../../client/view/stage/stage_tiles.ts";

const ADA = makeRemoteMember("a", readMemberProfile({ name: "Ada" }));
const PAIR: CallState = {
  ...INITIAL_CALL_STATE,
  phase: "joined",
  remoteMembers: [ADA],
};
const SHARING: CallState = {
  ...PAIR,
  screen: { ...PAIR.screen, isSharing: true },
};

Deno.test("selectRecordedTiles() has the tiles of the stage", () => {
  const { keys, cornerKey } = selectRecordedTiles(PAIR);
  assertEquals([keys, cornerKey], [["a"], SELF_KEY]);
});

Deno.test("selectRecordedTiles() adds our own screen, large except in a grid", () => {
  const tiles = selectRecordedTiles(SHARING);
  assertEquals(tiles.keys, [OWN_SCREEN_KEY, "a", SELF_KEY]);
  assertEquals([tiles.largeKey, tiles.cornerKey], [OWN_SCREEN_KEY, null]);
  const grid = selectRecordedTiles({
    ...SHARING,
    stage: { ...SHARING.stage, layout: "grid" },
  });
  assertEquals(grid.largeKey, null);
});

Deno.test("readRecordedTile() reads members, screens and ourselves, and nothing of a member that left", () => {
  const state = { ...PAIR, self: { ...PAIR.self, name: "Bob" } };
  const read = (key: string) => readRecordedTile(key, state, null);
  assertEquals(read("a")?.name, "Ada");
  assertEquals(read(screenKeyOf("a"))?.isScreen, true);
  assertEquals(read(SELF_KEY), {
    peerId: null,
    isScreen: false,
    stream: null,
    name: "Bob",
    isMuted: true,
  });
  assertEquals(read("gone"), null);
});
