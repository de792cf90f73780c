/**
 * What the engine takes from the browser, so that it runs without one.
 *
 * @module
 */
import type { Clock } from "../clock.ts";
import type { FilePlatform } from "../files/file_platform.ts";
import type { AudioMeter } from "../media/input_level.ts";
import type { MediaDevicesLike } from "../media/local_media.ts";
import type { DisplayDevicesLike } from "../media/screen_share.ts";
import type {
  ResumePoint,
  SignalingTransport,
  SignalingTransportEvents,
} from "../signaling/signaling_client.ts";

/** The browser, as a call uses it. */
export interface CallPlatform {
  readonly clock: Clock;
  /** Wall clock in Unix milliseconds. */
  readonly wallMs: () => number;
  readonly random: () => number;
  readonly makeId: () => string;
  readonly files: FilePlatform;
  readonly devices: (MediaDevicesLike & DisplayDevicesLike) | undefined;
  readonly makeStream: (tracks: MediaStreamTrack[]) => MediaStream;
  readonly makePc: (configuration: RTCConfiguration) => RTCPeerConnection;
  /** Follows how loud a track of this browser's own is. */
  readonly makeMeter: (track: MediaStreamTrack) => AudioMeter;
  readonly openSocket: (
    room: string,
    resume: ResumePoint | null,
    events: SignalingTransportEvents,
  ) => SignalingTransport;
  /** A failure that is no one's fault but worth a developer's look. */
  readonly onError: (error: unknown) => void;
}
