/**
 * User actions of the connection check.
 *
 * @module
 */

/** Actions of the page at `/check`. */
export interface CheckActions {
  run(): void;
  record(): void;
  playTone(): void;
  answerTone(isHeard: boolean): void;
  releaseDevices(): void;
}
