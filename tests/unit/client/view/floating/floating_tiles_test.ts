import { assertEquals } from "@std/assert";
import { makeFakeStream } from "../../fakes/fake_media.ts";
import {
  INITIAL_CALL_STATE,
  type RemoteMember,
} from "../../../../../client/engine/call/call_state.ts";
import { selectFloatingTiles } from "../../../../../client/view/floating/floating_tiles.ts";
import { SELF_KEY } from "../../../../../client/view/stage/stage_tiles.ts";

const { self, annotation } = INITIAL_CALL_STATE;
const members = (...ids: string[]): RemoteMember[] =>
  ids.map((id) => ({
    id,
    info: self,
    status: { kind: "connecting" },
    standing: "allowed",
    hasVideoFormat: true,
    audio: null,
    video: null,
    screen: null,
    screenAudio: null,
  }));

Deno.test("selectFloatingTiles() never has the own screen", () => {
  const { keys, cornerKey } = selectFloatingTiles({
    ...INITIAL_CALL_STATE,
    annotation: { ...annotation, ownScreen: makeFakeStream([]) },
    remoteMembers: members("a"),
  });
  assertEquals([keys, cornerKey], [["a"], SELF_KEY]);
});

Deno.test("selectFloatingTiles() enlarges the speaker of more than four", () => {
  const largeKeyOf = (...ids: string[]) =>
    selectFloatingTiles({
      ...INITIAL_CALL_STATE,
      featuredSpeaker: "b",
      remoteMembers: members(...ids),
    }).largeKey;
  assertEquals(largeKeyOf("a", "b", "c", "d"), null);
  assertEquals(largeKeyOf("a", "b", "c", "d", "e"), "b");
});
