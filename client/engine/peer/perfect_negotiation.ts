/**
 * Perfect negotiation (W3C webrtc-pc §10.7): either side may renegotiate at
 * any time. When both offer at once, the polite side drops its offer and the
 * impolite side ignores the other's.
 *
 * The polite side sets a later offer only when it is answered, so that none is
 * rolled back: after a rollback Chromium never shows the received video again,
 * although it decodes it. Such an offer gathers candidates late, so the polite
 * side asks the other one to restart ICE, and answers its offer.
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
  /** Asks the impolite side to restart ICE. */
  readonly requestRestart: () => void;
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
  /** ICE username fragment of the other side when it was asked to restart. */
  #replacedUfrag: string | null = null;
  #pendingCandidates: (RTCIceCandidateInit | null)[] = [];
  /** Remote messages are handled one after the other, in order of arrival. */
  #queue: Promise<void> = Promise.resolve();

  constructor(options: NegotiationOptions) {
    this.#options = options;
  }

  /** Handles `negotiationneeded`. */
  async makeOffer(): Promise<void> {
    const { pc, isPolite, onError } = this.#options;
    if (pc.signalingState === "closed" || this.#isMakingOffer) return;
    // The browser reports again when more is needed after the answer.
    if (this.#unsetOffer) return;
    this.#isMakingOffer = true;
    try {
      if (isPolite && pc.remoteDescription) return await this.#sendUnsetOffer();
      await pc.setLocalDescription();
      this.#sendLocalDescription();
    } catch (error) {
      onError(error);
    } finally {
      this.#isMakingOffer = false;
    }
  }

  async #sendUnsetOffer(): Promise<void> {
    const { pc, sendDescription } = this.#options;
    const remoteOfferCount = this.#remoteOfferCount;
    const isCurrent = () => remoteOfferCount === this.#remoteOfferCount;
    try {
      const offer = await pc.createOffer();
      // The offer of the other side, which arrived meanwhile, counts.
      if (!isCurrent()) return;
      this.#unsetOffer = offer;
      sendDescription(offer);
    } catch (error) {
      if (isCurrent()) throw error;
    }
  }

  /** Offers again, unless a negotiation is going on: then false. */
  renegotiate(): boolean {
    const { signalingState } = this.#options.pc;
    const isOffering = this.#isMakingOffer || this.#unsetOffer !== null;
    if (signalingState !== "stable" || isOffering) return false;
    void this.makeOffer();
    return true;
  }

  /** True while an offer of this side is unanswered. */
  get isAwaitingAnswer(): boolean {
    return this.#unsetOffer !== null ||
      this.#options.pc.signalingState === "have-local-offer";
  }

  /** Sends the offer, and the request to restart ICE, again if they are unanswered. */
  resendOffer(): void {
    if (this.#unsetOffer) this.#options.sendDescription(this.#unsetOffer);
    else if (this.#options.pc.signalingState === "have-local-offer") {
      this.#sendLocalDescription();
    }
    if (this.isAwaitingRestart) this.#options.requestRestart();
  }

  /** Restarts ICE by an offer of the impolite side, whichever side this is. */
  restartIce(): void {
    const { pc, isPolite, requestRestart } = this.#options;
    if (!isPolite || !pc.remoteDescription) return pc.restartIce();
    // After the answer to an earlier restart, so that the two are not taken for one.
    void this.#enqueue(() => {
      this.#replacedUfrag = ufragOf(pc.remoteDescription);
      requestRestart();
    });
  }

  /** Restarts ICE by an offer of this side. */
  offerRestart(): void {
    this.#replacedUfrag = null;
    this.#options.pc.restartIce();
  }

  /** True while the other side has not offered the restart that it was asked for. */
  get isAwaitingRestart(): boolean {
    const ufrag = this.#replacedUfrag;
    return ufrag !== null &&
      ufrag === ufragOf(this.#options.pc.remoteDescription);
  }

  /** Handles a description of the other side; resolves when it is applied. */
  receiveDescription(description: RTCSessionDescriptionInit): Promise<void> {
    return this.#enqueue(() => this.#applyDescription(description));
  }

  /** Handles a candidate, or null for the end of candidates. */
  receiveCandidate(candidate: RTCIceCandidateInit | null): Promise<void> {
    return this.#enqueue(() => this.#addCandidate(candidate));
  }

  /**
   * Handles a request of the polite side to restart ICE. An unanswered offer
   * that restarts it counts: the other side gathers with its answer.
   */
  receiveRestartRequest(): Promise<void> {
    const { pc, isPolite } = this.#options;
    return this.#enqueue(() => {
      const { currentLocalDescription, pendingLocalDescription } = pc;
      const isRestarting = pendingLocalDescription &&
        ufragOf(pendingLocalDescription) !== ufragOf(currentLocalDescription);
      if (!isPolite && !isRestarting) pc.restartIce();
    });
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
      await this.#setRemoteDescription(description);
      return await this.#flushPendingCandidates();
    }
    const isGlare = this.#isMakingOffer || pc.signalingState !== "stable";
    this.#isOfferIgnored = isGlare && !isPolite;
    if (this.#isOfferIgnored) return;
    const rollsBack = isGlare && !pc.remoteDescription;
    this.#unsetOffer = null;
    this.#remoteOfferCount++;
    await this.#setRemoteDescription(description);
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
    const { pc, sendDescription } = this.#options;
    const description = pc.localDescription;
    if (description) {
      sendDescription({ type: description.type, sdp: description.sdp });
    }
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
