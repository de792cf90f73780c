/**
 * Browser functions that the library uses; tests pass fakes.
 *
 * @module
 */
import type { CallPlatform } from "../engine/call/call_platform.ts";
import type {
  ResumePoint,
  SignalingTransport,
  SignalingTransportEvents,
} from "../engine/signaling/signaling_client.ts";
import type { ComputeProof } from "../engine/trust/message_proof.ts";
import type { RoomKey } from "../engine/trust/room_key.ts";
import type { RoomAddress } from "./room_address.ts";

/** What the browser reports while a room is open. */
export interface DeviceEvents {
  /** The browser is online or offline. */
  onOnline(isOnline: boolean): void;
  /** The page is visible again. */
  onVisible(): void;
  /** Cameras and microphones were added or removed. */
  onDeviceChange(): void;
  /** The page is closed. */
  onClose(): void;
}

/** Browser functions of the rooms of a page. */
export interface LibraryPlatform extends
  Pick<
    CallPlatform,
    | "clock"
    | "wallMs"
    | "random"
    | "makeId"
    | "devices"
    | "mediaAccess"
    | "makeStream"
    | "makePc"
    | "onError"
  > {
  /** What a relative link of a room is relative to. */
  readonly libraryUrl: string;
  readonly hasWebRtc: boolean;
  /** Number of CPU cores. */
  readonly cores: number;
  /** Makes what all connections share; never rejects. */
  readonly prepare: () => Promise<void>;
  readonly openSocket: (
    address: RoomAddress,
    resume: ResumePoint | null,
    events: SignalingTransportEvents,
  ) => SignalingTransport;
  /** Opens a socket without a seat, on which a message joins. */
  readonly openDeferredSocket: (
    address: RoomAddress,
    events: SignalingTransportEvents,
  ) => SignalingTransport;
  /** Proofs with the key of a room; null on a page without Web Crypto. */
  readonly deriveProofKey: (
    key: RoomKey,
    roomName: string,
  ) => Promise<ComputeProof> | null;
  /** Listens until the returned function is called. */
  readonly listen: (events: DeviceEvents) => () => void;
}
