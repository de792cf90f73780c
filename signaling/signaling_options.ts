/**
 * Options of a signaling server, and what it exchanges with the front.
 *
 * @module
 */
import type { ConnectionQuotaLimits } from "../server/net/connection_quota.ts";
import type { HubEffects, HubLimits } from "./hub_options.ts";
import type { CloseCode } from "./protocol.ts";
import type { RoomsPolicy, VerifyInvitation } from "./room/invitation.ts";
import type { RoomStore } from "./room/room_store.ts";
import type { ClientInfo } from "./room/seat.ts";
import type { ScaleOutOptions } from "./scale_out/scale_out.ts";
import type { SharedRoomStore } from "./scale_out/shared_room_store.ts";
import type { UpgradeOffer } from "./socket/handshake.ts";
import type { SocketLimits } from "./socket/socket_limits.ts";

/** Options of a signaling server. */
export interface SignalingServerOptions {
  /** Limits of rooms, sockets and connections. */
  readonly limits: HubLimits & SocketLimits & ConnectionQuotaLimits & {
    /** Unsent bytes of all sockets together. */
    readonly maxTotalBufferedBytes: number;
  };
  /**
   * Key of the resume tokens; with the same key they are valid after a restart.
   */
  readonly resumeKey: string;
  /** Verifies the tokens of invitations; default: all are invalid. */
  readonly verifyInvitation?: VerifyInvitation;
  /** Who may open a room; default: everyone. */
  readonly roomsPolicy?: RoomsPolicy;
  /** State of rooms that survives a restart. */
  readonly roomStore: RoomStore;
  /**
   * Unix milliseconds that never go back, as tokens and the room store need
   * them.
   */
  readonly clock: () => number;
  /** Receives the events of seats; creates ICE server lists. */
  readonly effects: Omit<HubEffects, "newId">;
  /** Called with unexpected exceptions. */
  readonly onBug: (error: unknown) => void;
  /** Called with each close of a socket by the server. */
  readonly onClose: (close: SocketCloseReport) => void;
  /** Called when a socket is ended for its unsent bytes, with its address. */
  readonly onEviction: (address: string) => void;
  /** Connects this process with others; absent for a single one. */
  readonly scaleOut?: ScaleOutParts;
}

/** What connects a process with others. */
export interface ScaleOutParts
  extends Pick<ScaleOutOptions, "backplane" | "leases" | "onAvailability"> {
  /** The store is also that of the hub. */
  readonly store: SharedRoomStore;
}

/** A close frame that the server sent. */
export interface SocketCloseReport {
  /** Code of the frame; never 1000. */
  readonly code: CloseCode;
  /** Reason of the frame: an error code, a word, or empty. */
  readonly reason: string;
  /** Address of the client. */
  readonly address: string;
}

/** A checked request for `/socket`. */
export interface SocketRequest {
  /** The client's side of the handshake. */
  readonly offer: UpgradeOffer;
  /** Query of the address: `room`, `resume`, `received`, `max`, `join`, `invitation`. */
  readonly query: URLSearchParams;
  /** The client behind trusted proxies. */
  readonly client: ClientInfo;
  /** Bytes received after the head of the request. */
  readonly head: Uint8Array;
}
