import { assertEquals } from "@std/assert";
import {
  INITIAL_STATE,
  type Participant,
} from "../../../../../client/engine/call/call_state.ts";
import {
  arrangementOf,
  OWN_SCREEN,
  screenKey,
  SELF,
} from "../../../../../client/view/stage/stage_tiles.ts";

const member = (id: string, sharing = false): Participant => ({
  id,
  info: { ...INITIAL_STATE.self, sharing },
  status: { kind: "connecting" },
  audio: null,
  video: null,
  screen: null,
  screenAudio: null,
});
const { screen } = INITIAL_STATE;

Deno.test("arrangementOf() has the self view in the corner while two talk", () => {
  assertEquals(
    arrangementOf({ ...INITIAL_STATE, participants: [member("a")] }),
    {
      keys: ["a"],
      large: null,
      corner: SELF,
    },
  );
});

Deno.test("arrangementOf() makes the screen of another large", () => {
  const participants = [member("a"), member("b", true)];
  assertEquals(arrangementOf({ ...INITIAL_STATE, participants }), {
    keys: [screenKey("b"), "a", "b", SELF],
    large: screenKey("b"),
    corner: null,
  });
});

Deno.test("arrangementOf() shows the own screen among equals", () => {
  const state = {
    ...INITIAL_STATE,
    participants: [member("a")],
    screen: { ...screen, isSharing: true },
  };
  assertEquals(arrangementOf(state), {
    keys: [OWN_SCREEN, "a", SELF],
    large: null,
    corner: null,
  });
});

Deno.test("arrangementOf() makes large what is pinned, as long as it is there", () => {
  const participants = [member("a", true), member("b")];
  const state = { ...INITIAL_STATE, participants };
  const largeFor = (pinned: string) =>
    arrangementOf(state, { pinned, isSelfHidden: false }).large;
  assertEquals(largeFor("b"), "b");
  assertEquals(largeFor("gone"), screenKey("a"));
  assertEquals(largeFor(SELF), SELF);
});

Deno.test("arrangementOf() leaves the self view out when it is hidden, but never alone", () => {
  const hidden = { pinned: null, isSelfHidden: true };
  const keysFor = (participants: Participant[]) => {
    const { keys, corner } = arrangementOf(
      { ...INITIAL_STATE, participants },
      hidden,
    );
    return [...keys, corner];
  };
  assertEquals(keysFor([]), [SELF, null]);
  assertEquals(keysFor([member("a")]), ["a", null]);
  assertEquals(keysFor([member("a"), member("b")]), ["a", "b", null]);
});
