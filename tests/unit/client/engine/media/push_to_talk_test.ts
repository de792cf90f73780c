import { assertEquals } from "@std/assert";
import {
  PUSH_TO_TALK_OFF,
  PushToTalk,
  type PushToTalkState,
} from "../../../../../client/engine/media/push_to_talk.ts";

function setUp(wasHeard = false) {
  let isHeard = wasHeard;
  let state: PushToTalkState = PUSH_TO_TALK_OFF;
  const talk = new PushToTalk({
    isUnmuted: () => isHeard,
    setUnmuted: (next) => isHeard = next,
    openMuted: () => isHeard = false,
    onState: (next) => state = next,
  });
  return {
    talk,
    unmute: () => isHeard = true,
    now: () => ({ isHeard, isHeld: state.isHeld, isEnabled: state.isEnabled }),
  };
}

Deno.test("PushToTalk does nothing while it is off", () => {
  const { talk, now } = setUp();
  talk.press();
  assertEquals(now(), { isHeard: false, isHeld: false, isEnabled: false });
});

Deno.test("PushToTalk mutes when it is turned on, and is heard while held", () => {
  const { talk, now } = setUp(true);
  talk.enable(true);
  assertEquals(now(), { isHeard: false, isHeld: false, isEnabled: true });
  talk.press();
  talk.press();
  assertEquals(now(), { isHeard: true, isHeld: true, isEnabled: true });
  talk.release();
  assertEquals(now(), { isHeard: false, isHeld: false, isEnabled: true });
});

Deno.test("PushToTalk leaves alone who has unmuted", () => {
  const { talk, now, unmute } = setUp();
  talk.enable(true);
  unmute();
  talk.press();
  talk.release();
  assertEquals(now(), { isHeard: true, isHeld: false, isEnabled: true });
});

Deno.test("PushToTalk that is turned off while held mutes", () => {
  const { talk, now } = setUp();
  talk.enable(true);
  talk.press();
  talk.enable(false);
  assertEquals(now(), { isHeard: false, isHeld: false, isEnabled: false });
});
