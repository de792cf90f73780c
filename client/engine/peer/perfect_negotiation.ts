/**
 * Perfect negotiation (W3C webrtc-pc §10.7): either side may renegotiate at
 * any time. When both do so at once, the polite one takes its offer back and
 * the impolite one overlooks the other's.
 *
 * @module
 */

/** What negotiation needs of its connection. */
export interface NegotiationOptions {
  readonly pc: RTCPeerConnection;
  /** Exactly one of the two sides is polite. */
  readonly isPolite: boolean;
  readonly sendDescription: (description: RTCSessionDescriptionInit) => void;
  /** Called once, with the first offer set and before it is answered. */
  readonly onFirstRemoteOffer: () => void;
  /** A description was refused by the browser. */
  readonly onError: (error: unknown) => void;
}

/** Offers, answers and candidates of one connection. */
export class Negotiation {
  readonly #options: NegotiationOptions;
  #isMakingOffer = false;
  #isOfferIgnored = false;
  #hasAnswered = false;
  #pendingCandidates: (RTCIceCandidateInit | null)[] = [];
  /** Messages are taken one after the other, in the order of their arrival. */
  #queue: Promise<void> = Promise.resolve();

  constructor(options: NegotiationOptions) {
    this.#options = options;
  }

  /** For `negotiationneeded`. */
  async makeOffer(): Promise<void> {
    const { pc, onError } = this.#options;
    if (pc.signalingState === "closed" || this.#isMakingOffer) return;
    this.#isMakingOffer = true;
    try {
      await pc.setLocalDescription();
      this.#sendLocalDescription();
    } catch (error) {
      onError(error);
    } finally {
      this.#isMakingOffer = false;
    }
  }

  /** Sends the offer again that is still without an answer, if there is one. */
  resendOffer(): void {
    if (this.#options.pc.signalingState === "have-local-offer") {
      this.#sendLocalDescription();
    }
  }

  /** Takes a description of the other side; resolves when it is dealt with. */
  receiveDescription(description: RTCSessionDescriptionInit): Promise<void> {
    return this.#enqueue(() => this.#applyDescription(description));
  }

  /** Takes a candidate, or null for the end of them. */
  receiveCandidate(candidate: RTCIceCandidateInit | null): Promise<void> {
    return this.#enqueue(() => this.#addCandidate(candidate));
  }

  #enqueue(step: () => Promise<void>): Promise<void> {
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
      // The answer to an offer that was taken back finds nothing to answer.
      if (pc.signalingState !== "have-local-offer") return;
      await pc.setRemoteDescription(description);
      return await this.#flushPendingCandidates();
    }
    const collides = this.#isMakingOffer || pc.signalingState !== "stable";
    this.#isOfferIgnored = collides && !isPolite;
    if (this.#isOfferIgnored) return;
    await pc.setRemoteDescription(description);
    if (!this.#hasAnswered && pc.signalingState === "have-remote-offer") {
      this.#hasAnswered = true;
      onFirstRemoteOffer();
    }
    await pc.setLocalDescription();
    this.#sendLocalDescription();
    if (collides) await this.#resetSenders();
    await this.#flushPendingCandidates();
  }

  /**
   * Takes the tracks out and puts them back: an offer that was taken back
   * leaves Chromium with a video sender that encodes nothing any more.
   */
  async #resetSenders(): Promise<void> {
    const steps = this.#options.pc.getTransceivers().flatMap(({ sender }) => {
      const { track } = sender;
      // Both at once, so that a track set meanwhile comes after them.
      return track
        ? [sender.replaceTrack(null), sender.replaceTrack(track)]
        : [];
    });
    await Promise.all(steps);
  }

  #sendLocalDescription(): void {
    const { pc, sendDescription } = this.#options;
    const description = pc.localDescription;
    if (description) {
      sendDescription({ type: description.type, sdp: description.sdp });
    }
  }

  async #flushPendingCandidates(): Promise<void> {
    const early = this.#pendingCandidates;
    this.#pendingCandidates = [];
    for (const candidate of early) await this.#addCandidate(candidate);
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
      // Candidates of an ignored offer, and an end that a browser will not hear.
      if (!this.#isOfferIgnored && candidate?.candidate) throw error;
    }
  }
}

/** Candidates kept until the first description is set. */
const MAX_PENDING_CANDIDATES = 128;
