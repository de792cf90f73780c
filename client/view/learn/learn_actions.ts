/**
 * User actions of the page at `/learn`.
 *
 * @module
 */

/** Actions of the page. */
export interface LearnActions {
  connectSockets(): void;
  createOffer(): void;
  exchangeDescriptions(): void;
  exchangeCandidates(): void;
  loadServers(): void;
  gather(json: string, policy: "all" | "relay"): void;
  setRelayOnly(isRelayOnly: boolean): void;
  sendText(from: "A" | "B", text: string): void;
  compareFingerprints(): void;
  openCamera(json: string): void;
  openDrawnPicture(): void;
  closeSockets(): void;
  endSeats(): void;
  restartIce(): void;
  reset(): void;
}
