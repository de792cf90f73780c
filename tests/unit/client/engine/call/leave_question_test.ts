import { assertEquals } from "@std/assert";
import {
  type CallState,
  INITIAL_CALL_STATE,
} from "../../../../../client/engine/call/call_state.ts";
import { shouldAskBeforeLeaving } from "../../../../../client/engine/call/leave_question.ts";
import { readMemberProfile } from "../../../../../client/engine/call/member_profile.ts";
import { makeRemoteMember } from "../../../../../client/engine/call/remote_member.ts";
import type { TransferStatus } from "../../../../../client/engine/files/file_platform.ts";

const IN_CALL: CallState = { ...INITIAL_CALL_STATE, phase: "joined" };

function withFile(status: TransferStatus): CallState {
  const progress = { peerId: "a", name: "", bytes: 0, bytesPerSecond: 0 };
  return {
    ...IN_CALL,
    files: [{
      id: "f",
      from: null,
      fileName: "a.txt",
      size: 1,
      atMs: 0,
      transfers: [{ ...progress, status }],
      url: null,
      maxBytes: null,
    }],
  };
}

Deno.test("shouldAskBeforeLeaving() is true while others are in the call, and only in the call", () => {
  const remoteMembers = [makeRemoteMember("a", readMemberProfile({}))];
  assertEquals(shouldAskBeforeLeaving({ ...IN_CALL, remoteMembers }), true);
  assertEquals(
    shouldAskBeforeLeaving({ ...IN_CALL, phase: "left", remoteMembers }),
    false,
  );
  assertEquals(shouldAskBeforeLeaving(IN_CALL), false);
});

Deno.test("shouldAskBeforeLeaving() is true while a file moves", () => {
  assertEquals(shouldAskBeforeLeaving(withFile({ kind: "moving" })), true);
  assertEquals(shouldAskBeforeLeaving(withFile({ kind: "checking" })), true);
  assertEquals(shouldAskBeforeLeaving(withFile({ kind: "offered" })), false);
  assertEquals(shouldAskBeforeLeaving(withFile({ kind: "done" })), false);
});

Deno.test("shouldAskBeforeLeaving() is true until a recording is complete, also after the call", () => {
  const { recording } = INITIAL_CALL_STATE;
  const withPhase = (phase: CallState["recording"]["phase"]): CallState => ({
    ...INITIAL_CALL_STATE,
    phase: "left",
    recording: { ...recording, phase },
  });
  assertEquals(shouldAskBeforeLeaving(withPhase("saving")), true);
  assertEquals(shouldAskBeforeLeaving(withPhase("off")), false);
});
