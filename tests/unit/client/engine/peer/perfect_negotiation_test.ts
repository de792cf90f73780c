import { assertEquals } from "@std/assert";
import { Negotiation } from "../../../../../client/engine/peer/perfect_negotiation.ts";
import { settlePromises } from "../../fakes/fake_clock.ts";
import { makeFakeTrack } from "../../fakes/fake_media.ts";
import { FakePeerConnection } from "../../fakes/fake_pc.ts";

function setUp(isPolite: boolean) {
  const fake = new FakePeerConnection();
  const sent: RTCSessionDescriptionInit[] = [];
  const errors: unknown[] = [];
  /** Types of the descriptions, and requests to restart ICE. */
  const messages: unknown[] = [];
  let firstOffers = 0;
  const negotiation = new Negotiation({
    pc: fake.pc,
    isPolite,
    tuneRemote: (sdp) => sdp && `${sdp} tuned`,
    sendDescription: (description) => {
      sent.push(description);
      messages.push(description.type);
    },
    requestRestart: () => messages.push("restart-ice"),
    onFirstRemoteOffer: () => firstOffers++,
    onError: (error) => errors.push(error),
  });
  const counted = () => firstOffers;
  return { fake, sent, messages, errors, negotiation, firstOffers: counted };
}

const OFFER = { type: "offer", sdp: "theirs" } as const;
const ANSWER = { type: "answer", sdp: "theirs" } as const;

/** An offer with these ICE credentials. */
function offerOf(ufrag: string): RTCSessionDescriptionInit {
  return { type: "offer", sdp: `a=ice-ufrag:${ufrag}\r\n` };
}

Deno.test("Negotiation answers an offer, and prepares the first answer once", async () => {
  const { negotiation, sent, firstOffers } = setUp(true);
  await negotiation.receiveDescription(OFFER);
  await negotiation.receiveDescription(OFFER);
  assertEquals(sent.map((d) => d.type), ["answer", "answer"]);
  assertEquals(firstOffers(), 1);
});

Deno.test("Negotiation rolls its first offer back when it is polite", async () => {
  const { negotiation, sent, fake } = setUp(true);
  await negotiation.makeOffer();
  await negotiation.receiveDescription(OFFER);
  assertEquals(sent.map((d) => d.type), ["offer", "answer"]);
  assertEquals(fake.signalingState, "stable");
});

Deno.test("Negotiation ignores the other's offer when it is impolite", async () => {
  const { negotiation, sent, fake } = setUp(false);
  await negotiation.makeOffer();
  await negotiation.receiveDescription(OFFER);
  assertEquals(sent.map((d) => d.type), ["offer"]);
  assertEquals(fake.signalingState, "have-local-offer");
});

Deno.test("Negotiation sets a later polite offer together with its answer, and resends it", async () => {
  const { negotiation, sent, fake } = setUp(true);
  await negotiation.receiveDescription(OFFER);
  await negotiation.makeOffer();
  await negotiation.makeOffer();
  negotiation.resendOffer();
  assertEquals(sent.map((d) => d.type), ["answer", "offer", "offer"]);
  assertEquals(fake.offersCreated, 1);
  assertEquals(fake.signalingState, "stable");
  await negotiation.receiveDescription({ type: "answer", sdp: "theirs" });
  assertEquals(fake.localDescription?.type, "offer");
  assertEquals(fake.remoteDescription?.type, "answer");
  assertEquals(fake.signalingState, "stable");
  // The answer to the offer that was sent again.
  await negotiation.receiveDescription({ type: "answer", sdp: "theirs" });
  negotiation.resendOffer();
  assertEquals(sent.length, 3);
});

Deno.test("Negotiation drops a later polite offer for that of the other side, without a rollback", async () => {
  const { negotiation, sent, fake, errors } = setUp(true);
  await negotiation.receiveDescription(OFFER);
  const states: string[] = [];
  fake.onsignalingstatechange = () => states.push(fake.signalingState);
  await negotiation.makeOffer();
  await negotiation.receiveDescription(OFFER);
  // An answer to the dropped offer.
  await negotiation.receiveDescription({ type: "answer", sdp: "late" });
  assertEquals(sent.map((d) => d.type), ["answer", "offer", "answer"]);
  assertEquals(states, ["have-remote-offer", "stable"]);
  assertEquals(errors, []);
});

Deno.test("Negotiation does not send a polite offer that was overtaken while it was made", async () => {
  const { negotiation, sent, fake, errors } = setUp(true);
  await negotiation.receiveDescription(OFFER);
  for (const fails of [false, true]) {
    const { promise, resolve, reject } = Promise.withResolvers<
      RTCSessionDescriptionInit
    >();
    fake.createOffer = () => promise;
    const offering = negotiation.makeOffer();
    await negotiation.receiveDescription(OFFER);
    if (fails) reject(new Error("InvalidStateError"));
    else resolve({ type: "offer", sdp: "ours" });
    await offering;
  }
  assertEquals(sent.map((d) => d.type), ["answer", "answer", "answer"]);
  assertEquals(errors, []);
});

Deno.test("Negotiation detects glare while its own offer is still being made", async () => {
  const { negotiation, sent } = setUp(false);
  const offering = negotiation.makeOffer();
  await negotiation.receiveDescription(OFFER);
  await offering;
  assertEquals(sent.map((d) => d.type), ["offer"]);
});

Deno.test("Negotiation continues after a description was rejected", async () => {
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

Deno.test("Negotiation ignores an answer without an offer", async () => {
  const { negotiation, errors } = setUp(true);
  await negotiation.receiveDescription({ type: "answer", sdp: "late" });
  assertEquals(errors, []);
});

Deno.test("Negotiation keeps candidates until a remote description is set", async () => {
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

Deno.test("Negotiation handles messages in the order of their arrival", async () => {
  const { negotiation, fake } = setUp(true);
  void negotiation.receiveDescription(OFFER);
  void negotiation.receiveCandidate({ candidate: "1" });
  void negotiation.receiveCandidate({ candidate: "2" });
  await settlePromises();
  assertEquals(fake.candidates, [{ candidate: "1" }, { candidate: "2" }]);
});

Deno.test("Negotiation ignores a rejected candidate of an ignored offer", async () => {
  const { negotiation, fake, errors } = setUp(false);
  await negotiation.receiveDescription(OFFER);
  await negotiation.makeOffer();
  await negotiation.receiveDescription(OFFER);
  fake.addIceCandidate = () => Promise.reject(new Error("Unknown ufrag"));
  await negotiation.receiveCandidate({ candidate: "theirs" });
  assertEquals(errors, []);
});

Deno.test("Negotiation reports a rejected candidate of the offer in use", async () => {
  const { negotiation, fake, errors } = setUp(false);
  await negotiation.receiveDescription(OFFER);
  fake.addIceCandidate = () => Promise.reject(new Error("Bad"));
  await negotiation.receiveCandidate({ candidate: "theirs" });
  assertEquals(errors.length, 1);
});

Deno.test("Negotiation does nothing after its connection was closed", async () => {
  const { negotiation, fake, sent, errors } = setUp(true);
  fake.close();
  await negotiation.makeOffer();
  await negotiation.receiveDescription(OFFER);
  assertEquals([sent.length, errors.length], [0, 0]);
});

/** A connection that sends a track, and the tracks that its sender was given. */
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

Deno.test("Negotiation sets its tracks again after a rollback", async () => {
  const { negotiation, track, given } = sending(true);
  await negotiation.makeOffer();
  await negotiation.receiveDescription(OFFER);
  assertEquals(given, [null, track]);
});

Deno.test("Negotiation leaves its tracks alone without glare", async () => {
  const { negotiation, given } = sending(true);
  await negotiation.receiveDescription(OFFER);
  assertEquals(given, []);
});

Deno.test("Negotiation sets our coding in remote descriptions, and offers again only in a stable state", async () => {
  const { negotiation, fake, sent } = setUp(true);
  await negotiation.receiveDescription(OFFER);
  assertEquals(fake.remoteDescription?.sdp, "theirs tuned");
  assertEquals(negotiation.renegotiate(), true);
  assertEquals(negotiation.renegotiate(), false);
  await settlePromises();
  assertEquals(negotiation.renegotiate(), false);
  assertEquals(sent.map(({ type }) => type), ["answer", "offer"]);
  await negotiation.receiveDescription({ type: "answer", sdp: "accepted" });
  assertEquals(fake.remoteDescription?.sdp, "accepted tuned");
});

Deno.test("Negotiation asks the impolite side for an ICE restart until that offers one", async () => {
  const { negotiation, fake, messages } = setUp(true);
  await negotiation.receiveDescription(offerOf("a"));
  negotiation.restartIce();
  await settlePromises();
  assertEquals(messages, ["answer", "restart-ice"]);
  // An offer of something else, that was made before.
  await negotiation.receiveDescription(offerOf("a"));
  assertEquals(negotiation.isAwaitingRestart, true);
  negotiation.resendOffer();
  await negotiation.receiveDescription(offerOf("b"));
  assertEquals(negotiation.isAwaitingRestart, false);
  negotiation.resendOffer();
  assertEquals(messages.slice(2), ["answer", "restart-ice", "answer"]);
  assertEquals(fake.iceRestartCount, 0);
});

Deno.test("Negotiation asks for an ICE restart after the answer to the one before", async () => {
  const { negotiation, messages } = setUp(true);
  await negotiation.receiveDescription(offerOf("a"));
  void negotiation.receiveDescription(offerOf("b"));
  negotiation.restartIce();
  await settlePromises();
  assertEquals(messages, ["answer", "answer", "restart-ice"]);
  assertEquals(negotiation.isAwaitingRestart, true);
});

Deno.test("Negotiation repeats an unanswered offer before its request to restart ICE", async () => {
  const { negotiation, messages } = setUp(true);
  await negotiation.receiveDescription(offerOf("a"));
  await negotiation.makeOffer();
  negotiation.restartIce();
  await settlePromises();
  negotiation.resendOffer();
  assertEquals(messages.slice(2), ["restart-ice", "offer", "restart-ice"]);
});

Deno.test("Negotiation offers a restart that the impolite side does not", async () => {
  const { negotiation, fake } = setUp(true);
  await negotiation.receiveDescription(offerOf("a"));
  negotiation.restartIce();
  await settlePromises();
  negotiation.offerRestart();
  assertEquals(fake.iceRestartCount, 1);
  assertEquals(negotiation.isAwaitingRestart, false);
});

Deno.test("Negotiation restarts ICE by itself when it is impolite, or has no description of the other side", () => {
  for (const isPolite of [false, true]) {
    const { negotiation, fake, messages } = setUp(isPolite);
    negotiation.restartIce();
    assertEquals([fake.iceRestartCount, messages.length], [1, 0]);
  }
});

Deno.test("Negotiation restarts ICE once for requests that arrive before the answer", async () => {
  const { negotiation, fake, sent } = setUp(false);
  await negotiation.receiveDescription(OFFER);
  await negotiation.receiveRestartRequest();
  assertEquals(fake.iceRestartCount, 1);
  await negotiation.makeOffer();
  await negotiation.receiveRestartRequest();
  assertEquals(fake.iceRestartCount, 1);
  void negotiation.receiveDescription(ANSWER);
  // It was sent after the answer.
  await negotiation.receiveRestartRequest();
  assertEquals(fake.iceRestartCount, 2);
  assertEquals(sent.map(({ type }) => type), ["answer", "offer"]);
});

Deno.test("Negotiation restarts ICE for a request during another negotiation", async () => {
  const { negotiation, fake } = setUp(false);
  await negotiation.receiveDescription(OFFER);
  await negotiation.makeOffer();
  await negotiation.receiveRestartRequest();
  assertEquals(fake.iceRestartCount, 1);
});

Deno.test("Negotiation ignores a request to restart ICE when it is polite, or its first offer is unanswered", async () => {
  const polite = setUp(true);
  await polite.negotiation.receiveDescription(OFFER);
  await polite.negotiation.receiveRestartRequest();
  const first = setUp(false);
  await first.negotiation.makeOffer();
  await first.negotiation.receiveRestartRequest();
  assertEquals([polite, first].map(({ fake }) => fake.iceRestartCount), [0, 0]);
});
