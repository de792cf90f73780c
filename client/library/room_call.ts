/**
 * The call of one room: joins and leaves it, and connects signaling to the
 * features.
 *
 * @module
 */
import type { ErrorCode, ServerEvents } from "../../signaling/protocol.ts";
import { ConnectivityMonitor } from "../engine/call/connectivity_monitor.ts";
import type { InboundMessage } from "../engine/signaling/decode_server_message.ts";
import { PreparedSocket } from "../engine/signaling/prepared_socket.ts";
import {
  SignalingClient,
  type SignalingConnectionState,
} from "../engine/signaling/signaling_client.ts";
import type { SocketFailure } from "../engine/signaling/socket_failure.ts";
import {
  type MemberEvents,
  RoomFeatures,
  type RoomFeaturesOptions,
} from "./room_features.ts";

/** What a call reports. */
export interface RoomCallEvents extends MemberEvents {
  onWelcome(welcome: ServerEvents["welcome"]): void;
  /** The room is locked, and its members are asked to let us in. */
  onWaiting(): void;
  /** The server is reached, or no longer. */
  onReached(isReached: boolean): void;
  /** The server has refused us, or ended our seat. */
  onRefused(code: ErrorCode | null): void;
  /** Why the server is not reached. */
  onFailure(failure: SocketFailure | null): void;
  /** A host mutes us. */
  onMuted(): void;
  /** The page is closed. */
  onPageClose(): void;
}

/** Dependencies of {@linkcode RoomCall}. */
export interface RoomCallOptions
  extends Omit<RoomFeaturesOptions, "send" | "onMessage" | "verifySignaling"> {
  readonly events: RoomCallEvents;
}

/** Interval for recovering connections and reading what is sent. */
const TICK_MS = 1_000;
/** Time to answer offers that arrive with a welcome. */
const ANSWER_MS = 250;

/** One visit to one room. */
export class RoomCall {
  readonly #options: RoomCallOptions;
  readonly #features: RoomFeatures;
  readonly #connectivity: ConnectivityMonitor;
  readonly #signaling: SignalingClient;
  readonly #stopListening: () => void;
  #isOpen = false;
  #isEnded = false;
  #cancelTick = () => {};
  #cancelAnswer = () => {};

  constructor(options: RoomCallOptions) {
    this.#options = options;
    const { platform, events, address, media } = options;
    this.#features = new RoomFeatures({
      ...options,
      send: (event, data, to) => this.#signaling.send(event, data, to),
      onMessage: (message) => this.#receive(message),
      verifySignaling: () => this.#signaling.reconnectNow(),
    });
    const { authenticator } = this.#features;
    // Opens a socket only for an invitation, which must not be in an address.
    const prepared = new PreparedSocket({
      clock: platform.clock,
      // With letters by which this page may use it again.
      invitation: address.invitation &&
        `${address.invitation}~${platform.makeId()}`,
      openDeferredSocket: (socket) =>
        platform.openDeferredSocket(address, socket),
    });
    this.#connectivity = this.#createConnectivity();
    this.#signaling = new SignalingClient({
      clock: platform.clock,
      random: platform.random,
      open: (resume, socket) =>
        prepared.take(address.roomName, resume, socket) ??
          platform.openSocket(address, resume, socket),
      resume: null,
      knockName: () => this.#features.name,
      onMessage: (message) => {
        if (authenticator) void authenticator.receive(message);
        else this.#receive(message);
      },
      onState: (state, code) => this.#onSignalingState(state, code),
      onSocketFailure: (failure) => events.onFailure(failure),
    });
    this.#stopListening = platform.listen({
      onOnline: (isOnline) => this.#connectivity.setOnline(isOnline),
      onVisible: () => this.#connectivity.onPageVisible(),
      onDeviceChange: () => media().onDeviceChange(),
      onClose: () => events.onPageClose(),
    });
  }

  /** Joins the room. */
  start(): void {
    this.#connectivity.start();
    this.#signaling.start();
    this.#tick();
  }

  /** Leaves the room, and ends everything that was started. */
  end(): void {
    const { liveness, quality, members } = this.#features;
    this.#isEnded = true;
    this.#cancelTick();
    this.#cancelAnswer();
    this.#stopListening();
    this.#connectivity.stop();
    liveness.stop();
    quality.stop();
    this.#signaling.leave();
    members.closeAll();
  }

  /** Sends a chat message to everyone, or to one member. */
  sendText(text: string, to: string | null): boolean {
    return this.#features.chat.send(text, { to });
  }

  /** Other tracks are sent now, or one was muted. */
  onTracksChange(): void {
    const { members, quality } = this.#features;
    members.sendTracks();
    quality.onTracksChange();
    this.#features.updateProfile();
  }

  /** Connects to a member that has not proven that it has the key. */
  allow(id: string): void {
    this.#features.authenticator?.allow(id);
  }

  #createConnectivity(): ConnectivityMonitor {
    const { clock, wallMs } = this.#options.platform;
    const { state, liveness, members } = this.#features;
    return new ConnectivityMonitor({
      clock,
      wallMs,
      state,
      isJoined: () => this.#features.selfId !== "",
      hasEvidence: () => this.#isOpen || liveness.hasEvidence,
      onDoubt: () => this.#signaling.reconnectNow(),
      notices: { post: () => {} },
      onResume: () => {
        this.#signaling.reconnectNow();
        members.onResume();
      },
      onNetworkChange: () => {
        this.#signaling.reconnectNow();
        members.onNetworkChange();
      },
    });
  }

  #tick(): void {
    this.#recoverMembers();
    // A muted track of the application has no event.
    this.#features.updateProfile();
    const { clock } = this.#options.platform;
    this.#cancelTick = clock.after(TICK_MS, () => this.#tick());
  }

  /** Recovers connections while the server is reached. */
  #recoverMembers(): void {
    if (this.#isOpen && !this.#signaling.isVerifying) {
      this.#features.members.tick();
    }
  }

  #onSignalingState(
    state: SignalingConnectionState,
    code: ErrorCode | null,
  ): void {
    const { events } = this.#options;
    const wasOpen = this.#isOpen;
    this.#isOpen = state === "open";
    this.#connectivity.update();
    if (state === "refused") return events.onRefused(code);
    if (state === "knocking") {
      // Also during a call: the room was locked while we were away.
      this.#features.members.closeAll();
      this.#features.selfId = "";
      return events.onWaiting();
    }
    if (wasOpen !== this.#isOpen) events.onReached(this.#isOpen);
  }

  #receive(message: InboundMessage): void {
    // Checking a message takes time.
    if (this.#isEnded) return;
    const { members } = this.#features;
    if (message.from !== undefined) return members.receiveRelayed(message);
    switch (message.event) {
      case "welcome":
        return this.#onWelcome(message.data);
      case "peer-joined":
        return members.onJoined(message.data);
      case "peer-info":
        return members.onInfo(message.data);
      case "peer-left":
        return members.onLeft(message.data.id, message.data.reason);
      case "ice-servers":
        return members.setIceConfig(message.data);
      case "muted":
        return this.#options.events.onMuted();
    }
  }

  #onWelcome(welcome: ServerEvents["welcome"]): void {
    const { events, platform } = this.#options;
    const { members, quality, liveness, profile } = this.#features;
    this.#features.selfId = welcome.id;
    // Also after a reconnection: an earlier `info` may have been lost.
    this.#features.send("info", profile.info);
    members.applyWelcome(welcome);
    events.onWelcome(welcome);
    quality.start();
    liveness.start();
    this.#cancelAnswer();
    this.#cancelAnswer = platform.clock.after(
      ANSWER_MS,
      () => this.#recoverMembers(),
    );
  }
}
