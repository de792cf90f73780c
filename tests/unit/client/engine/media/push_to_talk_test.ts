import { assertEquals } from "@std/assert";
import {
  PUSH_TO_TALK_OFF,
  PushToTalk,
  type PushToTalkState,
} from "../../../../../client/engine/media/push_to_talk.ts";
import { Store } from "../../../../../client/engine/store.ts";

function setUp(isUnmutedAtStart = false) {
  let isUnmuted = isUnmutedAtStart;
  const state = new Store<PushToTalkState>(PUSH_TO_TALK_OFF);
  const talk = new PushToTalk({
    state,
    isUnmuted: () => isUnmuted,
    setUnmuted: (next) => isUnmuted = next,
    openMuted: () => isUnmuted = false,
  });
  return {
    talk,
    unmute: () => isUnmuted = true,
    current: () => ({ isUnmuted, ...state.get() }),
  };
}

Deno.test("PushToTalk does nothing while it is off", () => {
  const { talk, current } = setUp();
  talk.press();
  assertEquals(current(), {
    isUnmuted: false,
    isHeld: false,
    isEnabled: false,
  });
});

Deno.test("PushToTalk mutes when it is turned on, and unmutes while held", () => {
  const { talk, current } = setUp(true);
  talk.enable(true);
  assertEquals(current(), { isUnmuted: false, isHeld: false, isEnabled: true });
  talk.press();
  talk.press();
  assertEquals(current(), { isUnmuted: true, isHeld: true, isEnabled: true });
  talk.release();
  assertEquals(current(), { isUnmuted: false, isHeld: false, isEnabled: true });
});

Deno.test("PushToTalk does not mute a person who unmuted", () => {
  const { talk, current, unmute } = setUp();
  talk.enable(true);
  unmute();
  talk.press();
  talk.release();
  assertEquals(current(), { isUnmuted: true, isHeld: false, isEnabled: true });
});

Deno.test("PushToTalk mutes when it is turned off while held", () => {
  const { talk, current } = setUp();
  talk.enable(true);
  talk.press();
  talk.enable(false);
  assertEquals(current(), {
    isUnmuted: false,
    isHeld: false,
    isEnabled: false,
  });
});
