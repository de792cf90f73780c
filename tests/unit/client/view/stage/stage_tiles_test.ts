import { assertEquals } from "@std/assert";
import {
  INITIAL_CALL_STATE,
  type RemoteMember,
} from "../../../../../client/engine/call/call_state.ts";
import {
  screenKeyOf,
  selectStageTiles,
  SELF_KEY,
} from "../../../../../client/view/stage/stage_tiles.ts";

const member = (id: string, sharing = false): RemoteMember => ({
  id,
  info: { ...INITIAL_CALL_STATE.self, sharing },
  status: { kind: "connecting" },
  hasVideoFormat: true,
  audio: null,
  video: null,
  screen: null,
  screenAudio: null,
});
const { screen } = INITIAL_CALL_STATE;

Deno.test("selectStageTiles() has the self view in the corner in a call of two", () => {
  assertEquals(
    selectStageTiles({ ...INITIAL_CALL_STATE, remoteMembers: [member("a")] }),
    {
      keys: ["a"],
      largeKey: null,
      cornerKey: SELF_KEY,
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
  });
});

Deno.test("selectStageTiles() enlarges the pinned tile while it is present", () => {
  const members = [member("a", true), member("b")];
  const state = { ...INITIAL_CALL_STATE, remoteMembers: members };
  const largeFor = (pinnedKey: string) =>
    selectStageTiles(state, { pinnedKey, isSelfHidden: false })
      .largeKey;
  assertEquals(largeFor("b"), "b");
  assertEquals(largeFor("gone"), screenKeyOf("a"));
  assertEquals(largeFor(SELF_KEY), SELF_KEY);
});

Deno.test("selectStageTiles() leaves out a hidden self view, except while alone", () => {
  const hidden = { pinnedKey: null, isSelfHidden: true };
  const keysFor = (members: RemoteMember[]) => {
    const { keys, cornerKey } = selectStageTiles(
      { ...INITIAL_CALL_STATE, remoteMembers: members },
      hidden,
    );
    return [...keys, cornerKey];
  };
  assertEquals(keysFor([]), [SELF_KEY, null]);
  assertEquals(keysFor([member("a")]), ["a", null]);
  assertEquals(keysFor([member("a"), member("b")]), ["a", "b", null]);
});
