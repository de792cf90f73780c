import { assertEquals } from "@std/assert";
import { makeFakeStream } from "../../fakes/fake_media.ts";
import {
  INITIAL_CALL_STATE,
  type RemoteMember,
} from "../../../../../client/engine/call/call_state.ts";
import { selectFloatingPicture } from "../../../../../client/view/floating/floating_video.ts";

const { self } = INITIAL_CALL_STATE;
const member = (
  id: string,
  info: Partial<RemoteMember["info"]> = {},
): RemoteMember => ({
  id,
  info: { ...self, cameraOff: false, ...info },
  status: { kind: "connecting" },
  standing: "allowed",
  hasVideoFormat: true,
  audio: null,
  video: makeFakeStream([]),
  screen: info.sharing ? makeFakeStream([]) : null,
  screenAudio: null,
});
const pictureOf = (
  remoteMembers: readonly RemoteMember[],
  featuredSpeaker: string | null,
) => {
  const picture = selectFloatingPicture({ remoteMembers, featuredSpeaker });
  return picture && [picture.peerId, picture.isScreen];
};

Deno.test("selectFloatingPicture() prefers the latest shared screen", () => {
  const members = [
    member("a"),
    member("b", { sharing: true }),
    member("c", { sharing: true }),
  ];
  assertEquals(pictureOf(members, "a"), ["c", true]);
});

Deno.test("selectFloatingPicture() prefers the speaker, unless its camera is off", () => {
  assertEquals(pictureOf([member("a"), member("b")], "b"), ["b", false]);
  const members = [member("a"), member("b", { cameraOff: true })];
  assertEquals(pictureOf(members, "b"), ["a", false]);
});

Deno.test("selectFloatingPicture() has none while all cameras are off", () => {
  assertEquals(pictureOf([], null), null);
  assertEquals(pictureOf([member("a", { cameraOff: true })], null), null);
});
