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
    sendRestart: () => messages.push("restart-ice"),
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

/** A polite side that has answered, and asked for an ICE restart. */
async function requestRestart() {
  const polite = setUp(true);
  await polite.negotiation.receiveDescription(offerOf("a"));
  polite.negotiation.restartIce();
  await settlePromises();
  assertEquals(polite.messages.splice(0), ["answer", "restart-ice"]);
  return polite;
}

Deno.test("Negotiation sets the offer of an ICE restart at once when the impolite side allows it", async () => {
  const { negotiation, fake, messages } = await requestRestart();
  assertEquals([fake.iceRestartCount, negotiation.isRestartRequested], [
    0,
    true,
  ]);
  await negotiation.receiveRestart();
  assertEquals([fake.iceRestartCount, negotiation.isRestartRequested], [
    1,
    false,
  ]);
  assertEquals(fake.signalingState, "have-local-offer");
  // The same permission once more.
  await negotiation.receiveRestart();
  negotiation.resendOffer();
  assertEquals(messages, ["offer", "offer"]);
  await negotiation.receiveDescription(ANSWER);
  assertEquals(fake.signalingState, "stable");
});

Deno.test("Negotiation asks for an ICE restart until the other side allows or offers it", async () => {
  const { negotiation, fake, messages } = await requestRestart();
  // An offer of something else, that was made before.
  await negotiation.receiveDescription(offerOf("a"));
  negotiation.resendOffer();
  await negotiation.makeOffer();
  assertEquals(negotiation.renegotiate(), false);
  await negotiation.receiveDescription(offerOf("b"));
  negotiation.resendOffer();
  await negotiation.receiveRestart();
  assertEquals(messages, ["answer", "restart-ice", "answer"]);
  assertEquals(fake.iceRestartCount, 0);
});

Deno.test("Negotiation asks for an ICE restart after the answer to the one before", async () => {
  const { negotiation, messages } = setUp(true);
  await negotiation.receiveDescription(offerOf("a"));
  void negotiation.receiveDescription(offerOf("b"));
  negotiation.restartIce();
  await settlePromises();
  assertEquals(messages, ["answer", "answer", "restart-ice"]);
  assertEquals(negotiation.isRestartRequested, true);
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

Deno.test("Negotiation restarts ICE without an answer to its request, by an offer that is not set", async () => {
  const { negotiation, fake, messages } = await requestRestart();
  negotiation.offerRestart();
  await settlePromises();
  assertEquals([fake.iceRestartCount, fake.signalingState], [1, "stable"]);
  // The permission is late.
  await negotiation.receiveRestart();
  assertEquals([fake.iceRestartCount, messages], [1, ["offer"]]);
});

Deno.test("Negotiation restarts ICE by itself when it is impolite, or has no description of the other side", () => {
  for (const isPolite of [false, true]) {
    const { negotiation, fake, messages } = setUp(isPolite);
    negotiation.restartIce();
    assertEquals([fake.iceRestartCount, messages.length], [1, 0]);
  }
});

Deno.test("Negotiation makes no offer between its permission and the offer of the polite side", async () => {
  const { negotiation, messages, fake } = setUp(false);
  await negotiation.receiveDescription(OFFER);
  await negotiation.receiveRestart();
  // It wants to restart too.
  await negotiation.makeOffer();
  assertEquals(negotiation.renegotiate(), false);
  negotiation.resendOffer();
  assertEquals(messages, ["answer", "restart-ice", "restart-ice"]);
  await negotiation.receiveDescription(offerOf("b"));
  negotiation.resendOffer();
  await negotiation.makeOffer();
  assertEquals(messages.slice(3), ["answer", "offer"]);
  assertEquals(fake.iceRestartCount, 0);
});

Deno.test.each([
  { what: "another negotiation", restarts: false, want: ["restart-ice"] },
  { what: "an ICE restart", restarts: true, want: [] },
])(
  "Negotiation asked for an ICE restart during $what sends $want after its answer",
  async ({ restarts, want }) => {
    const { negotiation, messages } = setUp(false);
    await negotiation.receiveDescription(OFFER);
    if (restarts) negotiation.restartIce();
    const offering = negotiation.makeOffer();
    await negotiation.receiveRestart();
    await offering;
    await negotiation.receiveRestart();
    negotiation.resendOffer();
    assertEquals(messages.splice(0), ["answer", "offer", "offer"]);
    await negotiation.receiveDescription(ANSWER);
    assertEquals<unknown>(messages.splice(0), want);
    // Asked again, for another change of the network.
    await negotiation.receiveRestart();
    assertEquals(messages, ["restart-ice"]);
  },
);

Deno.test("Negotiation offers with its DTLS role once it is the client's", async () => {
  const rolesOf = (sent: RTCSessionDescriptionInit[]) =>
    sent.map(({ sdp = "" }) => /a=setup:(\w+)/.exec(sdp)?.[1]);
  const client = setUp(false);
  await client.negotiation.receiveDescription(OFFER);
  const answer = { type: "answer", sdp: "a=setup:passive" } as const;
  for (let i = 0; i < 2; i++) {
    await client.negotiation.makeOffer();
    await client.negotiation.receiveDescription(answer);
  }
  assertEquals(rolesOf(client.sent), ["active", "active", "active"]);
  const server = setUp(true);
  await server.negotiation.makeOffer();
  await server.negotiation.receiveDescription({
    type: "answer",
    sdp: "a=setup:active",
  });
  await server.negotiation.makeOffer();
  assertEquals(rolesOf(server.sent), ["actpass", "actpass"]);
});
