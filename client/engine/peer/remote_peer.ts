/**
 * Another member of the call, through all connections that it takes to stay
 * in touch: judges the one in use, restarts or replaces it, and agrees with
 * the other side on which one counts (`compareKeys`).
 *
 * @module
 */
import {
  type LocalTracks,
  PeerConnection,
  type PeerConnectionEvents,
  type PeerConnectionOptions,
} from "./peer_connection.ts";
import { chooseRecoveryAction } from "./connection_recovery.ts";
import {
  compareKeys,
  type ConnectionKey,
  type PeerSignal,
} from "./peer_signal.ts";
import type { StatsSnapshot } from "../quality/connection_counters.ts";
import type { SendLimits } from "../quality/send_limits.ts";
import type { TrackRole } from "./track_role.ts";
import { type MediaRoute, mediaRouteOf } from "./media_route.ts";

/** What a viewer is told about the connection to a member. */
export type PeerStatus =
  | { readonly kind: "connecting" }
  | { readonly kind: "connected"; readonly route: MediaRoute | null }
  | { readonly kind: "reconnecting" }
  | { readonly kind: "failed"; readonly reason: PeerFailure };

/** Why there is no connection to a member; it is still tried now and then. */
export type PeerFailure =
  /** The other page has not answered. */
  | "no-answer"
  /** Both pages talk, but no network path was found between them. */
  | "no-path";

/** What a peer needs of the call around it. */
export interface RemotePeerOptions {
  readonly id: string;
  readonly selfId: string;
  /** A fresh connection with the ICE servers of the moment. */
  readonly makePc: () => RTCPeerConnection;
  readonly stream: MediaStream;
  readonly screenStream: MediaStream;
  readonly clock: PeerConnectionOptions["clock"];
  readonly tracks: () => LocalTracks;
  readonly send: (signal: PeerSignal) => void;
  readonly onStatus: (status: PeerStatus) => void;
  readonly onTrack: (role: TrackRole, track: MediaStreamTrack) => void;
  readonly onChannel: PeerConnectionEvents["onChannel"];
  readonly onError: (error: unknown) => void;
}

/** The member who should offer first gets this long to do so. */
export const OFFER_WAIT_MS = 10_000;
/** Without a connection for this long, a viewer is told that it failed. */
export const FAILED_AFTER_MS = 20_000;
/** How often the route is looked at again; it may change without a word. */
export const ROUTE_POLL_MS = 5_000;

/** One other member and the connection to it. */
export class RemotePeer {
  readonly id: string;
  readonly #options: RemotePeerOptions;
  readonly #isPolite: boolean;
  #connection: PeerConnection | null = null;
  #lastKey: ConnectionKey | null = null;
  #status: PeerStatus = { kind: "connecting" };
  #replacements = 0;
  #hasConnected = false;
  /** Since when there is no connection; null while there is one. */
  #disconnectedSinceMs: number | null;
  #failureReason: PeerFailure = "no-answer";
  #routeAtMs = -Infinity;

  constructor(options: RemotePeerOptions) {
    this.id = options.id;
    this.#options = options;
    this.#isPolite = options.selfId < options.id;
    this.#disconnectedSinceMs = options.clock.nowMs();
  }

  /** True while media can flow. */
  get isConnected(): boolean {
    return this.#connection?.health().state === "connected";
  }

  /** How loud the member's microphone is, 0 to 1. */
  receivedAudioLevel(): number {
    return this.isConnected ? this.#connection?.receivedAudioLevel() ?? 0 : 0;
  }

  /** How loud our microphone is as the member gets it, 0 to 1. */
  async sentAudioLevel(): Promise<number> {
    return await this.#connection?.sentAudioLevel() ?? 0;
  }

  /** What the connection has counted, or null while there is none. */
  async reading(): Promise<StatsSnapshot | null> {
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

  /** Sends no more than this to the member. */
  limit(limits: SendLimits): void {
    this.#connection?.applySendLimits(limits);
  }

  /** Makes a connection, in place of the one in use if there is one, and offers it. */
  connect(): void {
    const generation = (this.#lastKey?.generation ?? -1) + 1;
    this.#startConnection({ generation, by: this.#options.selfId }, true);
  }

  /** Takes a message of this member about a connection. */
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

  /** Looks after the connection; called about once a second. */
  tick(): void {
    const nowMs = this.#options.clock.nowMs();
    if (nowMs - this.#routeAtMs >= ROUTE_POLL_MS) void this.#updateRoute();
    const troubleMs = nowMs - (this.#disconnectedSinceMs ?? nowMs);
    if (troubleMs >= FAILED_AFTER_MS) {
      this.#setStatus({ kind: "failed", reason: this.#failureReason });
    }
    const connection = this.#connection;
    if (!connection) {
      if (troubleMs >= OFFER_WAIT_MS) this.connect();
      return;
    }
    this.#failureReason = connection.hasRemoteDescription
      ? "no-path"
      : "no-answer";
    const health = {
      ...connection.health(),
      replacements: this.#replacements,
    };
    const remedy = chooseRecoveryAction(health, nowMs);
    if (remedy === "restart-ice") connection.restartIce();
    if (remedy === "replace") {
      this.#replacements++;
      this.connect();
    }
  }

  /** Tries again now, for someone who does not want to wait. */
  retry(): void {
    if (this.isConnected) return;
    this.#replacements = 0;
    this.#disconnectedSinceMs = this.#options.clock.nowMs();
    this.#setStatus({ kind: "connecting" });
    this.connect();
  }

  /** An offer may have gone into a socket that was dead already: says it again. */
  resendOffer(): void {
    this.#connection?.resendOffer();
  }

  /** The network is back: looks for a path at once if there is none. */
  onResume(): void {
    if (!this.isConnected) this.onNetworkChange();
  }

  /** The network is another one: what is connected may not know it yet. */
  onNetworkChange(): void {
    if (!this.#hasConnected) return;
    if (!this.isConnected) {
      // What failed before the device slept gets its time again.
      this.#disconnectedSinceMs = this.#options.clock.nowMs();
      this.#setStatus({ kind: "reconnecting" });
    }
    this.#connection?.restartIce();
  }

  /** Sends other tracks. */
  setTracks(tracks: LocalTracks): void {
    this.#connection?.setTracks(tracks);
  }

  /** Uses other ICE servers from now on. */
  setConfiguration(configuration: RTCConfiguration): void {
    this.#connection?.setConfiguration(configuration);
  }

  /** Ends it all. */
  close(): void {
    this.#connection?.close();
    this.#connection = null;
  }

  #startConnection(key: ConnectionKey, isOfferer: boolean): void {
    this.#connection?.close();
    this.#lastKey = key;
    const { stream, screenStream, clock, tracks, makePc } = this.#options;
    this.#connection = new PeerConnection({
      key,
      pc: makePc(),
      isOfferer,
      isPolite: this.#isPolite,
      tracks: tracks(),
      stream,
      screenStream,
      clock,
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

  /** Puts the state of the connection into a word for the viewer. */
  #updateStatus(): void {
    const state = this.#connection?.health().state;
    if (state === "connected") {
      this.#replacements = 0;
      this.#hasConnected = true;
      this.#disconnectedSinceMs = null;
      if (this.#status.kind !== "connected") {
        this.#setStatus({ kind: "connected", route: null });
      }
      void this.#updateRoute();
      return;
    }
    this.#disconnectedSinceMs ??= this.#options.clock.nowMs();
    if (this.#status.kind !== "failed") {
      this.#setStatus({
        kind: this.#hasConnected ? "reconnecting" : "connecting",
      });
    }
  }

  /** Finds out whether media goes directly or through a relay. */
  async #updateRoute(): Promise<void> {
    const connection = this.#connection;
    this.#routeAtMs = this.#options.clock.nowMs();
    if (!connection || !this.isConnected) return;
    const route = mediaRouteOf(await connection.stats().catch(() => []));
    if (connection !== this.#connection || !this.isConnected) return;
    if (route) this.#setStatus({ kind: "connected", route });
  }

  #setStatus(status: PeerStatus): void {
    if (JSON.stringify(status) === JSON.stringify(this.#status)) return;
    this.#status = status;
    this.#options.onStatus(status);
  }
}
