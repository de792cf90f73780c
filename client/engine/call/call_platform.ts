/**
 * Browser functions that a call uses; tests pass fakes.
 *
 * @module
 */
import type { Clock } from "../clock.ts";
import type { FilePlatform } from "../files/file_platform.ts";
import type { AudioMeter } from "../media/input_level.ts";
import type { MediaDevicesLike } from "../media/local_media.ts";
import type { ProcessingPlatform } from "../media/processing/media_processing.ts";
import type { MediaAccess } from "../media/media_problem.ts";
import type { DisplayDevicesLike } from "../media/screen_share.ts";
import type {
  ResumePoint,
  SignalingTransport,
  SignalingTransportEvents,
} from "../signaling/signaling_client.ts";
import type { ComputeProof } from "../trust/message_proof.ts";
import type { VisitStore } from "./visit.ts";

/** Browser functions of a call. */
export interface CallPlatform extends ProcessingPlatform {
  readonly clock: Clock;
  /** Wall clock in Unix milliseconds. */
  readonly wallMs: () => number;
  readonly random: () => number;
  readonly makeId: () => string;
  readonly files: FilePlatform;
  readonly devices: (MediaDevicesLike & DisplayDevicesLike) | undefined;
  readonly mediaAccess: MediaAccess;
  readonly makeStream: (tracks: MediaStreamTrack[]) => MediaStream;
  readonly makePc: (configuration: RTCConfiguration) => RTCPeerConnection;
  /** Makes a level meter of a local track. */
  readonly makeMeter: (track: MediaStreamTrack) => AudioMeter;
  /** False without a keyboard, and while the person has turned shortcuts off. */
  readonly hasShortcuts: () => boolean;
  readonly openSocket: (
    room: string,
    resume: ResumePoint | null,
    events: SignalingTransportEvents,
  ) => SignalingTransport;
  readonly openDeferredSocket: (
    room: string,
    events: SignalingTransportEvents,
  ) => SignalingTransport;
  /** Computes proofs of messages with the key of the room, if there is one. */
  readonly computeProof?: Promise<ComputeProof> | null;
  /** Token of the invitation to enter with, or null. */
  readonly invitation: string | null;
  /** Keeps the visit of this tab over a reload. */
  readonly visits: VisitStore;
  /** Requests the health of the server; rejects without an answer soon. */
  readonly fetchHealth: () => Promise<Pick<Response, "ok">>;
  /**
   * A member is being connected: what takes long should wait until the answer to
   * our offer is applied (or it is connected, if it offers), and what is not
   * needed for its pictures until it is connected.
   */
  readonly onConnecting: (
    answered: Promise<void>,
    connected: Promise<void>,
  ) => void;
  /** An unexpected error, for the log of the developer. */
  readonly onError: (error: unknown) => void;
}
