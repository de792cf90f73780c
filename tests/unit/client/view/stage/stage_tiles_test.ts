import { assertEquals } from "@std/assert";
import { makeFakeStream } from "../../fakes/fake_media.ts";
import {
  INITIAL_CALL_STATE,
  type RemoteMember,
} from "../../../../../client/engine/call/call_state.ts";
import type { StageLayout } from "../../../../../client/engine/call/stage_choice.ts";
import {
  OWN_SCREEN_KEY,
  screenKeyOf,
  selectStageTiles,
  SELF_KEY,
} from "../../../../../client/view/stage/stage_tiles.ts";

const member = (id: string, sharing = false): RemoteMember => ({
  id,
  info: { ...INITIAL_CALL_STATE.self, sharing },
  status: { kind: "connecting" },
  standing: "allowed",
  hasVideoFormat: true,
  audio: null,
  video: null,
  screen: null,
  screenAudio: null,
});
const { screen, stage } = INITIAL_CALL_STATE;

Deno.test("selectStageTiles() has the self view in the corner in a call of two", () => {
  assertEquals(
    selectStageTiles({ ...INITIAL_CALL_STATE, remoteMembers: [member("a")] }),
    {
      keys: ["a"],
      largeKey: null,
      cornerKey: SELF_KEY,
      isSideBySide: false,
    },
  );
});

Deno.test("selectStageTiles() enlarges a remote screen", () => {
  const members = [member("a"), member("b", true)];
  assertEquals(
    selectStageTiles({ ...INITIAL_CALL_STATE, remoteMembers: members }),
    {
      keys: [screenKeyOf("b"), "a", "b", SELF_KEY],
      largeKey: screenKeyOf("b"),
      cornerKey: null,
      isSideBySide: false,
    },
  );
});

Deno.test("selectStageTiles() keeps a call of two as it is while we share: the own screen has no tile", () => {
  const state = {
    ...INITIAL_CALL_STATE,
    remoteMembers: [member("a")],
    screen: { ...screen, isSharing: true },
  };
  assertEquals(selectStageTiles(state), {
    keys: ["a"],
    largeKey: null,
    cornerKey: SELF_KEY,
    isSideBySide: false,
  });
});

Deno.test("selectStageTiles() has a tile of the own screen while the others may draw on it", () => {
  const ownScreen = makeFakeStream([]);
  const state = {
    ...INITIAL_CALL_STATE,
    remoteMembers: [member("a")],
    annotation: { ...INITIAL_CALL_STATE.annotation, ownScreen },
  };
  assertEquals(selectStageTiles(state), {
    keys: [OWN_SCREEN_KEY, "a", SELF_KEY],
    largeKey: null,
    cornerKey: null,
    isSideBySide: false,
  });
});

Deno.test("selectStageTiles() enlarges the pinned tile while it is present", () => {
  const members = [member("a", true), member("b")];
  const state = { ...INITIAL_CALL_STATE, remoteMembers: members };
  const largeFor = (pinnedKey: string) =>
    selectStageTiles({ ...state, stage: { ...stage, pinnedKey } }).largeKey;
  assertEquals(largeFor("b"), "b");
  assertEquals(largeFor("gone"), screenKeyOf("a"));
  assertEquals(largeFor(SELF_KEY), SELF_KEY);
});

Deno.test("selectStageTiles() leaves out a hidden self view, except while alone", () => {
  const hidden = { ...stage, isSelfHidden: true };
  const keysFor = (members: RemoteMember[]) => {
    const { keys, cornerKey } = selectStageTiles({
      ...INITIAL_CALL_STATE,
      remoteMembers: members,
      stage: hidden,
    });
    return [...keys, cornerKey];
  };
  assertEquals(keysFor([]), [SELF_KEY, null]);
  assertEquals(keysFor([member("a")]), ["a", null]);
  assertEquals(keysFor([member("a"), member("b")]), ["a", "b", null]);
});

function tilesOf(
  layout: StageLayout,
  remoteMembers: readonly RemoteMember[],
  featuredSpeaker: string | null = null,
) {
  return selectStageTiles({
    ...INITIAL_CALL_STATE,
    remoteMembers,
    featuredSpeaker,
    stage: { ...stage, layout },
  });
}

Deno.test("selectStageTiles() has equal tiles only in a grid, also in a call of two and with a screen", () => {
  assertEquals(tilesOf("grid", [member("a")]), {
    keys: ["a", SELF_KEY],
    largeKey: null,
    cornerKey: null,
    isSideBySide: false,
  });
  const withScreen = tilesOf("grid", [member("a"), member("b", true)]);
  assertEquals(withScreen.largeKey, null);
  assertEquals(withScreen.keys.length, 4);
});

Deno.test("selectStageTiles() enlarges the featured speaker, and a screen before it", () => {
  const members = [member("a"), member("b"), member("c")];
  const largeFor = (speaker: string | null) =>
    tilesOf("speaker", members, speaker).largeKey;
  assertEquals(largeFor("b"), "b");
  assertEquals(largeFor(null), "a");
  assertEquals(largeFor("gone"), "a");
  assertEquals(tilesOf("speaker", []).largeKey, null);
  assertEquals(tilesOf("speaker", [member("a")]).cornerKey, SELF_KEY);
  assertEquals(
    tilesOf("speaker", [...members, member("d", true)], "b").largeKey,
    screenKeyOf("d"),
  );
});

Deno.test("selectStageTiles() has the people beside a screen, and equal tiles without one", () => {
  const withScreen = tilesOf("side", [member("a"), member("b", true)]);
  assertEquals(withScreen.largeKey, screenKeyOf("b"));
  assertEquals(withScreen.isSideBySide, true);
  assertEquals(tilesOf("side", [member("a")]), {
    keys: ["a", SELF_KEY],
    largeKey: null,
    cornerKey: null,
    isSideBySide: true,
  });
});
