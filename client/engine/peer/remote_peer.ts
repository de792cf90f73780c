/**
 * Another member of the call across all its connections: restarts or replaces
 * the one in use, and agrees with the other side on the newest one
 * (`compareKeys`).
 *
 * @module
 */
import type { ConnectionMedia } from "./connection_media.ts";
import type { ConnectionGenerations } from "./connection_generations.ts";
import { chooseRecoveryAction } from "./connection_recovery.ts";
import { type MediaRoute, mediaRouteOf } from "./media_route.ts";
import { findPeerFailure, type PeerFailure } from "./peer_failure.ts";
import type { OfferingConnection } from "./offering_connection.ts";
import { type PathActivity, readPathActivity } from "./path_activity.ts";
import {
  PeerConnection,
  type PeerConnectionEvents,
  type PeerConnectionOptions,
} from "./peer_connection.ts";
import type { Liveness } from "./peer_liveness.ts";
import {
  compareKeys,
  type ConnectionKey,
  type PeerSignal,
} from "./peer_signal.ts";
import type { SendLimits } from "./sender_limiter.ts";
import type { StatsSnapshot } from "./stats_report.ts";
import type { LocalTracks, TrackRole } from "./track_role.ts";

/** State of the connection to a member, as the views show it. */
export type PeerStatus =
  | { readonly kind: "connecting" }
  | { readonly kind: "connected"; readonly route: MediaRoute | null }
  | { readonly kind: "reconnecting" }
  | { readonly kind: "failed"; readonly reason: PeerFailure };

/** Dependencies of {@linkcode RemotePeer}. */
export interface RemotePeerOptions {
  readonly id: string;
  readonly selfId: string;
  /** Makes a connection with the current ICE servers. */
  readonly makePc: () => RTCPeerConnection;
  /** Hands over a connection that was made before; null without one. */
  readonly takePrepared: () => OfferingConnection | null;
  readonly stream: MediaStream;
  readonly screenStream: MediaStream;
  readonly generations: ConnectionGenerations;
  readonly clock: PeerConnectionOptions["clock"];
  readonly tracks: () => LocalTracks;
  /** True when the server offers a relay. */
  readonly hasRelay: () => boolean;
  readonly send: (signal: PeerSignal) => void;
  readonly media: ConnectionMedia;
  readonly onStatus: (status: PeerStatus) => void;
  /** False when the browsers have no video format in common; called repeatedly. */
  readonly onVideoFormat: (hasVideoFormat: boolean) => void;
  readonly onTrack: (role: TrackRole, track: MediaStreamTrack) => void;
  readonly onChannel: PeerConnectionEvents["onChannel"];
  /** A connection was made, which takes the place of an earlier one. */
  readonly onConnection: (pc: RTCPeerConnection) => void;
  readonly onError: (error: unknown) => void;
}

/** Time for the member that offers first to do so. */
export const OFFER_WAIT_MS = 10_000;
/** Time without a first connection after which its failure is looked for. */
export const FIRST_FAILURE_AFTER_MS = 3_500;
/** Time without a connection after which it counts as failed in any case. */
export const FAILED_AFTER_MS = 20_000;
/** Interval for reading the route, whose changes have no event. */
export const ROUTE_POLL_MS = 5_000;

/** One other member and its current connection. */
export class RemotePeer {
  readonly id: string;
  readonly #options: RemotePeerOptions;
  readonly #isPolite: boolean;
  #connection: PeerConnection | null = null;
  #lastKey: ConnectionKey | null = null;
  #status: PeerStatus = { kind: "connecting" };
  #replacements = 0;
  #hasConnected = false;
  /** When the connection was lost; null while connected. */
  #disconnectedSinceMs: number | null;
  #failure: PeerFailure | null = null;
  /** True once the page of the member answered, on any connection. */
  #hasAnswered = false;
  #routeAtMs = -Infinity;
  #endConnecting = () => {};
  /** Resolves when something arrives for the first time, or at the end. */
  readonly connected = new Promise<void>((resolve) =>
    this.#endConnecting = resolve
  );

  constructor(options: RemotePeerOptions) {
    this.id = options.id;
    this.#options = options;
    this.#isPolite = options.selfId < options.id;
    this.#disconnectedSinceMs = options.clock.nowMs();
  }

  /** True while the browser reports a path, also when nothing arrives on it. */
  get isConnected(): boolean {
    return this.#connection?.health().state === "connected";
  }

  /** True while something arrives from the member, as far as is known. */
  get isReachable(): boolean {
    return this.#connection?.isReachable ?? false;
  }

  /** Receiver of the member's microphone; null while not connected. */
  get audioReceiver(): RTCRtpReceiver | null {
    return this.isConnected ? this.#connection?.audioReceiver ?? null : null;
  }

  /** Sender of our microphone to the member; null while not connected. */
  get audioSender(): RTCRtpSender | null {
    return this.isConnected ? this.#connection?.audioSender ?? null : null;
  }

  /** Statistics of the connection, or null while not connected. */
  async readStats(): Promise<StatsSnapshot | null> {
    const connection = this.#connection;
    if (!connection || !this.isConnected) return null;
    const values = await connection.stats();
    const { generation, by } = connection.key;
    return {
      connectionId: `${generation} ${by}`,
      atMs: this.#options.clock.nowMs(),
      mids: connection.mids(),
      values,
    };
  }

  /** The connection of the browser, to be read; null without one. */
  get browserConnection(): RTCPeerConnection | null {
    return this.#connection?.browserConnection ?? null;
  }

  /** What has arrived on the connection so far, or null without one. */
  async readActivity(): Promise<PathActivity | null> {
    const connection = this.#connection;
    return connection && readPathActivity(await connection.stats());
  }

  /** Whether anything arrives from the member has changed. */
  setLiveness(liveness: Liveness): void {
    this.#connection?.setLiveness(liveness);
    this.#updateStatus();
  }

  /** Limits the video that is sent to the member. */
  applySendLimits(limits: SendLimits): void {
    this.#connection?.applySendLimits(limits);
  }

  /** Sends key frames of our videos, which the member asked for. */
  sendKeyFrames(): void {
    this.#connection?.sendKeyFrames();
  }

  /** Offers a new connection, which replaces the current one. */
  connect(): void {
    const { generations, selfId } = this.#options;
    const generation = Math.max(
      generations.first,
      (this.#lastKey?.generation ?? -1) + 1,
    );
    this.#startConnection({ generation, by: selfId }, true);
  }

  /** The member has made this connection, which is not used: ours is newer. */
  skipConnection(key: ConnectionKey): void {
    if (!this.#connection) this.#lastKey = key;
  }

  /** Handles a message of this member about a connection. */
  receiveSignal(signal: PeerSignal): void {
    const isNewer = this.#lastKey === null ||
      compareKeys(signal.connection, this.#lastKey) > 0;
    const isOffer = signal.event === "description" &&
      signal.description.type === "offer";
    if (isNewer && isOffer && signal.connection.by === this.id) {
      this.#startConnection(signal.connection, false);
    }
    const current = this.#connection;
    if (current && compareKeys(signal.connection, current.key) === 0) {
      void current.receiveSignal(signal);
    }
  }

  /** Recovers the connection where needed; called about once a second. */
  tick(): void {
    const nowMs = this.#options.clock.nowMs();
    if (nowMs - this.#routeAtMs >= ROUTE_POLL_MS) void this.#updateRoute();
    const disconnectedMs = nowMs - (this.#disconnectedSinceMs ?? nowMs);
    const failedAfterMs = this.#hasConnected
      ? FAILED_AFTER_MS
      : FIRST_FAILURE_AFTER_MS;
    if (this.#connection?.hasRemoteDescription) this.#hasAnswered = true;
    if (disconnectedMs >= failedAfterMs) void this.#updateFailure();
    if (disconnectedMs >= FAILED_AFTER_MS) {
      this.#setStatus({ kind: "failed", reason: this.#failureReason });
    }
    const connection = this.#connection;
    if (!connection) {
      if (disconnectedMs >= OFFER_WAIT_MS) this.connect();
      return;
    }
    const health = {
      ...connection.health(),
      replacements: this.#replacements,
    };
    const action = chooseRecoveryAction(health, nowMs);
    if (action === "restart-ice") connection.restartIce();
    if (action === "offer-restart") connection.offerRestart();
    if (action === "replace") {
      this.#replacements++;
      this.connect();
    }
  }

  /** Replaces the connection now, for the retry button. */
  retry(): void {
    if (this.isReachable) return;
    this.#replacements = 0;
    this.#disconnectedSinceMs = this.#options.clock.nowMs();
    this.#setStatus({ kind: "connecting" });
    this.connect();
  }

  /** Repeats what is unanswered, which may have been sent into a dead socket. */
  resendOffer(): void {
    this.#connection?.resendOffer();
  }

  /** The network or the tab is back: searches for a path if there is none. */
  onResume(): void {
    if (!this.isReachable) this.onNetworkChange();
  }

  /** The network changed: a connected peer may not have noticed yet. */
  onNetworkChange(): void {
    if (!this.#hasConnected) return;
    if (!this.isReachable) {
      // A connection that failed before the device slept gets its full time again.
      this.#disconnectedSinceMs = this.#options.clock.nowMs();
      this.#setStatus({ kind: "reconnecting" });
    }
    this.#connection?.restartIce();
  }

  /** Sends other tracks, without renegotiation. */
  setTracks(tracks: LocalTracks): void {
    this.#connection?.setTracks(tracks);
  }

  /** Encodes audio as `media` says now. */
  updateAudioCoding(): void {
    this.#connection?.updateAudioCoding();
  }

  /** Uses other ICE servers from the next gathering on. */
  setConfiguration(configuration: RTCConfiguration): void {
    this.#connection?.setConfiguration(configuration);
  }

  /** Closes the connection. */
  close(): void {
    this.#endConnecting();
    this.#connection?.close();
    this.#connection = null;
  }

  #startConnection(key: ConnectionKey, isOfferer: boolean): void {
    this.#connection?.close();
    this.#lastKey = key;
    this.#options.generations.note(key.generation);
    const {
      stream,
      screenStream,
      clock,
      tracks,
      makePc,
      takePrepared,
      media,
      onConnection,
    } = this.#options;
    const prepared = isOfferer ? takePrepared() : null;
    const pc = prepared?.pc ?? makePc();
    onConnection(pc);
    this.#connection = new PeerConnection({
      key,
      pc,
      prepared,
      isOfferer,
      isPolite: this.#isPolite,
      tracks: tracks(),
      stream,
      screenStream,
      clock,
      media,
      events: this.#makeEvents(key),
    });
    this.#updateStatus();
  }

  #makeEvents(key: ConnectionKey): PeerConnectionEvents {
    const { send, onTrack, onChannel, onError } = this.#options;
    return {
      onSignal: send,
      onTrack,
      onChannel,
      onError,
      onStateChange: () => {
        if (this.#connection?.key === key) this.#updateStatus();
      },
    };
  }

  /** Derives the status from the state of the connection. */
  #updateStatus(): void {
    if (this.isReachable) {
      this.#replacements = 0;
      this.#hasConnected = true;
      this.#endConnecting();
      this.#disconnectedSinceMs = null;
      if (this.#status.kind !== "connected") {
        this.#setStatus({ kind: "connected", route: null });
        // Read with the next tick: its statistics would hold up the first picture.
        this.#routeAtMs = -Infinity;
      }
      return;
    }
    this.#disconnectedSinceMs ??= this.#options.clock.nowMs();
    if (this.#status.kind !== "failed") {
      this.#setStatus({
        kind: this.#hasConnected ? "reconnecting" : "connecting",
      });
    }
  }

  get #failureReason(): PeerFailure {
    return this.#failure ?? (this.#hasAnswered ? "no-path" : "no-answer");
  }

  /** Reads why there is no connection, and says so while there was none yet. */
  async #updateFailure(): Promise<void> {
    const connection = this.#connection;
    const stats = await connection?.stats().catch(() => []) ?? [];
    if (connection !== this.#connection || this.isReachable) return;
    this.#failure = findPeerFailure(stats, {
      hasAnswered: this.#hasAnswered,
      hasRelay: this.#options.hasRelay(),
    });
    if (this.#failure === null || this.#disconnectedSinceMs === null) return;
    if (!this.#hasConnected || this.#status.kind === "failed") {
      this.#setStatus({ kind: "failed", reason: this.#failure });
    }
  }

  /** Reads whether media goes through a relay. */
  async #updateRoute(): Promise<void> {
    const connection = this.#connection;
    this.#routeAtMs = this.#options.clock.nowMs();
    if (!connection || !this.isReachable) return;
    this.#options.onVideoFormat(connection.hasVideoFormat);
    const route = mediaRouteOf(await connection.stats().catch(() => []));
    if (connection !== this.#connection || !this.isReachable) return;
    if (route) this.#setStatus({ kind: "connected", route });
  }

  #setStatus(status: PeerStatus): void {
    if (JSON.stringify(status) === JSON.stringify(this.#status)) return;
    this.#status = status;
    this.#options.onStatus(status);
  }
}
