import { assertEquals } from "@std/assert";
import { INITIAL_CALL_STATE } from "../../../../../client/engine/call/call_state.ts";
import type { PeerStatus } from "../../../../../client/engine/peer/remote_peer.ts";
import { pictureNoteKeyOf } from "../../../../../client/view/stage/picture_note.ts";

const CONNECTED: PeerStatus = { kind: "connected", route: null };

Deno.test("pictureNoteKeyOf() says why a connected member has no picture", () => {
  const info = { ...INITIAL_CALL_STATE.self, cameraOff: false };
  const noteOf = (
    part: object,
    status: PeerStatus = CONNECTED,
    hasVideoFormat = true,
  ) => pictureNoteKeyOf({ info: { ...info, ...part }, status, hasVideoFormat });
  assertEquals(noteOf({}, CONNECTED, false), "noCommonFormat");
  assertEquals(
    noteOf({ cameraOff: true }, CONNECTED, false),
    "cameraIsOffShort",
  );
  assertEquals(noteOf({}), null);
  assertEquals(noteOf({ cameraOff: true }), "cameraIsOffShort");
  assertEquals(
    noteOf({ cameraOff: true, cameraInterrupted: true }),
    "cameraIsPaused",
  );
  assertEquals(noteOf({ cameraOff: true }, { kind: "reconnecting" }), null);
});
