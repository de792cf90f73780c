import { assertEquals } from "@std/assert";
import { Negotiation } from "../../../../../client/engine/peer/perfect_negotiation.ts";
import { settlePromises } from "../../fakes/fake_clock.ts";
import { makeFakeTrack } from "../../fakes/fake_media.ts";
import { FakePeerConnection } from "../../fakes/fake_pc.ts";

function setUp(isPolite: boolean) {
  const fake = new FakePeerConnection();
  const sent: RTCSessionDescriptionInit[] = [];
  const errors: unknown[] = [];
  let firstOffers = 0;
  const negotiation = new Negotiation({
    pc: fake.pc,
    isPolite,
    sendDescription: (description) => sent.push(description),
    onFirstRemoteOffer: () => firstOffers++,
    onError: (error) => errors.push(error),
  });
  return { fake, sent, errors, negotiation, firstOffers: () => firstOffers };
}

const OFFER = { type: "offer", sdp: "theirs" } as const;

Deno.test("Negotiation answers an offer, and prepares the answer once", async () => {
  const { negotiation, sent, firstOffers } = setUp(true);
  await negotiation.receiveDescription(OFFER);
  await negotiation.receiveDescription(OFFER);
  assertEquals(sent.map((d) => d.type), ["answer", "answer"]);
  assertEquals(firstOffers(), 1);
});

Deno.test("Negotiation takes its offer back for the other's when it is polite", async () => {
  const { negotiation, sent, fake } = setUp(true);
  await negotiation.makeOffer();
  await negotiation.receiveDescription(OFFER);
  assertEquals(sent.map((d) => d.type), ["offer", "answer"]);
  assertEquals(fake.signalingState, "stable");
});

Deno.test("Negotiation overlooks the other's offer when it is impolite", async () => {
  const { negotiation, sent, fake } = setUp(false);
  await negotiation.makeOffer();
  await negotiation.receiveDescription(OFFER);
  assertEquals(sent.map((d) => d.type), ["offer"]);
  assertEquals(fake.signalingState, "have-local-offer");
});

Deno.test("Negotiation sees a collision while its own offer is still being made", async () => {
  const { negotiation, sent } = setUp(false);
  const offering = negotiation.makeOffer();
  await negotiation.receiveDescription(OFFER);
  await offering;
  assertEquals(sent.map((d) => d.type), ["offer"]);
});

Deno.test("Negotiation goes on after a description was refused", async () => {
  const { negotiation, sent, errors, fake } = setUp(true);
  fake.rejectsNextDescription = true;
  await negotiation.receiveDescription(OFFER);
  assertEquals(errors.length, 1);
  await negotiation.receiveDescription(OFFER);
  assertEquals(sent.map((d) => d.type), ["answer"]);
});

Deno.test("Negotiation can offer again after an offer failed", async () => {
  const { negotiation, sent, errors, fake } = setUp(true);
  const working = fake.setLocalDescription.bind(fake);
  fake.setLocalDescription = () => Promise.reject(new Error("Refused"));
  await negotiation.makeOffer();
  fake.setLocalDescription = working;
  await negotiation.makeOffer();
  assertEquals(errors.length, 1);
  assertEquals(sent.map((d) => d.type), ["offer"]);
});

Deno.test("Negotiation passes over an answer that nothing waits for", async () => {
  const { negotiation, errors } = setUp(true);
  await negotiation.receiveDescription({ type: "answer", sdp: "late" });
  assertEquals(errors, []);
});

Deno.test("Negotiation keeps candidates until a description is set", async () => {
  const { negotiation, fake } = setUp(true);
  await negotiation.receiveCandidate({ candidate: "early" });
  assertEquals(fake.candidates, []);
  await negotiation.receiveDescription(OFFER);
  await negotiation.receiveCandidate({ candidate: "late" });
  await negotiation.receiveCandidate(null);
  assertEquals(fake.candidates, [
    { candidate: "early" },
    { candidate: "late" },
    undefined,
  ]);
});

Deno.test("Negotiation takes messages in the order of their arrival", async () => {
  const { negotiation, fake } = setUp(true);
  void negotiation.receiveDescription(OFFER);
  void negotiation.receiveCandidate({ candidate: "1" });
  void negotiation.receiveCandidate({ candidate: "2" });
  await settlePromises();
  assertEquals(fake.candidates, [{ candidate: "1" }, { candidate: "2" }]);
});

Deno.test("Negotiation does not mind a bad candidate of an offer that it overlooked", async () => {
  const { negotiation, fake, errors } = setUp(false);
  await negotiation.receiveDescription(OFFER);
  await negotiation.makeOffer();
  await negotiation.receiveDescription(OFFER);
  fake.addIceCandidate = () => Promise.reject(new Error("Unknown ufrag"));
  await negotiation.receiveCandidate({ candidate: "theirs" });
  assertEquals(errors, []);
});

Deno.test("Negotiation says when a candidate of the offer in use is refused", async () => {
  const { negotiation, fake, errors } = setUp(false);
  await negotiation.receiveDescription(OFFER);
  fake.addIceCandidate = () => Promise.reject(new Error("Bad"));
  await negotiation.receiveCandidate({ candidate: "theirs" });
  assertEquals(errors.length, 1);
});

Deno.test("Negotiation is silent once its connection is closed", async () => {
  const { negotiation, fake, sent, errors } = setUp(true);
  fake.close();
  await negotiation.makeOffer();
  await negotiation.receiveDescription(OFFER);
  assertEquals([sent.length, errors.length], [0, 0]);
});

/** A connection that sends a track; what the sender was given, in order. */
function sending(isPolite: boolean) {
  const { negotiation, fake } = setUp(isPolite);
  const track = makeFakeTrack("video");
  fake.pc.addTransceiver(track, { streams: [] });
  const given: unknown[] = [];
  const [transceiver] = fake.transceivers;
  if (transceiver === undefined) throw new Error("No transceiver");
  transceiver.sender.replaceTrack = (next) => {
    given.push(next);
    return Promise.resolve();
  };
  return { negotiation, track, given };
}

Deno.test("Negotiation puts its tracks back after it took an offer back", async () => {
  const { negotiation, track, given } = sending(true);
  await negotiation.makeOffer();
  await negotiation.receiveDescription(OFFER);
  assertEquals(given, [null, track]);
});

Deno.test("Negotiation leaves its tracks alone where nothing collided", async () => {
  const { negotiation, given } = sending(true);
  await negotiation.receiveDescription(OFFER);
  assertEquals(given, []);
});
