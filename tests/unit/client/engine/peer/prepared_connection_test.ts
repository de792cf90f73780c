import { assertEquals } from "@std/assert";
import { PreparedConnection } from "../../../../../client/engine/peer/prepared_connection.ts";
import type { LocalTracks } from "../../../../../client/engine/peer/track_role.ts";
import { makeFakeStream, makeFakeTrack } from "../../fakes/fake_media.ts";
import { FakePeerConnection } from "../../fakes/fake_pc.ts";

const NO_TRACKS: LocalTracks = {
  audio: null,
  video: null,
  screen: null,
  screenAudio: null,
};

/** What a browser does not let a configuration change. */
const MADE_WITH: RTCConfiguration = {
  bundlePolicy: "max-bundle",
  certificates: [],
};

function setUp() {
  const pcs: FakePeerConnection[] = [];
  const prepared = new PreparedConnection({
    makePc: () => {
      const fake = new FakePeerConnection(MADE_WITH);
      pcs.push(fake);
      return fake.pc;
    },
    stream: makeFakeStream([]),
    screenStream: makeFakeStream([]),
    tracks: () => NO_TRACKS,
    onError: (error) => {
      throw error;
    },
  });
  return { prepared, pcs };
}

Deno.test("A prepared connection has transceivers and channels, and no description", () => {
  const { prepared, pcs } = setUp();
  prepared.prepare();
  prepared.prepare();
  assertEquals(pcs.length, 1);
  const [fake] = pcs;
  assertEquals(fake?.transceivers.length, 4);
  assertEquals(fake?.channels.map(({ label }) => label), ["chat", "files"]);
  assertEquals(fake?.offersCreated, 1);
  assertEquals(fake?.localDescription, null);
});

Deno.test("A prepared connection follows the devices until it is taken, with the ICE servers of the seat", () => {
  const { prepared, pcs } = setUp();
  prepared.prepare();
  const video = makeFakeTrack("video");
  prepared.setTracks({ ...NO_TRACKS, video });
  const configuration = { iceServers: [{ urls: "stun:localhost" }] };
  const taken = prepared.take(configuration);
  assertEquals(taken?.senders.video?.track, video);
  assertEquals(pcs[0]?.configuration, { ...MADE_WITH, ...configuration });
  assertEquals(prepared.take(configuration), null);
  prepared.setTracks(NO_TRACKS);
  assertEquals(taken?.senders.video?.track, video);
});

Deno.test("A prepared connection that is not taken is closed", () => {
  const { prepared, pcs } = setUp();
  prepared.prepare();
  prepared.discard();
  assertEquals(pcs[0]?.connectionState, "closed");
});
