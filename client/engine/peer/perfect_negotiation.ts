/**
 * Perfect negotiation (W3C webrtc-pc §10.7): either side may renegotiate at
 * any time. When both offer at once, the polite side drops its offer and the
 * impolite side ignores the other's.
 *
 * The polite side sets a later offer only when it is answered, so that none is
 * rolled back: after a rollback Chromium never shows the received video again,
 * although it decodes it. Such an offer gathers candidates late, so the polite
 * side asks before it restarts ICE: the other one then makes no offer before it
 * has received that of the polite side, which is set at once.
 *
 * @module
 */

import { decodeStereo } from "./opus_parameters.ts";

/** Dependencies of {@linkcode Negotiation}. */
export interface NegotiationOptions {
  readonly pc: RTCPeerConnection;
  /** Exactly one of the two sides is polite. */
  readonly isPolite: boolean;
  /** Sets parameters of our encoders in a remote description. */
  readonly tuneRemote: (sdp: string) => string;
  readonly sendDescription: (description: RTCSessionDescriptionInit) => void;
  /** Asks the impolite side for an ICE restart, or allows it to the polite one. */
  readonly sendRestart: () => void;
  /** Called once, with the first remote offer set and before it is answered. */
  readonly onFirstRemoteOffer: () => void;
  /** The browser rejected a description or candidate. */
  readonly onError: (error: unknown) => void;
}

/** Candidates kept until the first remote description is set. */
const MAX_PENDING_CANDIDATES = 128;

/** Offers, answers and candidates of one connection. */
export class Negotiation {
  readonly #options: NegotiationOptions;
  #isMakingOffer = false;
  #isOfferIgnored = false;
  #hasAnswered = false;
  /** Offer that was sent and is set together with its answer. */
  #unsetOffer: RTCSessionDescriptionInit | null = null;
  #remoteOfferCount = 0;
  /** True while this side, the polite one, waits until it may restart ICE. */
  #isRestartRequested = false;
  /** True while the other side waits until this one, the impolite one, is stable. */
  #isRestartDeferred = false;
  /** True once the other side may restart ICE, until its offer arrives. */
  #isOfferExpected = false;
  #pendingCandidates: (RTCIceCandidateInit | null)[] = [];
  /** Remote messages are handled one after the other, in order of arrival. */
  #queue: Promise<void> = Promise.resolve();

  constructor(options: NegotiationOptions) {
    this.#options = options;
  }

  /** Handles `negotiationneeded`. */
  async makeOffer(): Promise<void> {
    const { pc, isPolite } = this.#options;
    // The browser reports again when more is needed after the answer.
    if (!this.#canOffer) return;
    await this.#offer(isPolite && pc.remoteDescription !== null);
  }

  /** False while an offer is made or unanswered, or waits for the other side. */
  get #canOffer(): boolean {
    return this.#options.pc.signalingState === "stable" &&
      !this.#isMakingOffer && !this.#unsetOffer && !this.#isOfferExpected &&
      !this.#isRestartRequested;
  }

  async #offer(isUnset: boolean): Promise<void> {
    this.#isMakingOffer = true;
    try {
      if (isUnset) return await this.#sendUnsetOffer();
      await this.#options.pc.setLocalDescription();
      this.#sendLocalDescription();
    } catch (error) {
      this.#options.onError(error);
    } finally {
      this.#isMakingOffer = false;
    }
  }

  async #sendUnsetOffer(): Promise<void> {
    const { pc } = this.#options;
    const remoteOfferCount = this.#remoteOfferCount;
    const isCurrent = () => remoteOfferCount === this.#remoteOfferCount;
    try {
      const offer = await pc.createOffer();
      // The offer of the other side, which arrived meanwhile, counts.
      if (!isCurrent()) return;
      this.#unsetOffer = offer;
      this.#send(offer);
    } catch (error) {
      if (isCurrent()) throw error;
    }
  }

  /** Offers again, unless a negotiation is going on: then false. */
  renegotiate(): boolean {
    const canOffer = this.#canOffer;
    void this.makeOffer();
    return canOffer;
  }

  /** True while an offer of this side is unanswered. */
  get isAwaitingAnswer(): boolean {
    return this.#unsetOffer !== null ||
      this.#options.pc.signalingState === "have-local-offer";
  }

  /** Sends what is still unanswered again. */
  resendOffer(): void {
    const { pc, sendRestart } = this.#options;
    if (this.#unsetOffer) this.#send(this.#unsetOffer);
    else if (pc.signalingState === "have-local-offer") {
      this.#sendLocalDescription();
    }
    if (this.#isRestartRequested || this.#isOfferExpected) sendRestart();
  }

  /** Restarts ICE, on the polite side once the other one allows it. */
  restartIce(): void {
    const { pc, isPolite, sendRestart } = this.#options;
    if (!isPolite || !pc.remoteDescription) return pc.restartIce();
    // After the answer to an earlier restart, so that the two are not taken for one.
    void this.#enqueue(() => {
      this.#isRestartRequested = true;
      sendRestart();
    });
  }

  /** Restarts ICE without asking, by an offer that is set with its answer. */
  offerRestart(): void {
    this.#isRestartRequested = false;
    this.#options.pc.restartIce();
    void this.makeOffer();
  }

  /** True while the other side has neither allowed the restart nor offered one. */
  get isRestartRequested(): boolean {
    return this.#isRestartRequested;
  }

  /** Handles a request to restart ICE, or on the polite side its permission. */
  receiveRestart(): Promise<void> {
    const { pc, isPolite } = this.#options;
    return this.#enqueue(async () => {
      if (!isPolite) {
        this.#isRestartDeferred = true;
        this.#allowRestart();
      } else if (this.#isRestartRequested) {
        this.#isRestartRequested = false;
        pc.restartIce();
        await this.#offer(false);
      }
    });
  }

  #allowRestart(): void {
    const { pc, sendRestart } = this.#options;
    const isStable = pc.signalingState === "stable" && !this.#isMakingOffer;
    if (!this.#isRestartDeferred || !isStable) return;
    this.#isRestartDeferred = false;
    this.#isOfferExpected = true;
    sendRestart();
  }

  /** Handles a description of the other side; resolves when it is applied. */
  receiveDescription(description: RTCSessionDescriptionInit): Promise<void> {
    return this.#enqueue(() => this.#applyDescription(description));
  }

  /** Handles a candidate, or null for the end of candidates. */
  receiveCandidate(candidate: RTCIceCandidateInit | null): Promise<void> {
    return this.#enqueue(() => this.#addCandidate(candidate));
  }

  #enqueue(step: () => Promise<void> | void): Promise<void> {
    this.#queue = this.#queue.then(async () => {
      if (this.#options.pc.signalingState === "closed") return;
      try {
        await step();
      } catch (error) {
        this.#options.onError(error);
      }
    });
    return this.#queue;
  }

  async #applyDescription(
    description: RTCSessionDescriptionInit,
  ): Promise<void> {
    const { pc, isPolite, onFirstRemoteOffer } = this.#options;
    if (description.type === "answer") {
      if (this.#unsetOffer) await this.#setOffer(this.#unsetOffer);
      // An answer to an offer that was dropped.
      if (pc.signalingState !== "have-local-offer") return;
      const { currentLocalDescription, pendingLocalDescription } = pc;
      // It counts for a restart that the other side asked for before its answer.
      if (
        ufragOf(pendingLocalDescription) !== ufragOf(currentLocalDescription)
      ) {
        this.#isRestartDeferred = false;
      }
      await this.#setRemoteDescription(description);
      this.#allowRestart();
      return await this.#flushPendingCandidates();
    }
    this.#isOfferExpected = false;
    const isGlare = this.#isMakingOffer || pc.signalingState !== "stable";
    this.#isOfferIgnored = isGlare && !isPolite;
    if (this.#isOfferIgnored) return;
    const rollsBack = isGlare && !pc.remoteDescription;
    this.#unsetOffer = null;
    this.#remoteOfferCount++;
    const ufrag = ufragOf(pc.remoteDescription);
    await this.#setRemoteDescription(description);
    // The other side restarts ICE, and this one gathers with its answer.
    if (ufrag !== ufragOf(pc.remoteDescription)) {
      this.#isRestartRequested = false;
    }
    if (!this.#hasAnswered && pc.signalingState === "have-remote-offer") {
      this.#hasAnswered = true;
      onFirstRemoteOffer();
    }
    const { type, sdp = "" } = await pc.createAnswer();
    await pc.setLocalDescription({ type, sdp: decodeStereo(sdp) });
    this.#sendLocalDescription();
    if (rollsBack) await this.#resetSenders();
    await this.#flushPendingCandidates();
  }

  /**
   * Removes the tracks and sets them again: after a rollback a video sender of
   * Chromium encodes nothing.
   */
  async #resetSenders(): Promise<void> {
    const steps = this.#options.pc.getTransceivers().flatMap(({ sender }) => {
      const { track } = sender;
      // Both queued at once, so that a track set meanwhile comes after them.
      return track
        ? [sender.replaceTrack(null), sender.replaceTrack(track)]
        : [];
    });
    await Promise.all(steps);
  }

  async #setOffer(offer: RTCSessionDescriptionInit): Promise<void> {
    this.#unsetOffer = null;
    await this.#options.pc.setLocalDescription(offer);
  }

  async #setRemoteDescription(
    { type, sdp }: RTCSessionDescriptionInit,
  ): Promise<void> {
    const { pc, tuneRemote } = this.#options;
    await pc.setRemoteDescription({ type, sdp: tuneRemote(sdp ?? "") });
  }

  #sendLocalDescription(): void {
    const { localDescription } = this.#options.pc;
    if (localDescription) this.#send(localDescription);
  }

  /**
   * Sends a description, an offer with our DTLS role if it is the client's:
   * Firefox answers `actpass` as a client also where it was the server, which
   * Chromium rejects (RFC 8842 §5.5).
   */
  #send({ type, sdp = "" }: RTCSessionDescriptionInit): void {
    const { currentLocalDescription: own, currentRemoteDescription: other } =
      this.#options.pc;
    const isClient = own?.type === "answer"
      ? own.sdp.includes("setup:active")
      : other?.sdp.includes("setup:passive");
    this.#options.sendDescription({
      type,
      sdp: isClient ? sdp.replaceAll("setup:actpass", "setup:active") : sdp,
    });
  }

  async #flushPendingCandidates(): Promise<void> {
    const pending = this.#pendingCandidates;
    this.#pendingCandidates = [];
    for (const candidate of pending) await this.#addCandidate(candidate);
  }

  async #addCandidate(candidate: RTCIceCandidateInit | null): Promise<void> {
    const { pc } = this.#options;
    if (!pc.remoteDescription) {
      if (this.#pendingCandidates.length < MAX_PENDING_CANDIDATES) {
        this.#pendingCandidates.push(candidate);
      }
      return;
    }
    try {
      await pc.addIceCandidate(candidate ?? undefined);
    } catch (error) {
      // Candidates of an ignored offer fail, and some browsers reject the end of candidates.
      if (!this.#isOfferIgnored && candidate?.candidate) throw error;
    }
  }
}

function ufragOf(description: RTCSessionDescription | null): string | null {
  return /a=ice-ufrag:(\S+)/.exec(description?.sdp ?? "")?.[1] ?? null;
}
