import { assertEquals } from "@std/assert";
import {
  INITIAL_STATE,
  type Participant,
} from "../../../../client/engine/call_state.ts";
import {
  arrangementOf,
  OWN_SCREEN,
  screenKey,
  SELF,
} from "../../../../client/view/stage_tiles.ts";

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
