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
  readonly onFirstOffer: () => void;
  /** A description was refused by the browser. */
  readonly onError: (error: unknown) => void;
}

/** Offers, answers and candidates of one connection. */
export class Negotiation {
  readonly #options: NegotiationOptions;
  #isMakingOffer = false;
  #isOfferIgnored = false;
  #hasAnswered = false;
  #early: (RTCIceCandidateInit | null)[] = [];
  /** Messages are taken one after the other, in the order of their arrival. */
  #turn: Promise<void> = Promise.resolve();

  constructor(options: NegotiationOptions) {
    this.#options = options;
  }

  /** For `negotiationneeded`. */
  async offer(): Promise<void> {
    const { pc, onError } = this.#options;
    if (pc.signalingState === "closed" || this.#isMakingOffer) return;
    this.#isMakingOffer = true;
    try {
      await pc.setLocalDescription();
      this.#send();
    } catch (error) {
      onError(error);
    } finally {
      this.#isMakingOffer = false;
    }
  }

  /** Sends the offer again that is still without an answer, if there is one. */
  repeatOffer(): void {
    if (this.#options.pc.signalingState === "have-local-offer") this.#send();
  }

  /** Takes a description of the other side; resolves when it is dealt with. */
  receiveDescription(description: RTCSessionDescriptionInit): Promise<void> {
    return this.#inTurn(() => this.#describe(description));
  }

  /** Takes a candidate, or null for the end of them. */
  receiveCandidate(candidate: RTCIceCandidateInit | null): Promise<void> {
    return this.#inTurn(() => this.#addCandidate(candidate));
  }

  #inTurn(step: () => Promise<void>): Promise<void> {
    this.#turn = this.#turn.then(async () => {
      if (this.#options.pc.signalingState === "closed") return;
      try {
        await step();
      } catch (error) {
        this.#options.onError(error);
      }
    });
    return this.#turn;
  }

  async #describe(description: RTCSessionDescriptionInit): Promise<void> {
    const { pc, isPolite, onFirstOffer } = this.#options;
    if (description.type === "answer") {
      // The answer to an offer that was taken back finds nothing to answer.
      if (pc.signalingState !== "have-local-offer") return;
      await pc.setRemoteDescription(description);
      return await this.#addEarly();
    }
    const collides = this.#isMakingOffer || pc.signalingState !== "stable";
    this.#isOfferIgnored = collides && !isPolite;
    if (this.#isOfferIgnored) return;
    await pc.setRemoteDescription(description);
    if (!this.#hasAnswered && pc.signalingState === "have-remote-offer") {
      this.#hasAnswered = true;
      onFirstOffer();
    }
    await pc.setLocalDescription();
    this.#send();
    if (collides) await this.#sendAnew();
    await this.#addEarly();
  }

  /**
   * Takes the tracks out and puts them back: an offer that was taken back
   * leaves Chromium with a video sender that encodes nothing any more.
   */
  async #sendAnew(): Promise<void> {
    const steps = this.#options.pc.getTransceivers().flatMap(({ sender }) => {
      const { track } = sender;
      // Both at once, so that a track set meanwhile comes after them.
      return track
        ? [sender.replaceTrack(null), sender.replaceTrack(track)]
        : [];
    });
    await Promise.all(steps);
  }

  #send(): void {
    const { pc, sendDescription } = this.#options;
    const description = pc.localDescription;
    if (description) {
      sendDescription({ type: description.type, sdp: description.sdp });
    }
  }

  async #addEarly(): Promise<void> {
    const early = this.#early;
    this.#early = [];
    for (const candidate of early) await this.#addCandidate(candidate);
  }

  async #addCandidate(candidate: RTCIceCandidateInit | null): Promise<void> {
    const { pc } = this.#options;
    if (!pc.remoteDescription) {
      if (this.#early.length < MAX_EARLY) this.#early.push(candidate);
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
const MAX_EARLY = 128;
